/** The room as everyone in the chat session sees it; a resident's part in it is given by the page that has one. */

import { applyPublic } from "../live/streams/folding_public.js";
import { ownAsShown } from "../live/own/own_questions.js";
import { queueInOrder } from "../ordering/queue_order.js";
import { isOver } from "../ui/head_view.js";
import { sayLate, whenKnown } from "../ui/wording/late_words.js";
import { loadScript } from "../ui/later_script.js";
import { holdAt, notePlaceRead } from "../ui/lists/keep_place.js";
import { LivePage } from "../ui/live_page.js";
import { tellNews } from "../ui/wording/news.js";
import { onVoices } from "../ui/read_aloud/on_voices.js";
import { remember } from "../ui/remembered_switch.js";
import { renderCounts } from "../ui/tab_counts.js";
import { readJson, say } from "../ui/wording/words.js";
import { renderAnswered } from "./answered_view.js";
import { Backing } from "./backing.js";
import { QueueView } from "./queue_view.js";
import { tellRemoved } from "./removed_view.js";
import { StagePart } from "./stage_part.js";

const TOLD_BY_ALL = ["on_floor", "answered"];

class RoomPage {
  constructor(page, OwnPart, Called) {
    const heard = (event) => this.hear(event);
    this.live = new LivePage(page, { public: { apply: applyPublic, heard } }, {
      draw: () => this.draw(),
      give: (op, fields) => this.give(op, fields),
      settled: (entry, frame) => this.settle(entry, frame),
      noted: (note, before) => this.tellOwn(note, before),
      called: (note) => this.called?.hear(note),
    });
    this.queueView = new QueueView(document.getElementById("queue"), () => this.live.loop.ask());
    this.stage = new StagePart(document.getElementById("floor"), () => this.live.loop.ask());
    this.less = remember(document.querySelector("#following [name=less]"), "less");
    this.backing = new Backing(() => this.live.chat.missing.ask());
    this.ownPart = OwnPart && new OwnPart(page, () => this.live.loop.ask());
    this.called = Called && new Called(page, this.live.state.floor);
    if (this.live.state.owed) this.late("showOwed");
  }

  /** act: one of what its script gives (js/pages/room/reading.js). */
  async late(act, event) {
    (await loadScript("reading"))?.[act](this.live, event);
  }

  hear(event) {
    if (/^owed/.test(event.type)) this.late("showOwed", event);
    const own = new Set(this.live.chat.you.questions.map(({ id }) => id));
    this.backing.know(this.live.chat.you.backed);
    this.backing.hear(event, (id) => own.has(id));
    tellRemoved(this.live.announcer, event, (id) => this.backing.isBacked(id, this.live.sending.entries));
    tellNews(this.live.announcer, event, this.live.state, { isMine: (id) => own.has(id), isLess: this.less.checked });
  }

  give(op, fields) {
    const taken = this.ownPart ? this.ownPart.take(op, fields) : fields;
    if (taken) this.live.send(op, taken);
  }

  settle(entry, frame) {
    this.backing.settle(entry, frame);
    if (entry.op === "question.back" && frame.result) this.late("keepSupport", { ...entry.fields, ...frame.result });
    this.ownPart?.settle(entry, frame);
    const told = frame.type === "nack" ? frame.message : this.#replyTo(entry);
    if (told) this.live.announcer.reply(told);
  }

  /** What stands under the question afterwards is heard, too. */
  #replyTo({ op, fields: { question } }) {
    return (op === "report" ? this.ownPart : this.backing).messageFor(question)?.text;
  }

  /** That one's own question is taken and answered, the public stream tells. */
  tellOwn({ state, into }, before) {
    const isNews = before && (before.state !== state || (into && before.into !== into));
    if (!isNews || TOLD_BY_ALL.includes(state)) return;
    whenKnown("state", state, () => this.live.announcer.tell(say("told.own", { state: sayLate("state", state) })));
  }

  draw() {
    const { state, chat, sending } = this.live;
    if (chat.connection.polling.missed % 8 === 3) this.late("goByPages");
    this.backing.know(chat.you.backed);
    const own = ownAsShown(chat.you.questions, state);
    const mine = new Set(own.map(({ id }) => id));
    this.stage.render(state, (id) => mine.has(id), this.live.page.urls.record);
    this.called?.render(state, chat.you);
    renderCounts({ queue: state.queue.length, answers: state.answered.length });
    const ordered = queueInOrder(state); // once: of a long queue it takes a while
    this.drawQuestions(state, ordered, sending.entries, (id) => mine.has(id));
    this.ownPart?.render(own, { ...sending, state, ordered, mayAsk: chat.may("question.ask"), isBacked: (id) => this.backing.isBacked(id, sending.entries) });
  }

  drawQuestions(state, ordered, entries, isMine) {
    const may = this.live.chat.may("question.back") && !isOver(state.session);
    const reported = (id) => this.ownPart?.messageFor(id);
    const isBacked = (id) => this.backing.isBacked(id, entries);
    const show = { office: state.session.office, mayReport: may, isMine, isBacked, messageFor: reported };
    renderAnswered(document.getElementById("answers"), state, show, () => this.live.loop.ask());
    this.queueView.render(state, ordered, {
      ...show,
      mayBack: (id) => may && !isMine(id),
      isSending: (id) => this.backing.isSending(id, entries),
      messageFor: (id) => this.backing.messageFor(id) ?? reported(id),
    });
  }
}

/** OwnPart: what a resident of the ward has beside it; Called: what an official has; each where the page holds that. */
export function startRoom(OwnPart, Called) {
  // The script is read when it is there: once all of the page is, its reading and the page's layout would be one task.
  if (document.readyState === "loading") return addEventListener("DOMContentLoaded", () => startRoom(OwnPart, Called));
  // Where the browser itself scrolls, by a hash or back to where one was: it does until the page has loaded.
  const isAgain = performance.navigation?.type;
  if (location.hash || isAgain) document.querySelector(".later").classList.remove("later");
  // In a task of its own: with the reading of all scripts in one, a slow phone could answer no tap.
  setTimeout(() => {
    const page = new RoomPage(readJson("page"), OwnPart, Called);
    const open = () => location.hash.startsWith("#q-") && page.late("openTarget");
    page.live.start();
    open();
    addEventListener("hashchange", open);
    // Also when the page is left: and a tab that is put away may be discarded, of which nothing else tells.
    addEventListener("visibilitychange", notePlaceRead);
    if (isAgain) page.late("returnToPlace", holdAt);
    onVoices(() => loadScript("reading"));
  });
}
