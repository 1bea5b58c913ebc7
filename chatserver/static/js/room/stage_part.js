/** The room's stage: shows what is being answered until it could be read, and keeps the last answer a tap away. */

import { lastAnswered } from "../live/own/last_answered.js";
import { isOver } from "../ui/head_view.js";
import { shorten } from "../ui/wording/news.js";
import { part, setShown, setText } from "../ui/parts.js";
import { fillAnswers } from "../ui/questions/question_view.js";
import { setWritten } from "../ui/questions/written.js";
import { isInViewport, viewport } from "../ui/lists/viewport.js";
import { fillStaged } from "../ui/questions/staged_question.js";
import { say } from "../ui/wording/words.js";
import { FollowAlong } from "./follow_along.js";
import { momentOf, renderNowBar } from "./now_bar.js";
import { StageHold } from "./stage_hold.js";
import { UnseenAnswers } from "./unseen_answers.js";

const LOOK_MS = 250;
const LEAST_SEEN = 24;
const LINE_SIGNS = 60;

export class StagePart {
  #hold = new StageHold();
  #card = null;
  #before = null;
  #isOver = false;

  constructor(section, askAgain) {
    Object.assign(this, { stage: part(section, "stage"), before: part(section, "before"), askAgain });
    this.over = document.getElementById("closed");
    this.follow = new FollowAlong(document.getElementById("following").querySelector("input"));
    const bar = document.querySelector(".nowbar");
    const under = [document.documentElement, document.querySelector(".tabs--sticky"), document.getElementById("new-answers")];
    new ResizeObserver(() => under.forEach(({ style }) => style.setProperty("--bar-height", `${bar.offsetHeight}px`))).observe(bar);
    this.unseen = new UnseenAnswers(document.getElementById("new-answers"));
    part(document, "now").addEventListener("click", () => this.#come(false));
    this.unseen.pill.addEventListener("click", () => this.#come(true));
    setInterval(() => this.#look(), LOOK_MS);
  }

  render(state, isMine, recordUrl) {
    const card = this.#hold.choose(state, Date.now());
    this.#card = card;
    const isNow = card !== null && card === state.floor;
    this.stage.classList.toggle("stage--empty", !card);
    setText(part(this.stage, "title"), say(`stage.${card && !isNow ? "last" : "now"}`));
    setShown(part(this.stage, "empty"), !card);
    setText(part(this.stage, "empty"), say(`stage.empty.${momentOf(state)}`));
    setShown(part(this.stage, "question"), Boolean(card));
    const { office } = state.session;
    const backing = isNow ? (state.counts.backing[card.id] ?? 0) : null;
    if (card) fillStaged(this.stage, card, { backing, mine: isMine(card.id), office });
    setText(part(this.stage, "wait"), waitWords(state, card, isNow));
    this.#renderBefore(lastAnswered(state), card, office);
    renderNowBar(state, isMine, recordUrl);
    this.unseen.hear(state);
    this.#isOver = isOver(state.session);
  }

  #renderBefore(last, shown, office) {
    const before = last?.id === shown?.id ? null : last;
    this.#before = before;
    setShown(this.before, Boolean(before));
    if (!before) return;
    setWritten(part(this.before, "text"), before.text);
    fillAnswers(part(this.before, "answers"), before.answers, office);
  }

  /** Who comes by the bar sees what is now, by the pill the newest answer; and follows from there. */
  #come(isForAnswer) {
    const isUnseen = (card) => isForAnswer && card && this.unseen.has(card.id);
    if (!isUnseen(this.#card) && isUnseen(this.#before)) this.before.open = true;
    else if (!isUnseen(this.#card)) this.#hold.release();
    this.unseen.forget();
    this.follow.hold();
    this.askAgain();
  }

  /** A few times a second: what is read moves on with time alone, and where the reader is, no event tells. */
  #look() {
    const now = Date.now();
    if (this.#hold.isDue(now)) this.askAgain();
    const { index, progress } = this.#hold.reading(now);
    const parts = part(this.stage, "answers").children;
    const read = this.#card && (parts[index] ?? part(this.stage, "text"));
    this.follow.look({ node: this.#isOver && progress === 1 ? this.over : read, progress });
    const newest = parts[parts.length - 1] ?? this.stage;
    if (!document.hidden && isInViewport(newest, LEAST_SEEN)) this.unseen.forget();
    this.unseen.render(newest.getBoundingClientRect().top < viewport().top, this.follow.isOn());
  }
}

function waitWords(state, card, isNow) {
  if (isNow) return card.answers.length ? "" : say("stage.coming");
  return state.floor ? say("stage.next", { text: shorten(state.floor.text, LINE_SIGNS) }) : say(`stage.empty.${momentOf(state)}`);
}
