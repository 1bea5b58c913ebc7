/** Shows what the clerk may do now, and what became of a notice or of a step in the life of the chat. */

import { part, setShown, setText } from "../ui/parts.js";
import { say } from "../ui/words.js";

export class SideView {
  #told = null;

  constructor() {
    this.running = document.getElementById("running");
  }

  /** Takes the answer to a clerk's command. */
  settle({ op }, frame) {
    if (!op.startsWith("session.")) return;
    const isError = frame.type === "nack";
    this.#told = { text: isError ? frame.message : say("ran"), isError };
    for (const details of this.running.querySelectorAll("details")) details.open = false;
  }

  render({ state }, { entries, isUp }) {
    if (!this.running) return;
    for (const node of this.running.querySelectorAll("[data-while]")) setShown(node, node.dataset.while === state);
    const isSending = entries.some(({ op }) => op.startsWith("session."));
    for (const button of this.running.querySelectorAll("button")) button.disabled = isSending;
    const feedback = part(this.running, "feedback");
    setText(feedback, isSending ? say(`sending.${isUp ? "sending" : "waiting"}`) : (this.#told?.text ?? ""));
    feedback.classList.toggle("feedback--error", !isSending && Boolean(this.#told?.isError));
  }
}
