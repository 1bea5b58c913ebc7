/** Loaded when a resident begins to write: most people who open the room only read. */

import { DraftCheck } from "../room/draft_check.js";
import { readJson } from "../ui/words.js";

const section = document.getElementById("draft-check");
const check = new DraftCheck(section, document.getElementById("ask-text"), readJson("page"));
section.dispatchEvent(new CustomEvent("loaded", { detail: check }));
