/** The room: what everyone in the chat session sees, and what a resident does there. */

import { Chat } from "../live/chat.js";
import { applyPublic } from "../live/folding_public.js";
import { Follower } from "../live/follower.js";
import { ownAsShown } from "../live/own_questions.js";
import { renderAnswered } from "../room/answered_view.js";
import { Backing } from "../room/backing.js";
import { OwnView } from "../room/own_view.js";
import { QueueView } from "../room/queue_view.js";
import { Announcer } from "../ui/announcer.js";
import { Composer } from "../ui/composer.js";
import { listenToForms } from "../ui/form_commands.js";
import { isOver, renderHead } from "../ui/head_view.js";
import { tellNews } from "../ui/news.js";
import { renderNotices } from "../ui/notice_list.js";
import { part, setShown } from "../ui/parts.js";
import { RenderLoop } from "../ui/render_loop.js";
import { renderStage } from "../ui/stage_view.js";
import { StatusBar } from "../ui/statusbar_view.js";
import { renderCounts } from "../ui/tab_counts.js";
import { readJson, say } from "../ui/words.js";

const MOST_TO_ASK = 1000;

class RoomPage {
  constructor(page) {
    this.announcer = new Announcer(document.getElementById("announcer"));
    this.loop = new RenderLoop(() => this.draw());
    this.shown = new Follower(applyPublic, page.starts.public, (event) => tellNews(this.announcer, event, this.shown.state));
    this.chat = new Chat(page, { public: this.shown }, {
      changed: () => this.loop.ask(),
      settled: (entry, frame) => this.settle(entry, frame),
      noted: (note, before) => this.tellOwn(note, before),
    });
    this.statusBar = new StatusBar(page.urls.sign_in);
    this.queueView = new QueueView(document.getElementById("queue"), () => this.loop.ask());
    this.backing = new Backing(page.backed);
    const form = document.getElementById("ask-form");
    this.askForm = form && new Composer(form, { most: MOST_TO_ASK, received: sayReceived });
    this.askForm?.open(`ask:${page.chat_session}:${page.person}`);
    this.ownView = form && new OwnView(document.getElementById("yours"), page.urls.receipt);
  }

  start() {
    listenToForms(() => this.chat.line.status !== "stopped", (op, fields) => this.give(op, fields));
    setInterval(() => this.drawTime(), 1000);
    this.chat.start();
    this.loop.ask();
  }

  give(op, fields) {
    const taken = op === "question.ask" ? this.askForm.take(fields) : fields;
    if (taken) this.chat.outbox.add(op, taken);
  }

  settle(entry, frame) {
    this.askForm.settle(entry, frame);
    this.ownView.settle(entry, frame);
    this.backing.settle(entry, frame);
    if (frame.type === "nack") this.announcer.tell(frame.message);
  }

  tellOwn({ state }, before) {
    if (before && before.state !== state) this.announcer.tell(say("told.own", { state: say(`state.${state}`) }));
  }

  draw() {
    const { state } = this.shown;
    const own = ownAsShown(this.chat.you.questions, state);
    const mine = new Set(own.map(({ id }) => id));
    const isMine = (id) => mine.has(id);
    renderHead(state.session, this.chat.page.urls.record);
    renderStage(part(document, "stage"), state, isMine(state.floor?.id));
    renderNotices(part(document, "notices"), state.notices);
    renderCounts({ queue: state.queue.length, answers: state.answered.length });
    renderAnswered(document.getElementById("answers"), state, isMine);
    this.drawQueue(state, isMine);
    if (this.askForm) this.drawOwn(state, own);
    this.statusBar.renderLine(this.chat.line);
    this.statusBar.renderPresent(state.counts.present);
    this.drawTime();
  }

  drawQueue(state, isMine) {
    const entries = this.chat.outbox.entries();
    const may = this.chat.may("question.back") && !isOver(state.session);
    this.queueView.render(state, {
      office: state.session.office,
      isMine,
      mayBack: (id) => may && !isMine(id),
      isBacked: (id) => this.backing.isBacked(id, entries),
      isSending: (id) => this.backing.isSending(id, entries),
      messageFor: (id) => this.backing.messageFor(id),
    });
  }

  drawOwn(state, own) {
    const entries = this.chat.outbox.entries();
    const over = isOver(state.session);
    this.askForm.render({ entries, isUp: this.chat.connection.isUp() });
    setShown(this.askForm.form, !over);
    this.ownView.render(own, { entries, isOver: over });
    setShown(part(document.getElementById("ask"), "over"), over);
  }

  drawTime() {
    this.statusBar.renderTime(this.shown.state.session, this.chat.clock.now());
  }
}

function sayReceived({ result }) {
  return say("received", { receipt: result.receipt });
}

new RoomPage(readJson("page")).start();
