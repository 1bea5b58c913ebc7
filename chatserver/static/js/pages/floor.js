/** The floor: the councillor takes a question, answers it and sees what comes next. */

import { countToRead } from "../desk/groups.js";
import { AnswerForm } from "../floor/answer_form.js";
import { Calling } from "../floor/calling.js";
import { NextView } from "../floor/next_view.js";
import { applyDesk } from "../live/folding_desk.js";
import { applyPublic } from "../live/folding_public.js";
import { showFeedback } from "../ui/feedback.js";
import { LivePage } from "../ui/live_page.js";
import { tellNews } from "../ui/news.js";
import { part } from "../ui/parts.js";
import { renderStage } from "../ui/stage_view.js";
import { renderCounts } from "../ui/tab_counts.js";
import { readJson, say } from "../ui/words.js";

const ANSWER = "answer.give";

class FloorPage {
  #told = { text: "" };

  constructor(page) {
    const heard = (event) => tellNews(this.live.announcer, event, this.live.state);
    const streams = { public: { apply: applyPublic, heard } };
    // Whoever only answers when called does not read the desk.
    if (page.starts.desk) streams.desk = { apply: applyDesk, heard: (event) => this.calling?.hear(event) };
    this.live = new LivePage(page, streams, {
      draw: () => this.draw(),
      give: (op, fields) => this.give(op, fields),
      settled: (entry, frame) => this.settle(entry, frame),
      noted: () => {},
    });
    this.nextView = new NextView(document.getElementById("queue"), () => this.live.loop.ask());
    const calling = document.getElementById("calling");
    this.calling = calling && new Calling(calling, this.live.state.floor);
    this.answerForm = this.live.chat.may(ANSWER) ? new AnswerForm(page) : null;
  }

  give(op, fields) {
    this.#told = { text: "" };
    const taken = op === ANSWER ? this.answerForm.composer.take(fields) : fields;
    const isOnItsWay = this.live.sending.entries.some((entry) => entry.op === op);
    if (op === "question.take") this.answerForm.expectQuestion();
    if (taken && !isOnItsWay) this.live.send(op, taken);
  }

  settle(entry, frame) {
    this.answerForm?.composer.settle(entry, frame);
    const isError = frame.type === "nack";
    if (isError) this.live.announcer.tell(frame.message);
    if (isError && entry.op !== ANSWER) this.#told = { text: frame.message, isError };
    if (!isError && entry.fields.final) this.#told = { text: say("received_answer"), isDone: true };
  }

  draw() {
    const { state, sending, followers } = this.live;
    renderStage(part(document, "stage"), state, false);
    this.nextView.render(state, sending.entries);
    this.answerForm?.render(state, sending);
    this.calling?.render(state);
    const counts = { queue: state.queue.length };
    if (followers.desk) counts.waiting = countToRead(followers.desk.state);
    renderCounts(counts);
    this.drawFeedback(sending);
  }

  drawFeedback({ entries, isUp }) {
    const onItsWay = { text: say(`sending.${isUp ? "sending" : "waiting"}`) };
    const isOnItsWay = entries.some(({ op }) => op !== ANSWER);
    showFeedback(document.getElementById("feedback"), isOnItsWay ? onItsWay : this.#told);
  }
}

new FloorPage(readJson("page")).live.start();
