/** The desk: moderators decide about questions one by one, clerks run the evening. */

import { Decisions } from "../desk/decisions.js";
import { DetailView } from "../desk/detail_view.js";
import { countGroups, groupQuestions } from "../desk/groups.js";
import { Hand } from "../desk/hand.js";
import { decidedFirst, KeptNotes } from "../desk/kept_notes.js";
import { renderGroups } from "../desk/lists_view.js";
import { looksAsIf } from "../desk/looks.js";
import { Pieces } from "../desk/pieces.js";
import { Shortcuts } from "../desk/shortcuts.js";
import { SideView } from "../desk/side_view.js";
import { applyDesk } from "../live/folding_desk.js";
import { applyPublic } from "../live/folding_public.js";
import { queueInOrder } from "../order/queue_order.js";
import { isOver } from "../ui/head_view.js";
import { LivePage } from "../ui/live_page.js";
import { tellNews } from "../ui/news.js";
import { secondLookOf } from "../ui/second_look.js";
import { renderCounts } from "../ui/tab_counts.js";
import { readJson, say } from "../ui/words.js";

class DeskPage {
  #groups = { to_read: [], queue: [], done: [] };

  constructor(page) {
    this.me = page.me;
    const streams = {
      public: { apply: applyPublic, heard: (event) => this.tellPublic(event) },
      desk: { apply: applyDesk, heard: (event) => this.tellAsked(event) },
    };
    this.live = new LivePage(page, streams, {
      draw: () => this.draw(),
      give: (op, fields) => this.give(op, fields),
      settled: (entry, frame) => this.settle(entry, frame),
      noted: () => {},
    });
    this.secondLook = secondLookOf(this.live, (op, fields) => this.goOn(op, fields));
    this.pieces = new Pieces(page.urls.questions, this.live.followers.desk, () => this.live.loop.ask());
    this.hand = new Hand(page.in_hand);
    this.decisions = new Decisions();
    this.detail = new DetailView(document.getElementById("detail"), (...lost) => this.keepLost(...lost));
    this.kept = new KeptNotes(document.getElementById("kept-notes"), page);
    this.side = new SideView(page);
  }

  start() {
    document.getElementById("lists").addEventListener("click", (event) => this.takeClicked(event));
    new Shortcuts(this.detail.section, { step: (by) => this.step(by), nextFree: () => this.nextFree() });
    this.live.start();
  }

  give(op, fields) {
    const taken = this.side.take(op, fields);
    if (!taken || this.decisions.isDecided(fields.question, this.live.sending.entries)) return;
    this.decisions.forget(fields.question);
    const seen = taken.version && { version: this.decisions.versionOf({ id: taken.question, version: taken.version }) };
    this.live.send(op, { ...taken, ...seen });
    if (this.decisions.isLasting(op)) this.detail.closeAll();
    if (!this.isAskedAgain(op, fields)) this.goOn(op, fields);
  }

  /** Where the server will want a second look, the question stays in hand until that is taken. */
  isAskedAgain(op, { question }) {
    const card = this.live.followers.desk.state.questions.find(({ id }) => id === question);
    return op === "question.approve" && Boolean(card && looksAsIf(card));
  }

  goOn(op, { question }) {
    if (this.decisions.isLasting(op) && question === this.hand.id) this.nextFree();
  }

  settle(entry, frame) {
    this.side.settle(entry, frame);
    const sentence = this.decisions.settle(entry, frame);
    if (sentence) this.live.announcer.reply(sentence);
    this.secondLook.hear(entry, frame);
    if (frame.type === "nack") this.keepRefused(entry.fields, frame);
  }

  /** The decision was on its way when a colleague's came first, or could not be carried out for another reason. */
  keepRefused({ question, note, into }, { code, state, message }) {
    const why = state && ["stale", "state"].includes(code) ? decidedFirst(state) : message;
    this.keep({ why, about: this.textOf(question) }, { note, into });
  }

  keepLost({ text, state }, lost, hadFocus) {
    this.keep({ why: decidedFirst(state), about: text }, lost);
    if (hadFocus) this.kept.focus();
  }

  /** into: the question that was chosen to be merged with. */
  keep(what, { note, into }) {
    if (note) this.live.announcer.reply(this.kept.keep({ ...what, kind: "note", words: note }));
    if (into) this.live.announcer.reply(this.kept.keep({ ...what, kind: "choice", words: this.textOf(into) }));
  }

  textOf(id) {
    return this.live.followers.desk.state.questions.find((each) => each.id === id)?.text ?? "";
  }

  step(by) {
    this.hand.step(this.#groups, by);
    this.showHand();
  }

  /** On to the next that is free; where there is none, the question in hand stays to be seen. */
  nextFree() {
    const { entries } = this.live.sending;
    this.hand.takeNextFree(this.#groups, { me: this.me, isDecided: (id) => this.decisions.isDecided(id, entries) });
    this.showHand();
  }

  takeClicked(event) {
    const more = event.target.closest("[data-more]");
    if (more) {
      event.preventDefault();
      this.pieces.ask(more.dataset.more);
      return;
    }
    const item = event.target.closest(".desk__item");
    if (!item || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.hand.take(item.dataset.id, item.closest("section").id.replace("group-", ""));
    this.showHand();
  }

  showHand() {
    this.live.draw();
    this.detail.focus();
  }

  draw() {
    const { state, sending, followers } = this.live;
    const { questions, more } = followers.desk.state;
    this.#groups = groupQuestions(questions, queueInOrder(state));
    this.hand.id ??= this.#groups.to_read[0]?.id ?? null;
    this.drawQuestions(questions, more, sending);
    this.side.render(state, { ...sending, isOver: isOver(state.session) });
    renderCounts(countGroups(this.#groups, more));
    this.pieces.askForMissing({ inHand: this.hand.id, toRead: this.#groups.to_read.length });
  }

  drawQuestions(questions, more, { entries, isUp }) {
    const isSending = (id) => this.decisions.isSending(id, entries);
    const told = (id) => this.decisions.told(id);
    const inHand = questions.find(({ id }) => id === this.hand.id);
    const { counts } = this.live.state;
    const now = this.live.chat.clock.now();
    renderGroups(this.#groups, more ?? {}, { inHand: inHand?.id, me: this.me, isSending, told, isUp, counts, now });
    this.detail.render(inHand, {
      me: this.me,
      isUp,
      isSending: isSending(inHand?.id),
      told: told(inHand?.id),
      queue: this.#groups.queue,
      counts,
      now,
      version: inHand && this.decisions.versionOf(inHand),
      textOf: (id) => this.textOf(id),
    });
  }

  tellPublic(event) {
    if (event.type.startsWith("session.")) tellNews(this.live.announcer, event, this.live.state);
  }

  tellAsked({ type }) {
    if (type === "question.asked") this.live.announcer.tell(say("told.asked"), "asked");
  }
}

new DeskPage(readJson("page")).start();
