/** Asks whether the server can be reached. */

import { limits } from "./requests.js";

/** Whether the server itself answers now, and no gateway in its place: a dead socket may not have been noticed yet. */
export async function isServed(url) {
  const answer = await fetch(url, { method: "HEAD", ...limits() }).catch(() => null);
  return answer?.status < 500;
}
