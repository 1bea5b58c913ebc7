/** The offline page: what waits to be sent, the next date; it gives way once there is a network again. */

import { isServed } from "../../live/connection/is_served.js";
import { keptNextDate } from "../../ui/app/next_date.js";
import { setShown, setText } from "../../ui/parts.js";
import { showUnsent } from "../../ui/app/unsent_list.js";

const AGAIN_MS = 10000;

const next = document.getElementById("next-date");

setText(next, keptNextDate());
setShown(next, keptNextDate() !== "");
showUnsent(document.getElementById("unsent"));
addEventListener("online", () => location.reload());
reloadOnceServed();

/** Where it was the server that was away, or a slow line, no browser tells that this has ended. */
async function reloadOnceServed() {
  do await new Promise((resolve) => setTimeout(resolve, AGAIN_MS * (0.5 + Math.random()))); // not everybody at once
  while (!(await isServed(`/offline/?lang=${document.documentElement.lang}`)));
  location.reload();
}
