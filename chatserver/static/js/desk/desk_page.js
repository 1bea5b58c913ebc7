/** Puts the desk together: both streams, the question in hand, the decisions and the clerk's part. */

import { Chat } from "../live/chat.js";
import { applyDesk } from "../live/folding_desk.js";
import { applyPublic } from "../live/folding_public.js";
import { Follower } from "../live/follower.js";
import { Announcer } from "../ui/announcer.js";
import { Composer } from "../ui/composer.js";
import { listenToForms } from "../ui/form_commands.js";
import { isOver, renderHead } from "../ui/head_view.js";
import { tellNews } from "../ui/news.js";
import { renderNotices } from "../ui/notice_list.js";
import { part, setShown } from "../ui/parts.js";
import { RenderLoop } from "../ui/render_loop.js";
import { StatusBar } from "../ui/statusbar_view.js";
import { renderCounts } from "../ui/tab_counts.js";
import { say } from "../ui/words.js";
import { Decisions } from "./decisions.js";
import { DetailView } from "./detail_view.js";
import { groupQuestions } from "./groups.js";
import { Hand } from "./hand.js";
import { renderGroups } from "./lists_view.js";
import { Shortcuts } from "./shortcuts.js";
import { SideView } from "./side_view.js";

const MOST_IN_NOTICE = 500;

export class DeskPage {
  #groups = { to_read: [], queue: [], done: [] };

  constructor(page) {
    this.me = page.me;
    this.announcer = new Announcer(document.getElementById("announcer"));
    this.loop = new RenderLoop(() => this.draw());
    this.shown = new Follower(applyPublic, page.starts.public, (event) => this.tellPublic(event));
    this.desk = new Follower(applyDesk, page.starts.desk, (event) => this.tellAsked(event));
    this.chat = new Chat(page, { public: this.shown, desk: this.desk }, {
      changed: () => this.loop.ask(),
      settled: (entry, frame) => this.settle(entry, frame),
      noted: () => {},
    });
    this.statusBar = new StatusBar(page.urls.sign_in);
    this.hand = new Hand(page.in_hand);
    this.decisions = new Decisions();
    this.detail = new DetailView(document.getElementById("detail"));
    this.side = new SideView();
    this.notice = this.#makeNoticeForm(page);
  }

  start() {
    listenToForms(() => this.chat.line.status !== "stopped", (op, fields) => this.give(op, fields));
    document.getElementById("lists").addEventListener("click", (event) => this.takeClicked(event));
    new Shortcuts(this.detail.section, { step: (by) => this.step(by), nextFree: () => this.nextFree() });
    setInterval(() => this.drawTime(), 1000);
    this.chat.start();
    this.loop.ask();
  }

  give(op, fields) {
    const taken = op === "notice.post" ? this.notice.take(fields) : fields;
    if (!taken) return;
    this.decisions.forget(fields.question);
    this.chat.outbox.add(op, taken);
    if (this.decisions.isLasting(op)) this.nextFree();
  }

  settle(entry, frame) {
    this.notice?.settle(entry, frame);
    this.side.settle(entry, frame);
    const sentence = this.decisions.settle(entry, frame);
    if (sentence) this.announcer.tell(sentence);
  }

  step(by) {
    this.hand.step(this.#groups, by);
    this.showHand();
  }

  /** On to the next that is free; where there is none, the question in hand stays to be seen. */
  nextFree() {
    const entries = this.chat.outbox.entries();
    this.hand.takeNextFree(this.#groups, { me: this.me, isDecided: (id) => this.decisions.isDecided(id, entries) });
    this.showHand();
  }

  takeClicked(event) {
    const item = event.target.closest(".desk__item");
    if (!item || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.hand.take(item.dataset.id);
    this.showHand();
  }

  showHand() {
    this.draw();
    this.detail.focus();
  }

  draw() {
    const { session, notices, counts } = this.shown.state;
    const { questions } = this.desk.state;
    this.#groups = groupQuestions(questions, counts.backing);
    this.hand.id ??= this.#groups.to_read[0]?.id ?? null;
    const entries = this.chat.outbox.entries();
    const isUp = this.chat.connection.isUp();
    this.drawQuestions(questions, { entries, isUp });
    renderHead(session, this.chat.page.urls.record);
    renderNotices(part(document, "notices"), notices);
    this.notice?.render({ entries, isUp });
    if (this.notice) setShown(this.notice.form, !isOver(session));
    this.side.render(session, { entries, isUp });
    renderCounts(Object.fromEntries(Object.entries(this.#groups).map(([name, group]) => [name, group.length])));
    this.statusBar.renderLine(this.chat.line);
    this.statusBar.renderPresent(counts.present);
    this.drawTime();
  }

  drawQuestions(questions, { entries, isUp }) {
    const isSending = (id) => this.decisions.isSending(id, entries);
    const told = (id) => this.decisions.told(id);
    const inHand = questions.find(({ id }) => id === this.hand.id);
    renderGroups(this.#groups, { inHand: inHand?.id, me: this.me, isSending, told, isUp });
    this.detail.render(inHand, {
      me: this.me,
      isUp,
      isSending: isSending(inHand?.id),
      told: told(inHand?.id),
      queue: this.#groups.queue,
      textOf: (id) => questions.find((each) => each.id === id)?.text ?? "",
    });
  }

  drawTime() {
    this.statusBar.renderTime(this.shown.state.session, this.chat.clock.now());
  }

  tellPublic(event) {
    if (event.type.startsWith("session.")) tellNews(this.announcer, event, this.shown.state);
  }

  tellAsked({ type }) {
    if (type === "question.asked") this.announcer.tell(say("told.asked"), "asked");
  }

  #makeNoticeForm({ chat_session, person }) {
    const form = document.getElementById("notice-form");
    if (!form) return null;
    const notice = new Composer(form, { most: MOST_IN_NOTICE, received: () => say("posted") });
    notice.open(`notice:${chat_session}:${person}`);
    return notice;
  }
}
