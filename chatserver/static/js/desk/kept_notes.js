/** Keeps what a moderator was writing or choosing about a question when a colleague decided first or the chat ended, until it is dismissed. */

import { StoredValue } from "../live/own/stored_value.js";
import { tell } from "../ui/forms/feedback.js";
import { renderList } from "../ui/lists/keyed_list.js";
import { shorten } from "../ui/wording/news.js";
import { fromTemplate, part, setText } from "../ui/parts.js";
import { setWritten } from "../ui/questions/written.js";
import { say } from "../ui/wording/words.js";

const MOST = 5;

export class KeptNotes {
  #stored;
  #notes;

  /** list is missing where nobody decides. */
  constructor(list, { chat_session, person }) {
    this.list = list;
    this.#stored = new StoredValue(`kept-notes:${chat_session}:${person}`);
    this.#notes = list ? this.#stored.read([]) : [];
    this.#render();
  }

  /** why: what happened; kind: "note", or "choice" of the question to merge with; about: the question's words; gives the sentence that says so. */
  keep({ why, kind, about, words }) {
    const id = `${Date.now()}-${this.#notes.length}`;
    const said = `${why} ${say(`kept.${kind}.said`)}`;
    this.#change([...this.#notes, { id, said, kind, about, note: words }].slice(-MOST));
    return `${said} ${words}`;
  }

  focus() {
    this.list.focus({ preventScroll: true });
    this.list.scrollIntoView({ block: "nearest" });
  }

  #change(notes) {
    this.#notes = notes;
    this.#stored.write(notes);
    this.#render();
  }

  #render() {
    if (!this.list) return;
    renderList(this.list, this.#notes, { make: () => this.#make(), fill: fillKeptNote });
  }

  #make() {
    const node = fromTemplate("kept-note");
    part(node, "copy").addEventListener("click", () => copyNote(node));
    part(node, "drop").addEventListener("click", () => this.#change(this.#notes.filter(({ id }) => id !== node.dataset.id)));
    return node;
  }
}

/** By whom and how it was decided meanwhile. */
export function decidedFirst({ state, pending }) {
  return say("kept.decided", { state: pending ? say(`pending.did.${pending.decision}`) : say(`state.${state}`) });
}

function fillKeptNote(node, { said, kind = "note", about, note }) {
  setText(part(node, "said"), said);
  setWritten(part(node, "about"), shorten(about));
  part(node, "note").value = note;
  part(node, "note").setAttribute("aria-label", say(`kept.${kind}.label`));
}

/** Where the browser does not let a page copy, the words are selected, to be copied by hand. */
async function copyNote(node) {
  const field = part(node, "note");
  field.select();
  if (!navigator.clipboard) return;
  await navigator.clipboard.writeText(field.value);
  setText(part(node, "copied"), say("kept.copied"));
  tell(say("kept.copied"));
}
