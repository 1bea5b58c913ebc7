/** What stands beside the decisions: notices to the room, and the clerk's steps in the life of the chat. */

import { Composer } from "../../ui/forms/composer.js";
import { showFeedback, tell } from "../../ui/forms/feedback.js";
import { part, setBusy, setShown } from "../../ui/parts.js";
import { say } from "../../ui/wording/words.js";

export class SideView {
  #told = { text: "" };

  constructor({ chat_session, person }) {
    this.running = document.getElementById("running");
    const form = document.getElementById("notice-form");
    this.notice = form && new Composer(form, { received: () => say("posted") });
    this.notice?.open(`notice:${chat_session}:${person}`);
  }

  /** Gives the fields to send, or null where the notice is not fit to be sent. */
  take(op, fields) {
    return op === "notice.post" ? this.notice.take(fields) : fields;
  }

  settle(entry, frame) {
    this.notice?.settle(entry, frame);
    if (!entry.op.startsWith("session.")) return;
    const isError = frame.type === "nack";
    this.#told = { text: isError ? frame.message : say("ran"), isError, isDone: !isError };
    tell(this.#told.text);
    for (const details of this.running.querySelectorAll("details")) details.open = false;
  }

  render({ session: { state }, notices }, { entries, isUp, isOver }) {
    setShown(part(document.getElementById("telling"), "none"), notices.length === 0);
    this.notice?.render({ entries, isUp });
    if (this.notice) setShown(this.notice.form, !isOver);
    if (this.running) this.#renderRunning(state, { entries, isUp });
  }

  #renderRunning(state, { entries, isUp }) {
    for (const node of this.running.querySelectorAll("[data-while]")) setShown(node, node.dataset.while === state);
    const isSending = entries.some(({ op }) => op.startsWith("session."));
    for (const button of this.running.querySelectorAll("button")) setBusy(button, isSending);
    const onItsWay = { text: say(`sending.${isUp ? "sending" : "waiting"}`) };
    showFeedback(part(this.running, "feedback"), isSending ? onItsWay : this.#told);
  }
}
