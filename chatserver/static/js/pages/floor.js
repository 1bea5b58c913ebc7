/** The floor: the councillor takes a question, answers it and sees what comes next. */

import { AnswerForm } from "../floor/answer_form.js";
import { NextView } from "../floor/next_view.js";
import { Chat } from "../live/chat.js";
import { applyDesk } from "../live/folding_desk.js";
import { applyPublic } from "../live/folding_public.js";
import { Follower } from "../live/follower.js";
import { Announcer } from "../ui/announcer.js";
import { listenToForms } from "../ui/form_commands.js";
import { renderHead } from "../ui/head_view.js";
import { tellNews } from "../ui/news.js";
import { renderNotices } from "../ui/notice_list.js";
import { part, setText } from "../ui/parts.js";
import { RenderLoop } from "../ui/render_loop.js";
import { renderStage } from "../ui/stage_view.js";
import { StatusBar } from "../ui/statusbar_view.js";
import { renderCounts } from "../ui/tab_counts.js";
import { readJson, say } from "../ui/words.js";

class FloorPage {
  #message = { text: "", isError: false };

  constructor(page) {
    this.announcer = new Announcer(document.getElementById("announcer"));
    this.loop = new RenderLoop(() => this.draw());
    this.shown = new Follower(applyPublic, page.starts.public, (event) => tellNews(this.announcer, event, this.shown.state));
    this.desk = new Follower(applyDesk, page.starts.desk, () => {});
    this.chat = new Chat(page, { public: this.shown, desk: this.desk }, {
      changed: () => this.loop.ask(),
      settled: (entry, frame) => this.settle(entry, frame),
      noted: () => {},
    });
    this.statusBar = new StatusBar(page.urls.sign_in);
    this.nextView = new NextView(document.getElementById("queue"));
    this.answerForm = this.chat.may("answer.give") ? new AnswerForm(page) : null;
  }

  start() {
    listenToForms(() => this.chat.line.status !== "stopped", (op, fields) => this.give(op, fields));
    setInterval(() => this.drawTime(), 1000);
    this.chat.start();
    this.loop.ask();
  }

  give(op, fields) {
    this.#message = { text: "", isError: false };
    const taken = op === "answer.give" ? this.answerForm.composer.take(fields) : fields;
    const isOnItsWay = this.chat.outbox.entries().some((entry) => entry.op === op);
    if (taken && !isOnItsWay) this.chat.outbox.add(op, taken);
  }

  settle(entry, frame) {
    this.answerForm.composer.settle(entry, frame);
    const isError = frame.type === "nack";
    if (isError) this.announcer.tell(frame.message);
    if (isError === (entry.op !== "answer.give")) this.#message = { text: isError ? frame.message : say("received_answer"), isError };
  }

  draw() {
    const { state } = this.shown;
    const entries = this.chat.outbox.entries();
    renderHead(state.session, this.chat.page.urls.record);
    renderStage(part(document, "stage"), state, false);
    renderNotices(part(document, "notices"), state.notices);
    this.nextView.render(state, entries);
    this.answerForm?.render(state, { entries, isUp: this.chat.connection.isUp() });
    renderCounts({ queue: state.queue.length, waiting: this.countWaiting() });
    this.drawFeedback(entries);
    this.statusBar.renderLine(this.chat.line);
    this.statusBar.renderPresent(state.counts.present);
    this.drawTime();
  }

  drawFeedback(entries) {
    const feedback = document.getElementById("feedback");
    const isOnItsWay = entries.some(({ op }) => op !== "answer.give");
    const word = this.chat.connection.isUp() ? "sending" : "waiting";
    setText(feedback, isOnItsWay ? say(`sending.${word}`) : this.#message.text);
    feedback.classList.toggle("feedback--error", !isOnItsWay && this.#message.isError);
  }

  countWaiting() {
    return this.desk.state.questions.filter(({ state }) => state === "waiting" || state === "held").length;
  }

  drawTime() {
    this.statusBar.renderTime(this.shown.state.session, this.chat.clock.now());
  }
}

new FloorPage(readJson("page")).start();
