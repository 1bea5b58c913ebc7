/** What is done with the question that is being answered: answer, finish, return, promise. An official only answers in parts. */

import { Composer } from "../ui/forms/composer.js";
import { PromisePart } from "./promise_part.js";
import { growWithWords } from "../ui/forms/growing.js";
import { part, setAttribute, setBusy, setShown } from "../ui/parts.js";
import { say } from "../ui/wording/words.js";

const GIVE = "answer.give";

export class AnswerForm {
  #question = null;
  #isTaking = false;
  #wasAnswered = false;

  constructor({ chat_session, person }) {
    this.key = `answer:${chat_session}:${person}`;
    this.take = document.getElementById("take");
    this.answering = document.getElementById("answering");
    this.otherSteps = document.getElementById("other-steps");
    this.finish = document.getElementById("finish");
    this.form = document.getElementById("answer-form");
    this.composer = new Composer(this.form, { received: () => say("received_answer") });
    const { text } = this.form.elements;
    this.promise = new PromisePart(this.form);
    growWithWords(text);
    text.addEventListener("keydown", (event) => sendOnCtrlEnter(event, this.form));
    text.addEventListener("input", () => this.#hearWriting());
  }

  /** The fields of an answer, with what it promises, or null where the form itself sees what is wrong. */
  toSend(fields) {
    return this.composer.take(this.promise.fieldsFrom(fields));
  }

  /** The reader has asked for a question: when it comes, a keyboard finds itself in the field. A phone's would cover it. */
  expectQuestion() {
    this.#isTaking = true;
  }

  /** Hears what became of a command that this form, or the way to finish, has given. */
  settle(entry, frame) {
    this.composer.settle(entry, frame);
    if (entry.op !== GIVE || frame.type !== "ack") return;
    this.#offerCorrection(frame.result.part);
    this.promise.clear();
  }

  /** mayAnswer: an official only what they are called to. */
  render({ session, floor }, { entries, isUp }, mayAnswer) {
    const isLive = session.state === "live";
    const hadFocus = this.answering.contains(document.activeElement);
    if (this.take) setShown(this.take, isLive && !floor);
    setShown(this.answering, isLive && Boolean(floor) && mayAnswer);
    if (this.otherSteps) setShown(this.otherSteps, isLive && Boolean(floor));
    if (hadFocus && isLive && !floor) this.take?.querySelector("button").focus();
    if (floor && floor.id !== this.#question) this.#turnTo(floor.id);
    this.composer.render({ entries, isUp });
    this.#wasAnswered = Boolean(floor?.answers.length);
    this.#renderFinish(entries.length > 0);
    for (const button of document.querySelectorAll("#other-steps button")) setBusy(button, entries.length > 0);
  }

  /** With words in the box they are sent as the last part; without any, what was sent so far is the answer. */
  #renderFinish(isSending = false) {
    if (!this.finish) return;
    const hasNothingToSend = this.#wasAnswered && this.composer.text.value.trim() === "";
    showInPlaceOf(...(hasNothingToSend ? ["finish", "send_and_finish"] : ["send_and_finish", "finish"]).map((name) => part(this.finish, name)));
    setBusy(part(this.finish, "finish"), isSending);
  }

  #hearWriting() {
    this.#offerCorrection(null);
    this.#renderFinish();
  }

  /** Each question has a draft of its own: one that was returned finds its words again. */
  #turnTo(question) {
    this.#question = question;
    this.composer.turnTo(`${this.key}:${question}`);
    this.promise.clear();
    this.#offerCorrection(null);
    for (const field of document.querySelectorAll(":is(#answering, #other-steps) [name=question]")) field.value = question;
    for (const id of ["defer", "finish"]) document.getElementById(id)?.toggleAttribute("open", false);
    if (this.#isTaking && matchMedia("(pointer: fine)").matches) this.composer.text.focus({ preventScroll: true });
    // At the top nobody reads on: the page has just come, or its first question has.
    if (this.#isTaking || scrollY === 0) requestAnimationFrame(() => uncover(document.getElementById("floor"), this.answering));
    this.#isTaking = false;
  }

  #offerCorrection(seq) {
    const link = part(this.form, "correct_last");
    setShown(link, Boolean(seq));
    if (seq) setAttribute(link, "href", `#given-${seq}`);
  }
}

/** The box at the foot of the page stands over what is too far down: where letters are large, over the whole question. */
function uncover(floor, box) {
  const text = part(floor, "text");
  if (text.getBoundingClientRect().bottom > box.getBoundingClientRect().top) floor.scrollIntoView({ behavior: "instant" });
}

/** A user who stands on the one by keyboard stands on the other afterwards. */
function showInPlaceOf(shown, gone) {
  const hadFocus = gone === document.activeElement;
  setShown(shown, true);
  if (hadFocus) shown.focus();
  setShown(gone, false);
}

/** Sends a part: finishing is something that has to be meant. An Enter that ends a composition belongs to the input method. */
function sendOnCtrlEnter(event, form) {
  if (event.key !== "Enter" || event.isComposing || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("button[value=false]"));
}
