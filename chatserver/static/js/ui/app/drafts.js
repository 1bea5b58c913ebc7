/** The drafts that this phone keeps of one person; room/asking/draft_keys.js names them. */

import { keptNames } from "../../live/own/kept_names.js";
import { StoredValue } from "../../live/own/stored_value.js";

const DRAFT = /^draft:(ask|next):([^:]+):(.+)$/;

/** [{text, chat_session?}]; none of anybody else. */
export function draftsOf(person) {
  const found = keptNames().map((key) => DRAFT.exec(key)).filter((parts) => parts && parts[3] === person);
  return found.map(([key, kind, of]) => ({ text: new StoredValue(key).read(""), ...(kind === "ask" && { chat_session: of }) }));
}

/** What could not be sent to one chat stands in the form of the ward's next one, under any words that are there already. */
export function keepForNext({ text, ward, person, chat_session, owner }) {
  addToDraft(`next:${ward}:${person}`, text);
  new StoredValue(`draft:ask:${chat_session}:${person}`).clear();
  new StoredValue(`outbox:${owner}`).clear();
}

export function addToDraft(key, text) {
  const stored = new StoredValue(`draft:${key}`);
  const kept = stored.read("");
  if (!kept.includes(text)) stored.write([kept, text].filter(Boolean).join("\n\n"));
}
