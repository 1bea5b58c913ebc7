/** The desk between the evenings by keyboard, as that of a chat; and what can still be undone, with the seconds left. */

import { Shortcuts } from "../../desk/shortcuts.js";
import { countDown } from "../../desk/matters/undo_countdown.js";
import { onePageMoves, listMoves } from "../../desk/matters/moves.js";

const page = document.getElementById("detail");

for (const each of page.querySelectorAll('[data-part="undo"]')) countDown(each);
page.querySelector('[data-part="keys"]').hidden = false;
new Shortcuts(page, page.querySelector('[data-part="waiting"]') ? listMoves(page) : onePageMoves(page));
