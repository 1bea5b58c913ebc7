/** Shows the question that is selected and the decisions that are open about it. */

import { showFeedback } from "../../ui/forms/feedback.js";
import { claimedNow, isUndecided } from "../../live/streams/folding_desk.js";
import { renderList } from "../../ui/lists/keyed_list.js";
import { shorten } from "../../ui/wording/news.js";
import { fromTemplate, part, setBusy, setShown, setText } from "../../ui/parts.js";
import { fillHead, shownLabel } from "../../ui/questions/question_view.js";
import { setMoment, setWritten } from "../../ui/questions/written.js";
import { supportWords } from "../../ui/wording/support_words.js";
import { joinWords, say } from "../../ui/wording/words.js";
import { isLeftBy, isPublic, isReported } from "../groups.js";
import { decidedFirst } from "../kept_notes.js";
import { looksAsIf } from "../personal_data.js";
import { fillMarked, renderMasked } from "./masked_view.js";
import { pausedWords } from "../mutes.js";
import { pendingWords } from "../pending.js";
import { fillTopic } from "./topic_view.js";

export class DetailView {
  #shown = null;
  #chosen = "";

  /** lost(question, why, {note, into}, hadFocus): a colleague decided, or the chat ended, while a note was written or another question chosen. */
  constructor(section, lost) {
    Object.assign(this, { section, lost });
    section.addEventListener("change", ({ target }) => this.#note(target));
    section.addEventListener("toggle", ({ target }) => target.open && target.scrollIntoView({ block: "nearest" }), true);
  }

  focus() {
    this.section.focus({ preventScroll: true });
    // With the frame: by then keepPlace has scrolled back what earlier drawings shifted. A long section may hide its words.
    requestAnimationFrame(() => [this.section, part(this.section, "text")].forEach((node) => node.scrollIntoView({ block: "nearest" })));
  }

  /** show: {me, isOver, isSending, isUp, told, queue, version, textOf(id), counts, now, copies, eveningOf(question)}. */
  render(question, show) {
    for (const node of this.section.querySelectorAll("[data-until-end]")) this.#show(node, !show.isOver);
    setShown(part(this.section, "empty"), !question);
    setShown(part(this.section, "question"), Boolean(question));
    if (question?.id !== this.#shown) this.closeAll();
    this.#shown = question?.id ?? null;
    if (!question) return;
    this.#fillFacts(question, show);
    show.copies.render(question, show);
    this.#fillDecisions(question, show);
    this.#fillFeedback(show);
  }

  #fillFacts(question, { me, isOver, textOf, counts, now, eveningOf }) {
    const { receipt, label, asked_at, reason, note, into } = question;
    const by = claimedNow(question, now);
    fillHead(this.section, question);
    fillMarked(part(this.section, "text"), question);
    renderMasked(this.section, question, { me, isOver });
    fillTopic(this.section, question);
    setText(part(this.section, "receipt"), receipt);
    setText(part(this.section, "label"), shownLabel(label));
    setMoment(this.section.querySelector("time"), asked_at);
    const pending = pendingWords(question, { me, now });
    const claimed = by && (by === me ? say("claimed_by_you") : say("claimed", { name: by }));
    setText(part(this.section, "claimed"), pending || claimed || "");
    this.#showLine("reason", reason && say(`reason.${reason}`));
    this.#showLine("note", note);
    this.#showLine("looks", looksAsIf(question));
    this.#showLine("evening", isUndecided(question) && eveningOf(question));
    this.#showLine("joined", into && say("joined_with", { text: shorten(textOf(into)) }));
    this.#showLine("passed_on", question.passed_on && say("passed_on", { names: joinWords(question.passed_on) }));
    this.#showLine("support", isPublic(question) && supportWords(counts, question.id));
    this.#fillReports(question);
    this.#fillPause(pausedWords(question, now));
  }

  #fillReports(question) {
    const isOpen = isReported(question);
    setShown(part(this.section, "reports_part"), isOpen);
    setText(part(this.section, "reports"), isOpen ? say("reports", { n: question.reports }) : "");
    const reports = (isOpen ? question.reported ?? [] : []).map((report, id) => ({ ...report, id }));
    renderList(part(this.section, "reported"), reports, { make: () => fromTemplate("report-item"), fill: fillReportLine });
  }

  #fillPause(words) {
    for (const node of this.section.querySelectorAll("[data-while-paused]")) setShown(node, node.dataset.whilePaused === String(Boolean(words)));
    const line = part(this.section, "paused");
    if (line) setText(line, words);
  }

  #fillDecisions(question, { me, isOver, isSending, queue, version, now, copies, counts }) {
    const decisions = part(this.section, "question");
    for (const field of decisions.querySelectorAll("[name=question]")) field.value = question.id;
    for (const field of decisions.querySelectorAll("[name=version]")) field.value = version;
    for (const form of this.section.querySelectorAll("[data-states]")) {
      const isFit = isOpen(form, question, { me, now });
      const mayStay = isFit && !isOver;
      if (!mayStay && form.open) this.#giveUp(form, question, isFit ? say("kept.over") : decidedFirst(question));
      this.#show(form, mayStay);
    }
    for (const node of this.section.querySelectorAll("[data-unless-left]")) setShown(node, !isLeftBy(me, question));
    for (const button of decisions.querySelectorAll("form button:not([type=button])")) setBusy(button, isSending);
    const choice = this.section.querySelector("#merge-into");
    if (!choice) return;
    const options = { make: () => document.createElement("option"), fill: (option, target) => fillOption(option, target, counts) };
    renderChoice(choice, copies.order(queue.filter(({ id }) => id !== question.id)), options);
    renderChoice(this.section.querySelector("#group-into"), copies.orderForGroup(queue, question), options);
  }

  /** Focus in what goes comes to the question, and not to the top of the page. */
  #show(node, shown) {
    const hadFocus = !shown && node.contains(document.activeElement);
    setShown(node, shown);
    if (hadFocus) this.focus();
  }

  #fillFeedback({ isSending, isUp, told }) {
    const onItsWay = { text: say(`sending.${isUp ? "sending" : "waiting"}`) };
    showFeedback(part(this.section, "feedback"), isSending ? onItsWay : (told ?? { text: "" }));
  }

  #showLine(name, text) {
    setShown(part(this.section, name), Boolean(text));
    setText(part(this.section, name), text || "");
  }

  #note(field) {
    if (field.name === "into") field.dataset.isChosen = "true";
    if (field.id === "merge-into") this.#chosen = field.value;
  }

  /** Whatever is open about the question has been sent, or is no longer wanted. */
  closeAll() {
    for (const details of this.section.querySelectorAll("details:not(#bulk)")) closeForm(details);
    this.#chosen = "";
  }

  #giveUp(details, question, why) {
    const note = details.querySelector("[name=note]")?.value.trim();
    const into = details.querySelector("[name=into]") && this.#chosen;
    const hadFocus = details.contains(document.activeElement);
    closeForm(details);
    if (note || into) this.lost(question, why, { note, into }, hadFocus);
  }
}

function closeForm(details) {
  details.open = false;
  details.querySelector("form").reset();
  delete details.querySelector("[name=into]")?.dataset.isChosen;
}

/** The first one is the most alike: it stays selected until the moderator has chosen another. */
function renderChoice(select, targets, options) {
  renderList(select, targets, options);
  if (!select.dataset.isChosen && targets.length && select.selectedIndex !== 0) select.selectedIndex = 0;
}

/** A claim can be taken where nobody reads it, and given up where one reads it oneself. Nothing else is decided while a decision waits. */
function isOpen({ dataset, id }, question, { me, now }) {
  if (!dataset.states.split(" ").includes(question.state)) return false;
  if (question.pending && id !== "take-down") return false;
  const isMine = isLeftBy(me, question);
  if (dataset.whilePassedOn) return dataset.whilePassedOn === String(isMine);
  if (isMine) return false;
  const by = claimedNow(question, now);
  if (dataset.op === "question.claim") return !by;
  if (dataset.op === "question.release") return by === me;
  return true;
}

function fillReportLine(node, { why, at }) {
  setWritten(part(node, "why"), why);
  setMoment(node.querySelector("time"), at);
}

function fillOption(option, { id, text }, counts) {
  option.value = id;
  setText(option, `${shorten(text)} (${supportWords(counts, id)})`);
}
