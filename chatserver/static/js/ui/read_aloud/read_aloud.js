/** Reads a question or an answer aloud by the phone's own voice: a button under each text for whose language there is one. */

import { onVoices } from "./on_voices.js";
import { sentencesOf, voiceFor } from "./voices.js";

const TEXTS = ".question__text, .answer__text, .stage__text, [data-aloud=text]";
const FEET = ".question__foot, .answer__by, .stage__by";
const ON_BUTTON = 60;

export class ReadAloud {
  #buttons = new WeakMap();
  #speaking = null;

  /** words: {read, stop}; within: the element whose texts are read, also those that come later; lineOf: where else a text has its line. */
  constructor(words, within, lineOf) {
    Object.assign(this, { words, within, lineOf, speech: speechSynthesis });
    onVoices(() => this.#offer());
    new MutationObserver(() => this.#offer()).observe(within, { childList: true, subtree: true });
    addEventListener("pagehide", () => this.#stop());
    document.addEventListener("visibilitychange", () => document.hidden && this.#stop());
  }

  #offer() {
    const voices = this.speech.getVoices();
    for (const text of this.within.querySelectorAll(TEXTS)) this.#offerFor(text, voices);
  }

  #offerFor(text, voices) {
    const isReadable = Boolean(text.textContent.trim() && voiceFor(text.textContent, voices));
    let button = this.#buttons.get(text);
    if (!button && isReadable) button = this.#makeButton(text);
    if (!button) return;
    if (button.hidden === isReadable) button.hidden = !isReadable;
    const name = `: ${text.textContent.trim().slice(0, ON_BUTTON)}`;
    if (button.lastChild.textContent !== name) button.lastChild.textContent = name;
  }

  /** It stands in the line under the text, if there is one: earlier words and the like have none. */
  #makeButton(text) {
    const foot = [...text.parentElement.children].find((each) => each.matches(FEET)) ?? this.lineOf?.(text);
    if (!foot) return null;
    const button = document.createElement("button");
    const what = document.createElement("span");
    Object.assign(button, { type: "button", className: "link-button no-print" });
    button.dataset.part = "aloud";
    what.className = "sr-only";
    button.append(this.words.read, what);
    button.addEventListener("click", () => this.#toggle(text, button));
    foot.append(button);
    this.#buttons.set(text, button);
    return button;
  }

  #toggle(text, button) {
    const wasReading = this.#speaking === button;
    this.#stop();
    if (wasReading) return;
    const voice = voiceFor(text.textContent, this.speech.getVoices());
    const pieces = sentencesOf(text.textContent).map((sentence) => utterance(sentence, voice));
    for (const piece of pieces) piece.onerror = () => this.#ended(button);
    pieces.at(-1).onend = () => this.#ended(button);
    this.#show(button, this.words.stop);
    this.#speaking = button;
    for (const piece of pieces) this.speech.speak(piece);
  }

  #stop() {
    const button = this.#speaking;
    if (!button) return;
    this.#ended(button);
    this.speech.cancel();
  }

  /** Of one that was stopped it is told late, when another may be read already. */
  #ended(button) {
    if (this.#speaking !== button) return;
    this.#speaking = null;
    this.#show(button, this.words.read);
  }

  #show(button, word) {
    button.firstChild.textContent = word;
  }
}

function utterance(sentence, voice) {
  return Object.assign(new SpeechSynthesisUtterance(sentence), { voice, lang: voice.lang });
}
