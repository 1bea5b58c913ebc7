/** Shows the question in hand and the decisions that are open about it. */

import { showFeedback } from "../ui/feedback.js";
import { renderList } from "../ui/keyed_list.js";
import { shorten } from "../ui/news.js";
import { part, setBusy, setShown, setText } from "../ui/parts.js";
import { fillHead, setMoment, shownLabel } from "../ui/question_view.js";
import { supportWords } from "../ui/support_words.js";
import { say } from "../ui/words.js";
import { isPublic } from "./groups.js";
import { looksAsIf } from "./looks.js";

export class DetailView {
  #shown = null;

  constructor(section) {
    this.section = section;
  }

  focus() {
    this.section.focus({ preventScroll: true });
    this.section.scrollIntoView({ block: "nearest" });
  }

  /** show: {me, isSending, isUp, told, queue, version, textOf(id), counts}. */
  render(question, show) {
    setShown(part(this.section, "empty"), !question);
    setShown(part(this.section, "question"), Boolean(question));
    if (question?.id !== this.#shown) this.#closeAll();
    this.#shown = question?.id ?? null;
    if (!question) return;
    this.#fillFacts(question, show);
    this.#fillDecisions(question, show);
    this.#fillFeedback(show);
  }

  #fillFacts(question, { me, textOf, counts }) {
    const { receipt, label, asked_at, claimed_by: by, reason, note, into, reports } = question;
    fillHead(this.section, question);
    setText(part(this.section, "receipt"), receipt);
    setText(part(this.section, "label"), shownLabel(label));
    setMoment(this.section.querySelector("time"), asked_at);
    this.#showLine("claimed", by && (by === me ? say("claimed_by_you") : say("claimed", { name: by })));
    this.#showLine("reason", reason && say(`reason.${reason}`));
    this.#showLine("note", note);
    this.#showLine("looks", looksAsIf(question));
    this.#showLine("joined", into && say("joined_with", { text: shorten(textOf(into)) }));
    this.#showLine("support", isPublic(question) && supportWords(counts, question.id));
    this.#showLine("reports", reports && say("reports", { n: reports }));
  }

  #fillDecisions(question, { me, isSending, queue, version }) {
    for (const field of this.section.querySelectorAll("[name=question]")) field.value = question.id;
    for (const field of this.section.querySelectorAll("[name=version]")) field.value = version;
    for (const form of this.section.querySelectorAll("[data-states]")) setShown(form, isOpen(form, question, me));
    for (const button of this.section.querySelectorAll("form button:not([type=button])")) setBusy(button, isSending);
    const choice = this.section.querySelector("[name=into]");
    if (!choice) return;
    renderList(choice, queue.filter(({ id }) => id !== question.id), { make: () => document.createElement("option"), fill: fillOption });
  }

  #fillFeedback({ isSending, isUp, told }) {
    const onItsWay = { text: say(`sending.${isUp ? "sending" : "waiting"}`) };
    showFeedback(part(this.section, "feedback"), isSending ? onItsWay : (told ?? { text: "" }));
  }

  #showLine(name, text) {
    setShown(part(this.section, name), Boolean(text));
    setText(part(this.section, name), text || "");
  }

  #closeAll() {
    for (const details of this.section.querySelectorAll("details")) {
      details.open = false;
      details.querySelector("form").reset();
    }
  }
}

/** A claim can be taken where there is none of one's own, and given up where there is one. */
function isOpen({ dataset }, { state, claimed_by: by }, me) {
  if (!dataset.states.split(" ").includes(state)) return false;
  if (dataset.op === "question.claim") return by !== me;
  if (dataset.op === "question.release") return by === me;
  return true;
}

function fillOption(option, { id, text }) {
  option.value = id;
  setText(option, shorten(text));
}
