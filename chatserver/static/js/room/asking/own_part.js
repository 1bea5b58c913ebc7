/** What only a resident of the ward has in the room: the form, their own questions, and the way to report. */

import { isServed } from "../../live/connection/is_served.js";
import { StoredValue } from "../../live/own/stored_value.js";
import { showFeedback } from "../../ui/forms/feedback.js";
import { isOver } from "../../ui/head_view.js";
import { loadScript } from "../../ui/later_script.js";
import { part, setShown } from "../../ui/parts.js";
import { say } from "../../ui/wording/words.js";
import { askKey, nextKey } from "./draft_keys.js";

const ASK = "question.ask";

export class OwnPart {
  #writing = null;
  #starting = null;
  #notReported = null; // the question for which the script did not come
  #isToSend = false; // once there is a connection again
  #isMissed = false; // its script was asked for, and did not come

  /** drawAgain() is called when something has come. */
  constructor(page, drawAgain) {
    Object.assign(this, { page, drawAgain, section: document.getElementById("ask"), form: document.getElementById("ask-form") });
    this.form.addEventListener("focusin", () => this.#write());
    this.text.addEventListener("input", () => this.#keep());
    document.addEventListener("click", (event) => this.#click(event));
    // What went the plain way is forgotten by the page that says it was received.
    if (this.section.querySelector(":scope > .notice:not(.notice--error)")) this.#stored.clear();
    this.text.value ||= this.#stored.read(""); // at once, not only when its script has come
    // Or what was being written at the end of the last chat.
    if (this.text.value || new StoredValue(`draft:${nextKey(this.page)}`).read("")) this.#write();
  }

  get #stored() {
    return new StoredValue(`draft:${askKey(this.page)}`);
  }

  get text() {
    return this.form.elements.text;
  }

  get mayWrite() {
    return true;
  }

  showOwn(OwnView) {
    this.ownView = new OwnView(document.getElementById("yours"), this.page.urls.receipt, (question, link) => {
      const go = async () => (await this.mayLeave()) && location.assign(link.href);
      this.#write((writing) => writing.composer.rewrite(question), go);
    });
  }

  /** Gives the fields to send, or null where nothing is to be sent now. */
  take(op, fields) {
    if (this.#writing) return this.#writing.take(op, fields);
    if (op !== ASK) return fields;
    this.#send();
    return null;
  }

  settle(entry, frame) {
    if (entry.op === ASK || entry.op === "report") this.#write((writing) => writing.settle(entry, frame));
    this.ownView?.settle(entry, frame);
    if (frame.code === "consent") this.#showNotice();
  }

  /** What is told under a question that was reported. */
  messageFor(id) {
    if (id === this.#notReported) return { text: say("line.offline"), isError: true };
    return this.#writing?.report.messageFor(id);
  }

  render(own, { entries, isUp, state, ordered, mayAsk, isBacked }) {
    const isPast = isOver(state.session);
    const isBack = isUp && !this.isUp;
    this.isUp = isUp;
    if (isUp && this.#isToSend) this.#send();
    const isWriting = this.text.value || entries.some(({ op }) => op === ASK);
    // It copies them for the service worker. What did not come is asked for again once the connection is back.
    if (this.#isMissed ? isBack : isWriting || (!isUp && entries.length)) this.#write();
    this.#writing?.render(own, { entries, isUp, isPast, state, isBacked });
    const isKept = isPast && (this.#writing || !isWriting);
    setShown(this.form, !isKept && this.mayWrite);
    setShown(part(this.section, "over"), isPast);
    this.ownView?.render(own, { entries, state, ordered, drawAgain: this.drawAgain, mayRephrase: mayAsk && !isPast });
  }

  /** Where its script does not come though the server answers, the form goes the plain way; else it waits for the connection. */
  #send() {
    this.#isToSend = false;
    this.#say("sending.sending");
    this.#write(() => this.form.requestSubmit(), async () => {
      this.#isToSend = !(await this.mayLeave());
      if (this.#isToSend) this.#say("sending.waiting");
      else this.form.submit();
    });
  }

  /** Whether a page load would be answered now, and not end on the browser's page for errors. */
  async mayLeave() {
    return this.isUp && isServed(this.page.urls.writing);
  }

  #say(words) {
    showFeedback(part(this.form, "feedback"), { text: say(words) });
  }

  /** Until the script is here that does it (ui/forms/draft.js). */
  #keep() {
    if (!this.#writing) this.#stored.write(this.text.value);
  }

  /** act(writing) is called once its script is here, at once if it is; otherwise() where it does not come. */
  async #write(act = () => {}, otherwise = () => {}) {
    if (this.#writing) return act(this.#writing);
    await (this.#starting ??= this.#startWriting());
    this.#starting = null;
    this.#isMissed = !this.#writing;
    if (this.#writing) act(this.#writing);
    else otherwise();
  }

  async #startWriting() {
    const given = await loadScript("writing");
    this.#writing = given && (await given.startWriting(this.page));
    this.#notReported = null;
    if (this.#writing) this.drawAgain();
  }

  #click(event) {
    const button = event.target.closest("[data-part=report]");
    if (!button) return;
    event.preventDefault(); // without this script it leads to a page
    this.#write(({ report }) => report.open(button), () => {
      this.#notReported = button.value;
      this.drawAgain();
    });
  }

  /** It was taken back elsewhere, or there is a new version: the page has it, and the draft keeps what was written. */
  #showNotice() {
    location.hash = "ask";
    location.reload();
  }
}
