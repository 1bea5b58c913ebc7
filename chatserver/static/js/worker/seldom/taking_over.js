/** When a newer version takes over: not while something waits that the older one knows. */

import { readEntries } from "../../live/own/entry_database.js";

/** While something waits to be sent, the version that knows it stays; closing all pages changes over, too. */
export async function takeOverOnceEmpty() {
  const entries = await readEntries();
  if (!entries.some(({ answer }) => !answer)) await skipWaiting();
}

/** Called by a worker that has sent everything: a newer version may have waited for that. */
export function letNewerTakeOver() {
  registration.waiting?.postMessage("take over");
}
