/** The big screen: follows the chat as a visitor does, for as long as its machine runs, and asks nobody for anything. */

import { Chat } from "../live/chat.js";
import { openItems, withOwed } from "../live/streams/folding_owed.js";
import { applyPublic } from "../live/streams/folding_public.js";
import { Follower } from "../live/streams/follower.js";
import { StageHold } from "../room/stage_hold.js";
import { isOver } from "../ui/head_view.js";
import { part } from "../ui/parts.js";
import { readJson } from "../ui/wording/words.js";
import { renderCard } from "../wall/card_view.js";
import { asCard, renderOwed } from "../wall/owed_view.js";
import { Fitting } from "../wall/fitting.js";
import { renderConnection, renderNext, renderTime } from "../wall/foot_view.js";
import { Renewal } from "../wall/renewal.js";

const LONG_DOWN_MS = 5000;

class WallPage {
  #card = null;
  #shown = "";
  #asked = false;
  #upAt = performance.now();

  constructor(page) {
    this.stage = document.getElementById("stage");
    this.wasOver = isOver(page.starts.public.state.session);
    this.follower = new Follower(withOwed(applyPublic), page.starts.public, () => {});
    this.chat = new Chat(page, { public: this.follower }, { changed: () => this.ask(), settled() {}, noted() {} });
    this.hold = new StageHold();
    this.renewal = new Renewal(document.body.dataset.edition);
    this.fitting = this.wasOver ? null : new Fitting(this.stage, part(this.stage, "answers"));
  }

  start() {
    this.chat.start();
    this.renewal.start();
    setInterval(() => this.tick(), 1000);
    addEventListener("resize", () => this.fit());
    document.fonts.ready.then(() => this.fit());
    this.draw();
  }

  /** Once a moment, however much arrives. Not with the frames of the screen: a hidden page has none, and lags behind. */
  ask() {
    if (this.#asked) return;
    this.#asked = true;
    setTimeout(() => this.draw(), 50);
  }

  draw() {
    this.#asked = false;
    if (!this.wasOver) this.#drawCard(this.follower.state);
    this.tick();
  }

  tick() {
    const { status } = this.chat.connectionState;
    if (!this.wasOver) this.#moveOn(performance.now());
    if (this.chat.connection.isUp()) this.#upAt = performance.now();
    renderConnection(document.body, status, performance.now() - this.#upAt > LONG_DOWN_MS);
    renderTime(document.body, this.follower.state.session, this.chat.clock.now());
    if (status === "stopped") this.#stop();
  }

  fit() {
    this.fitting?.fit();
  }

  #drawCard(state) {
    const [owed] = state.floor || state.session.state !== "live" ? [] : openItems(state);
    const card = owed ? asCard(owed, state) : this.hold.choose(state, performance.now());
    this.#card = card;
    document.body.classList.toggle("wall--idle", card === null);
    renderNext(document.body, state);
    if (owed) renderOwed(this.stage, owed, state);
    else renderCard(this.stage, { card, isNow: card !== null && card === state.floor }, state);
    const shown = JSON.stringify([card?.id, card?.text, card?.answers, state.queue.length > 0]);
    if (shown !== this.#shown) this.fit();
    this.#shown = shown;
  }

  /** What stands there after the end is the server's: it makes the code of the record's address. */
  #moveOn(now) {
    if (this.hold.isDue(now)) return this.ask();
    const isRead = this.#card === null || this.hold.reading(now).progress === 1;
    if (!isRead || !isOver(this.follower.state.session)) return;
    this.wasOver = true;
    this.renewal.lookSoon();
  }

  #stop() {
    if (!this.hasStopped) this.renewal.mustRenew();
    this.hasStopped = true;
  }
}

new WallPage(readJson("page")).start();
