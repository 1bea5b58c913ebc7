/** Warns before signing out where something has not been sent, and then leaves nothing behind, whatever the browser knows. */

import { readEntries } from "../../live/own/entry_database.js";
import { forgetEverything } from "./removing.js";

/** The form that signs out has the warning in its data. */
export function watchSigningOut() {
  for (const form of document.querySelectorAll("form[data-unsent]")) form.addEventListener("submit", (event) => signOut(event, form));
}

async function signOut(event, form) {
  event.preventDefault();
  const entries = await readEntries().catch(() => []);
  if ((entries.some(({ answer }) => !answer) || hasComplaint()) && !confirm(form.dataset.unsent)) return;
  await forgetEverything();
  form.submit();
}

/** One that was begun here, and that the server has not received: js/matters/kept_form.js. */
function hasComplaint() {
  return Object.keys(localStorage).some((key) => key.startsWith("draft:matter"));
}
