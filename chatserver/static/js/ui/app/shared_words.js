/** Words that were shared to the app become the draft in the form of the ward's next chat. */

import { addToDraft } from "./drafts.js";

/** field: holds the words, and the ward's part of the draft's name as its data. */
export function takeShared(field) {
  addToDraft(`${field.dataset.draft}:${document.documentElement.dataset.person}`, field.value);
}
