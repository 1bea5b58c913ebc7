/** The desk: moderators decide about questions one by one, clerks run the evening. */

import { Claiming } from "../../desk/claiming.js";
import { Copies } from "../../desk/copies.js";
import { CopyGroups } from "../../desk/copy_groups.js";
import { Decisions } from "../../desk/decisions.js";
import { DetailView } from "../../desk/views/detail_view.js";
import { countGroups, groupQuestions, isLeftBy } from "../../desk/groups.js";
import { SelectedQuestion } from "../../desk/selected_question.js";
import { decidedFirst, KeptNotes } from "../../desk/kept_notes.js";
import { ListsView } from "../../desk/views/lists_view.js";
import { NotesView } from "../../desk/views/notes_view.js";
import { MoreQuestions } from "../../desk/more_questions.js";
import { Selection } from "../../desk/selection.js";
import { Shortcuts } from "../../desk/shortcuts.js";
import { SideView } from "../../desk/views/side_view.js";
import { UndoView } from "../../desk/views/undo_view.js";
import { applyDesk, isUndecided } from "../../live/streams/folding_desk.js";
import { applyPublic } from "../../live/streams/folding_public.js";
import { queueInOrder } from "../../ordering/queue_order.js";
import { isOver } from "../../ui/head_view.js";
import { LivePage } from "../../ui/live_page.js";
import { withNewVersion } from "../../live/own/own_version.js";
import { tellNews } from "../../ui/wording/news.js";
import { secondLookOf } from "../../ui/forms/second_look.js";
import { part } from "../../ui/parts.js";
import { renderCounts } from "../../ui/tab_counts.js";
import { readJson, say } from "../../ui/wording/words.js";

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
      renew: withNewVersion,
    });
    this.secondLook = secondLookOf(this.live, (op, fields) => this.goOn(op, fields));
    this.moreQuestions = new MoreQuestions(page.urls.questions, this.live.followers.desk, () => this.live.loop.ask());
    this.selected = new SelectedQuestion(page.selected);
    this.decisions = new Decisions();
    this.detail = new DetailView(document.getElementById("detail"), (...lost) => this.keepLost(...lost));
    this.copies = new Copies(this.detail.section, { url: page.urls.copies, of: page.selected }, {
      changed: () => this.live.loop.ask(),
      take: (id) => this.takeCopy(id),
      select: (questions) => this.selection.add(questions),
    });
    this.copyGroups = new CopyGroups(page.urls.copy_groups, page.copy_groups, () => this.live.loop.ask());
    this.kept = new KeptNotes(document.getElementById("kept-notes"), page);
    this.side = new SideView(page);
    this.lists = new ListsView();
    this.notes = new NotesView(page, part(this.detail.section, "asker"));
    this.selection = new Selection(document.getElementById("bulk"), document.getElementById("lists"), () => this.live.loop.ask());
    this.undoing = new UndoView(document.getElementById("undoing"));
    this.claiming = new Claiming(page.me, page.claim_ms, {
      now: () => this.live.chat.clock.now(),
      claim: (question) => this.sendClaim("question.claim", question),
      release: (question) => this.sendClaim("question.release", question),
      isTaken: ({ id }) => this.goOnFrom(id),
    });
  }

  start() {
    document.getElementById("lists").addEventListener("click", (event) => this.takeClicked(event));
    const select = () => this.selection.toggle(this.selected.id);
    new Shortcuts(this.detail.section, { step: (by) => this.step(by), nextFree: () => this.nextFree(), select });
    this.live.start();
    setInterval(() => this.lookAtClock(), 500);
  }

  /** Claims end and decisions take effect without an event. */
  lookAtClock() {
    const { questions } = this.live.followers.desk.state;
    this.followClaim(questions);
    this.copyGroups.refresh();
    if (questions.some(({ pending, claimed_until: until }) => pending || until)) this.live.loop.ask();
  }

  followClaim(questions) {
    if (!this.live.chat.may("question.claim") || isOver(this.live.state.session)) return;
    const { entries, isUp } = this.live.sending;
    const isBusy = !isUp || entries.some(({ fields }) => fields.question === this.selected.id);
    this.claiming.follow(questions.find(({ id }) => id === this.selected.id), questions, isBusy);
  }

  sendClaim(op, question) {
    this.live.send(op, { question: question.id, version: this.decisions.versionOf(question) });
  }

  give(op, fields) {
    const taken = this.take(op, fields);
    if (!taken || this.decisions.isDecided(fields.question, this.live.sending.entries)) return;
    this.decisions.forget(fields.question);
    const seen = taken.version && { version: this.decisions.versionOf({ id: taken.question, version: taken.version }) };
    this.live.send(op, { ...taken, ...seen });
    if (this.decisions.closesForms(op)) this.detail.closeAll();
    if (this.decisions.isLasting(op) || op === "question.release") this.claiming.refuse(taken.question);
    if (!this.isAskedAgain(op, fields)) this.goOn(op, fields);
  }

  /** The fields to send, or null where the page itself sees that they are not fit. */
  take(op, fields) {
    if (op === "questions.decline") return this.selection.take(fields, (seen) => this.decisions.versionOf(seen));
    if (op === "questions.merge") return this.copies.takeGroup(fields, (seen) => this.decisions.versionOf(seen));
    return op === "question.note" ? this.notes.take(fields) : this.side.take(op, fields);
  }

  /** Where the server will want a second look, the question stays selected until that is taken. */
  isAskedAgain(op, { question }) {
    const card = this.live.followers.desk.state.questions.find(({ id }) => id === question);
    return op === "question.approve" && Boolean(card?.looks_like?.includes("accusation"));
  }

  goOn(op, { question }) {
    if (this.decisions.isLasting(op) && question === this.selected.id) this.nextFree();
  }

  settle(entry, frame) {
    this.side.settle(entry, frame);
    this.notes.settle(entry, frame);
    this.selection.settle(entry, frame);
    const sentence = this.decisions.settle(entry, frame);
    if (sentence) this.live.announcer.reply(sentence);
    this.secondLook.hear(entry, frame);
    if (frame.type === "nack") this.keepRefused(entry.fields, frame);
    if (frame.type === "nack" && entry.op === "question.claim") this.goOnFrom(entry.fields.question);
    if (frame.type === "ack" && entry.op === "question.undo") this.takeBack(entry.fields.question);
  }

  /** A colleague reads it already: what came into the hand by itself gives way to the next one. */
  goOnFrom(question) {
    this.claiming.refuse(question);
    if (question === this.selected.id && !this.selected.isChosen) this.nextFree();
  }

  /** The question comes into the hand again, and what was written about it is kept. */
  takeBack(question) {
    this.keep({ why: say("undone"), about: this.textOf(question) }, this.decisions.written(question));
    this.selected.take(question, "to_read");
    this.showHand();
  }

  /** The decision was on its way when a colleague's came first, or could not be carried out for another reason. */
  keepRefused({ question, note, into }, { code, state, message }) {
    const isDecided = state && !isUndecided({ state });
    const why = isDecided && ["stale", "state"].includes(code) ? decidedFirst({ state }) : message;
    this.keep({ why, about: this.textOf(question) }, { note, into });
  }

  keepLost(question, why, lost, hadFocus) {
    this.keep({ why, about: question.text }, lost);
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
    this.selected.step(this.#groups, by);
    this.showHand();
  }

  /** On to the next that is free; where there is none, the selected question stays to be seen. */
  nextFree() {
    const { entries } = this.live.sending;
    const now = this.live.chat.clock.now();
    this.selected.takeNextFree(this.#groups, { me: this.me, now, isDecided: (id) => this.decisions.isDecided(id, entries) });
    this.showHand();
  }

  takeClicked(event) {
    const more = event.target.closest("[data-more]");
    if (more) {
      event.preventDefault();
      if (this.lists.showMore(more.dataset.more)) this.live.loop.ask();
      else this.moreQuestions.ask(more.dataset.more);
      return;
    }
    const item = event.target.closest(".desk__item");
    if (!item || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.selected.take(item.dataset.id, item.closest("section").id.replace("group-", ""));
    this.showHand();
  }

  takeCopy(id) {
    this.selected.take(id);
    this.showHand();
  }

  showHand() {
    this.live.draw();
    this.detail.focus();
  }

  draw() {
    const { state, sending, followers } = this.live;
    const { questions, more } = followers.desk.state;
    this.#groups = groupQuestions(questions, queueInOrder(state), this.me, (list) => this.copyGroups.together(list));
    this.selected.id ??= this.#groups.to_read[0]?.id ?? null;
    this.drawQuestions(questions, more, sending);
    this.side.render(state, { ...sending, isOver: isOver(state.session) });
    const selected = questions.find(({ id }) => id === this.selected.id);
    this.notes.render(selected, { ...sending, isClosed: isOver(state.session) || isLeftBy(this.me, selected) });
    this.selection.render(sending.entries.some(({ op }) => op === "questions.decline"));
    renderCounts(countGroups(this.#groups, more));
    this.moreQuestions.askForMissing({ selected: this.selected.id, toRead: this.#groups.to_read.length });
  }

  drawQuestions(questions, more, { entries, isUp }) {
    const isSending = (id) => this.decisions.isSending(id, entries);
    const told = (id) => this.decisions.told(id);
    const selected = questions.find(({ id }) => id === this.selected.id);
    const { counts, session } = this.live.state;
    const now = this.live.chat.clock.now();
    const over = isOver(session);
    const eveningOf = (question) => this.copyGroups.wordsOf(question);
    this.lists.render(this.#groups, more ?? {}, { selected: selected?.id, me: this.me, isOver: over, isSending, told, isUp, counts, now, eveningOf });
    this.undoing.render(questions, { me: this.me, now, isSending, versionOf: (question) => this.decisions.versionOf(question) });
    this.detail.render(selected, {
      me: this.me,
      isUp,
      isOver: over,
      isSending: isSending(selected?.id),
      told: told(selected?.id),
      queue: this.#groups.queue,
      counts,
      now,
      eveningOf,
      copies: this.copies,
      version: selected && this.decisions.versionOf(selected),
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
