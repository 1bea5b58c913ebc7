/** Whether the reader, an official, is called to the question that is being answered: said at the top, in the tab, and aloud. */

import { setShown } from "../ui/parts.js";
import { say } from "../ui/wording/words.js";

export class Called {
  #you = null;
  #questions;
  #question = null;
  #inTitle = "";

  /** floor: the question that was being answered when the page was made. */
  constructor({ you, person }, floor) {
    this.person = person;
    this.#question = floor?.id ?? null;
    this.notice = document.getElementById("called-notice");
    this.other = document.getElementById("not-called");
    this.begin(you);
  }

  /** A welcome, or a poll, says to which questions the reader is called now. */
  begin(you) {
    if (you !== this.#you && you.called) this.#questions = new Set(you.called);
    this.#you = you;
  }

  /** A note to the reader alone. */
  hear({ question, state }) {
    if (state === "called") this.#questions.add(question);
    else this.#questions.delete(question);
  }

  /** The same by the desk's stream, which an official with another duty reads. */
  hearDesk({ type, question, official }) {
    if (official !== this.person) return;
    if (type === "official.called") this.hear({ question, state: "called" });
    if (type === "official.sent_back") this.hear({ question, state: "sent_back" });
  }

  /** What leaves the floor needs nobody: taken again, it needs another call. A call may be heard of before its question. */
  isCalledTo(floor) {
    const question = floor?.id ?? null;
    if (question !== this.#question) this.#questions.delete(this.#question);
    this.#question = question;
    return this.#questions.has(question);
  }

  /** The notice is an alert: it is spoken when it appears, ahead of what the stream brings. */
  render({ floor }, you) {
    this.begin(you);
    const isCalled = this.isCalledTo(floor);
    setShown(this.notice, isCalled);
    if (this.other) setShown(this.other, !isCalled);
    const inTitle = isCalled ? `${say("called")} – ` : "";
    if (inTitle !== this.#inTitle) document.title = document.title.replace(this.#inTitle, inTitle);
    this.#inTitle = inTitle;
  }
}
