/** Warns before signing out, also by deleting one's account, where something has not been sent; then leaves nothing behind, whatever the browser knows. */

import { readEntries } from "../../live/own/entry_database.js";
import { keptNames } from "../../live/own/kept_names.js";
import { forgetEverything } from "./removing.js";

/** The form that signs out has the warning in its data. */
export function watchSigningOut() {
  for (const form of document.querySelectorAll("form[data-unsent]")) form.addEventListener("submit", (event) => signOut(event, form));
}

async function signOut(event, form) {
  if (form.elements.sure?.checked === false) return; // of an account's deletion: the server asks once more
  event.preventDefault();
  const entries = await readEntries().catch(() => []);
  if ((entries.some(({ answer }) => !answer) || hasComplaint()) && !confirm(form.dataset.unsent)) return;
  await forgetEverything();
  form.submit();
}

/** One that was begun here, and that the server has not received: js/matters/kept_form.js. */
function hasComplaint() {
  return keptNames().some((key) => key.startsWith("draft:matter"));
}
