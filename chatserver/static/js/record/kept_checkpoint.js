/** Compares a record with the signed checkpoint that this device kept of the chat while it was live. */

import { StoredValue } from "../live/own/stored_value.js";
import { part } from "../ui/parts.js";
import { isBeginning } from "./consistency.js";

/** The second line of a checkpoint is its size, the third its root (c2sp.org/tlog-checkpoint). */
function headOf(note) {
  const [, size, root] = note.split("\n");
  return { size: Number(size), root };
}

/** Answers which of the section's words is true: holds, fails, or unknown. */
async function compare(old, address) {
  const answer = await fetch(`${address}?from=${old.size}`);
  if (answer.status === 404) return "fails"; // the record has fewer entries
  if (!answer.ok) return "unknown";
  const { to, to_root: root, proof } = await answer.json();
  return (await isBeginning(old, { size: to, root }, proof)) ? "holds" : "fails";
}

/** section: with the chat's id, the address of the proof, and the words. It stays hidden where nothing was kept. */
export async function showKept(section) {
  const note = new StoredValue(`checkpoint:${section.dataset.chat}`).read(null);
  if (!note) return;
  part(section, "note").textContent = note;
  const save = part(section, "save");
  save.href = URL.createObjectURL(new Blob([note], { type: "text/plain" }));
  section.hidden = false;
  const found = await compare(headOf(note), section.dataset.proof).catch(() => "unknown");
  part(section, found).hidden = false;
}
