/** Deletes what this browser keeps of chats: checkpoints (live/chat.js) and which questions its owner supports (record/kept_support.js). */

import { keptNames } from "../../live/own/kept_names.js";
import { StoredValue } from "../../live/own/stored_value.js";
import { part } from "../../ui/parts.js";

const section = document.querySelector('[data-part="of-chats"]');
const namesOfChats = () => keptNames().filter((name) => /^(checkpoint|support):/.test(name));

function showWhatIsKept() {
  part(section, "kept").hidden = !namesOfChats().length;
}

part(section, "delete").addEventListener("click", () => {
  for (const name of namesOfChats()) new StoredValue(name).clear();
  showWhatIsKept();
  part(section, "deleted").hidden = false;
});
showWhatIsKept();
