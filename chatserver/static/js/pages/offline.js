/** The offline page: what waits to be sent, the next date; it gives way once there is a network again. */

import { keptNextDate } from "../ui/app/next_date.js";
import { setShown, setText } from "../ui/parts.js";
import { showUnsent } from "../ui/app/unsent_list.js";

const next = document.getElementById("next-date");

setText(next, keptNextDate());
setShown(next, keptNextDate() !== "");
showUnsent(document.getElementById("unsent"));
addEventListener("online", () => location.reload());
