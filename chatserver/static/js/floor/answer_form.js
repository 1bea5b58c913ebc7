/** What the councillor does with the question on the floor: answer it, return it, promise a written answer. */

import { Composer } from "../ui/composer.js";
import { setShown } from "../ui/parts.js";
import { say } from "../ui/words.js";

const MOST_TO_ANSWER = 4000;

export class AnswerForm {
  #question = null;

  constructor({ chat_session, person }) {
    this.key = `answer:${chat_session}:${person}`;
    this.take = document.getElementById("take");
    this.answering = document.getElementById("answering");
    const form = document.getElementById("answer-form");
    this.composer = new Composer(form, { most: MOST_TO_ANSWER, received: () => say("received_answer") });
    form.elements.text.addEventListener("keydown", (event) => sendOnCtrlEnter(event, form));
  }

  render({ session, floor }, { entries, isUp }) {
    const isLive = session.state === "live";
    const hadFocus = this.answering.contains(document.activeElement);
    setShown(this.take, isLive && !floor);
    setShown(this.answering, isLive && Boolean(floor));
    if (hadFocus && isLive && !floor) this.take.querySelector("button").focus();
    if (floor && floor.id !== this.#question) this.#turnTo(floor.id);
    this.composer.render({ entries, isUp });
    for (const id of ["return-form", "defer-form"]) document.getElementById(id).querySelector("button").disabled = entries.length > 0;
  }

  /** Each question has a draft of its own: one that was returned finds its words again. */
  #turnTo(question) {
    const wasTaking = this.#question !== null || document.activeElement.form === this.take;
    this.#question = question;
    this.composer.open(`${this.key}:${question}`);
    for (const field of document.querySelectorAll("#answering [name=question]")) field.value = question;
    document.getElementById("defer").open = false;
    if (wasTaking) this.composer.text.focus();
  }
}

/** Sends a part: the finishing button is one that has to be meant. */
function sendOnCtrlEnter(event, form) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("button[value=false]"));
}
