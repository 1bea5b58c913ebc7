/** Words that look as if they held personal data: whoever publishes them says once that they may be public. */

import { part, setText } from "./parts.js";

const CODE = "second_look";

export class SecondLook {
  #entry = null;

  /** dialog may be missing, where nobody publishes anything; send(op, fields) sends the command again. */
  constructor(dialog, send) {
    Object.assign(this, { dialog, send });
    dialog?.addEventListener("close", () => this.#close());
  }

  /** Hears each answer; asks where the server wants to be sure. */
  hear(entry, frame) {
    if (!this.dialog || frame.type !== "nack" || frame.code !== CODE) return;
    this.#entry = entry;
    this.dialog.returnValue = "";
    setText(part(this.dialog, "words"), frame.message);
    if (!this.dialog.open) this.dialog.showModal();
  }

  #close() {
    const entry = this.#entry;
    this.#entry = null;
    if (entry && this.dialog.returnValue === "publish") this.send(entry.op, { ...entry.fields, confirmed: true });
  }
}
