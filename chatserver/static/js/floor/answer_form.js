/** What the councillor does with the question on the floor: answer, return, promise. An official only answers in parts. */

import { Composer } from "../ui/composer.js";
import { setBusy, setShown } from "../ui/parts.js";
import { say } from "../ui/words.js";

const MOST_TO_ANSWER = 4000;

export class AnswerForm {
  #question = null;
  #isTaking = false;

  constructor({ chat_session, person }) {
    this.key = `answer:${chat_session}:${person}`;
    this.take = document.getElementById("take");
    this.answering = document.getElementById("answering");
    const form = document.getElementById("answer-form");
    this.composer = new Composer(form, { most: MOST_TO_ANSWER, received: () => say("received_answer") });
    form.elements.text.addEventListener("keydown", (event) => sendOnCtrlEnter(event, form));
  }

  /** The reader has asked for a question: when it comes, a keyboard finds itself in the field. A phone's would cover it. */
  expectQuestion() {
    this.#isTaking = true;
  }

  render({ session, floor }, { entries, isUp }) {
    const isLive = session.state === "live";
    const hadFocus = this.answering.contains(document.activeElement);
    if (this.take) setShown(this.take, isLive && !floor);
    setShown(this.answering, isLive && Boolean(floor));
    if (hadFocus && isLive && !floor) this.take?.querySelector("button").focus();
    if (floor && floor.id !== this.#question) this.#turnTo(floor.id);
    this.composer.render({ entries, isUp });
    for (const button of document.querySelectorAll(":is(#return-form, #defer-form) button")) setBusy(button, entries.length > 0);
  }

  /** Each question has a draft of its own: one that was returned finds its words again. */
  #turnTo(question) {
    this.#question = question;
    this.composer.open(`${this.key}:${question}`);
    for (const field of document.querySelectorAll("#answering [name=question]")) field.value = question;
    document.getElementById("defer")?.toggleAttribute("open", false);
    if (this.#isTaking && matchMedia("(pointer: fine)").matches) this.composer.text.focus({ preventScroll: true });
    this.#isTaking = false;
  }
}

/** Sends a part: the finishing button is one that has to be meant. */
function sendOnCtrlEnter(event, form) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("button[value=false]"));
}
