/** Words that look as if they held personal data: the person who publishes them says once that they may be public. */

import { part, setShown, setText } from "../parts.js";
import { textLanguage } from "../wording/text_language.js";

const CODE = "second_look";
const WRITING = "textarea, select, input:not([type=button])";

export class SecondLook {
  #held = [];

  /** dialog may be missing, where nobody publishes anything; act: {send(op, fields), wordsOf(fields)} */
  constructor(dialog, act) {
    Object.assign(this, { dialog, act });
    dialog?.addEventListener("close", () => this.#close());
  }

  /** Hears each answer; asks where the server wants to be sure, about one after the other. */
  hear({ op, fields }, frame) {
    if (!this.dialog || frame.type !== "nack" || frame.code !== CODE) return;
    this.#held.push({ op, fields, message: frame.message });
    if (!this.dialog.open) this.#ask();
  }

  /** An Enter that was meant for what is being written must publish nothing. */
  #ask() {
    const [{ fields, message }] = this.#held;
    const words = part(this.dialog, "words");
    const isWriting = document.activeElement?.matches(WRITING);
    this.dialog.returnValue = "";
    setText(part(this.dialog, "message"), message);
    setText(words, this.act.wordsOf(fields));
    setShown(words, Boolean(words.textContent));
    words.lang = textLanguage(words.textContent);
    this.dialog.showModal();
    if (isWriting) part(this.dialog, "back").focus();
  }

  #close() {
    const { op, fields } = this.#held.shift();
    if (this.dialog.returnValue === "publish") this.act.send(op, { ...fields, confirmed: true });
    if (this.#held.length) this.#ask();
  }
}

/** Where one is wanted on a live page; published(op, fields) is called when the person has said yes. */
export function secondLookOf(live, published = () => {}) {
  const cards = () => live.followers.desk?.state.questions ?? [];
  return new SecondLook(document.getElementById("second-look"), {
    send: (op, fields) => {
      live.send(op, fields);
      published(op, fields);
    },
    // What a command would make public: its own words, or those of the question that it names.
    wordsOf: ({ text, reason, question }) => text ?? reason ?? cards().find(({ id }) => id === question)?.text ?? "",
  });
}
