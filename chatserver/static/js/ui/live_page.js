/** What every live page has: its part in the chat, one draw a frame, forms that become commands, and the frame around it. */

import { Chat } from "../live/chat.js";
import { Follower } from "../live/streams/follower.js";
import { Announcer } from "./announcer.js";
import { listenToForms } from "./forms/form_commands.js";
import { renderHead } from "./head_view.js";
import { onLateWords } from "./wording/late_words.js";
import { renderNotices } from "./notice_list.js";
import { part } from "./parts.js";
import { RenderLoop } from "./render_loop.js";
import { StatusBar } from "./statusbar_view.js";
import { say } from "./wording/words.js";

export class LivePage {
  #acts;

  /** streams: by name, {apply, heard(event)}; acts: {draw(), give(op, fields), settled(entry, frame), noted(note, before), called?(note), renewed?(later, entry, frame)} */
  constructor(page, streams, acts) {
    this.page = page;
    this.#acts = acts;
    this.announcer = new Announcer(document.getElementById("announcer"));
    this.statusBar = new StatusBar(page);
    this.loop = new RenderLoop(() => this.draw());
    this.followers = Object.fromEntries(
      Object.entries(streams).map(([name, { apply, heard }]) => [name, new Follower(apply, page.starts[name], heard)]),
    );
    this.chat = new Chat(page, this.followers, {
      ...acts,
      changed: () => this.loop.ask(),
      settled: (entry, frame) => acts.settled(entry, inWords(frame)),
    });
  }

  start() {
    document.documentElement.style.overflowAnchor = "none"; // from now on lists/keep_place.js holds the place: two at it would overshoot
    addEventListener("told", ({ detail }) => this.announcer.reply(detail));
    listenToForms(() => this.chat.connectionState.status !== "stopped", this.#acts.give);
    setInterval(() => this.#drawTime(), 1000);
    onLateWords(() => this.loop.ask());
    this.chat.start();
    this.loop.ask();
  }

  /** What the room shows. */
  get state() {
    return this.followers.public.state;
  }

  /** How a form stands: the commands without a final answer, and whether the connection is up. */
  get sending() {
    return { entries: this.chat.outbox.entries(), isUp: this.chat.connection.isUp() };
  }

  send(op, fields) {
    this.chat.outbox.add(op, fields);
  }

  draw() {
    renderHead(this.state.session, this.page.urls.record);
    renderNotices(part(document, "notices"), this.state.notices);
    this.#acts.draw();
    this.statusBar.renderConnection(this.chat.connectionState);
    this.statusBar.renderPresent(this.state.counts);
    this.#drawTime();
  }

  #drawTime() {
    this.statusBar.renderTime(this.state.session, this.chat.clock.now());
  }
}

/** Where no answer of the server's own came, its words are missing. */
function inWords(frame) {
  return frame.type === "nack" ? { message: say("sending.reload"), ...frame } : frame;
}
