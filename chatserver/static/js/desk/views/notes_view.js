/** Notes of moderators to their colleagues, a new one, and what became of the other questions of the person who asked. */

import { fetchFrame } from "../../live/connection/requests.js";
import { Composer } from "../../ui/forms/composer.js";
import { renderList } from "../../ui/lists/keyed_list.js";
import { fromTemplate, part, setShown, setText } from "../../ui/parts.js";
import { setMoment, setWritten } from "../../ui/questions/written.js";
import { say } from "../../ui/wording/words.js";

export class NotesView {
  #id = null;

  /** asker: the line about the person who asked. */
  constructor({ chat_session, person, urls, selected }, asker) {
    Object.assign(this, { section: document.getElementById("notes"), asker, url: urls.asker, key: `desk-note:${chat_session}:${person}`, asked: selected });
    const form = document.getElementById("note-form");
    this.composer = form && new Composer(form, { received: () => say("noted") });
  }

  /** isClosed: no note can be left. What is half written stays with its question, whatever a colleague does with that meanwhile. */
  render(question, { entries, isUp, isClosed }) {
    const sending = entries.filter(({ op, fields }) => op === "question.note" && fields.question === this.#id);
    if (question && question.id !== this.#id && !sending.length) this.#turnTo(question.id);
    const notes = (question?.notes ?? []).map((note, id) => ({ ...note, id }));
    setShown(this.section, Boolean(question) && (notes.length > 0 || Boolean(this.composer && !isClosed)));
    renderList(part(this.section, "notes"), notes, { make: () => fromTemplate("note-item"), fill: fillNote });
    if (!this.composer) return;
    setShown(this.composer.form, !isClosed);
    this.composer.form.elements.question.value = this.#id ?? "";
    this.composer.render({ entries: sending, isUp });
  }

  /** Gives the fields to send, or null where the note is not fit to be sent. */
  take(fields) {
    return this.composer.take(fields);
  }

  settle(entry, frame) {
    if (entry.fields.question === this.#id) this.composer?.settle(entry, frame);
  }

  #turnTo(id) {
    const isFirst = this.#id === null;
    this.#id = id;
    this.composer?.turnTo(`${this.key}:${id}`);
    if (!(isFirst && id === this.asked)) this.#askHistory(id);
  }

  async #askHistory(id) {
    this.#say("");
    try {
      const { words } = await fetchFrame(this.url, { question: id });
      if (id === this.#id) this.#say(words);
    } catch (error) {
      console.warn("the asker's history could not be asked for", error);
    }
  }

  #say(words) {
    setText(this.asker, words);
    setShown(this.asker, Boolean(words));
  }
}

function fillNote(node, { by, text, at }) {
  setText(part(node, "by"), by);
  setWritten(part(node, "text"), text);
  setMoment(node.querySelector("time"), at);
}
