/** Where answers are given: the councillor takes a question, answers it and sees what comes next; officials answer when called. */

import { countToRead } from "../desk/groups.js";
import { AnswerForm } from "../floor/answer_form.js";
import { Called } from "../floor/called.js";
import { Calling } from "../floor/calling.js";
import { CORRECT, GivenView } from "../floor/given_view.js";
import { NextDoor } from "../floor/next_door.js";
import { NextView } from "../floor/next_view.js";
import { OwedView, SPEAK } from "../floor/owed_view.js";
import { applyDesk } from "../live/streams/folding_desk.js";
import { withOwed } from "../live/streams/folding_owed.js";
import { applyPublic } from "../live/streams/folding_public.js";
import { showFeedback } from "../ui/forms/feedback.js";
import { LivePage } from "../ui/live_page.js";
import { withNewVersion } from "../live/own/own_version.js";
import { tellNews } from "../ui/wording/news.js";
import { part } from "../ui/parts.js";
import { secondLookOf } from "../ui/forms/second_look.js";
import { renderStage } from "../ui/questions/stage_view.js";
import { renderCounts } from "../ui/tab_counts.js";
import { readJson, say } from "../ui/wording/words.js";

const ANSWER = "answer.give";
const SAID_BY_ITS_FORM = [ANSWER, CORRECT, SPEAK];
const SAID = { "answer.finish": "received_answer", [CORRECT]: "corrected", [SPEAK]: "received_answer" };

class FloorPage {
  #told = { text: "" };

  constructor(page) {
    const heard = (event) => tellNews(this.live.announcer, event, this.live.state);
    const streams = { public: { apply: withOwed(applyPublic), heard } };
    // An official who only answers when called does not read the desk.
    if (page.starts.desk) streams.desk = { apply: applyDesk, heard: (event) => this.hearDesk(event) };
    this.live = new LivePage(page, streams, {
      draw: () => this.draw(),
      give: (op, fields) => this.give(op, fields),
      settled: (entry, frame) => this.settle(entry, frame),
      noted: () => {},
      renew: withNewVersion,
      called: (note) => this.called?.hear(note),
    });
    this.secondLook = secondLookOf(this.live);
    this.nextView = new NextView(document.getElementById("queue"), () => this.live.loop.ask());
    this.nextDoor = new NextDoor(document.getElementById("next-door"));
    this.owedView = new OwedView(document.getElementById("owed"));
    const calling = document.getElementById("calling");
    this.calling = calling && new Calling(calling, this.live.state.floor);
    const { floor } = this.live.state;
    this.called = document.getElementById("called-notice") && new Called(page, floor);
    this.answerForm = document.getElementById("answer-form") && new AnswerForm(page);
    this.givenView = this.answerForm && new GivenView(document.getElementById("given"), page);
  }

  hearDesk(event) {
    this.calling?.hear(event);
    this.called?.hearDesk(event);
  }

  give(op, fields) {
    this.#told = { text: "" };
    const taken = this.#take(op, fields);
    const { entries } = this.live.sending;
    const isOnItsWay = entries.some((entry) => (entry.op === op && op !== SPEAK) || (isAnswering(entry.op) && isAnswering(op)));
    if (op === "question.take") this.answerForm?.expectQuestion();
    if (taken && !isOnItsWay) this.live.send(op, taken);
  }

  #take(op, fields) {
    if (op === SPEAK) return this.owedView.take(fields);
    return op === ANSWER ? this.answerForm.toSend(fields) : fields;
  }

  settle(entry, frame) {
    this.answerForm?.settle(entry, frame);
    this.owedView.settle(entry, frame);
    this.givenView?.settle(entry, frame);
    const isError = frame.type === "nack";
    if (isError) this.live.announcer.reply(frame.message);
    else if (entry.op in SAID) this.live.announcer.reply(say(SAID[entry.op]));
    if (isError && !SAID_BY_ITS_FORM.includes(entry.op)) this.#told = { text: frame.message, isError };
    if (!isError && (entry.fields.final || entry.op === "answer.finish")) this.#told = { text: say("received_answer"), isDone: true };
    this.secondLook.hear(entry, frame);
  }

  draw() {
    const { state, sending, followers } = this.live;
    renderStage(part(document, "stage"), state, false);
    this.nextDoor.render(state);
    this.owedView.render(state, sending);
    this.nextView.render(state, sending.entries);
    this.drawAnswering(state, sending);
    this.calling?.render(state);
    const counts = { queue: state.queue.length };
    if (followers.desk) counts.waiting = countToRead(followers.desk.state);
    renderCounts(counts);
    this.drawFeedback(sending);
  }

  drawAnswering(state, sending) {
    this.called?.render(state, this.live.chat.you);
    const isCalled = this.called?.isCalledTo(state.floor) ?? true;
    this.answerForm?.render(state, sending, isCalled);
    this.givenView?.render(state, sending);
  }

  drawFeedback({ entries, isUp }) {
    const onItsWay = { text: say(`sending.${isUp ? "sending" : "waiting"}`) };
    const isOnItsWay = entries.some(({ op }) => !SAID_BY_ITS_FORM.includes(op));
    showFeedback(document.getElementById("feedback"), isOnItsWay ? onItsWay : this.#told);
  }
}

/** A part, and the end: only one of them is on its way. */
function isAnswering(op) {
  return op === ANSWER || op === "answer.finish";
}

new FloorPage(readJson("page")).live.start();
