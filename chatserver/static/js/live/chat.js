/** One page's part in a chat session: brings connection, streams, outbox and clock together. Knows no document. */

import { CatchUp } from "./streams/catch_up.js";
import { Connection } from "./connection/connection.js";
import { MISSING } from "./streams/follower.js";
import { Outbox } from "./own/outbox.js";
import { ownAfterAck, ownAfterNote } from "./own/own_questions.js";
import { PositionReports } from "./streams/position_reports.js";
import { postFrame } from "./connection/requests.js";
import { ServerClock } from "./connection/server_clock.js";
import { StoredValue } from "./own/stored_value.js";
import { WIRE_VERSION } from "./connection/wire_version.js";

const WAIT_S = 25;

export class Chat {
  /** page: the rendered page's JSON; followers by stream; hear: changed(), settled(entry, frame), noted(note, before), called?(note), renew?(…). */
  constructor(page, followers, hear) {
    Object.assign(this, { page, followers, hear, you: page.you, connectionState: { status: "connecting", code: null } });
    this.clock = new ServerClock(page.now);
    this.missing = new CatchUp(page.urls.events, followers, {
      onFrame: (frame) => this.#receive(frame),
      onRefused: (code) => page.closes[code] && this.connection.stop(page.closes[code]),
    });
    this.positions = new PositionReports(() => this.#reportPositions());
    this.connection = new Connection({
      socketUrl: () => this.#socketUrl(),
      poll: () => this.missing.waitFor(followers.desk ? 0 : WAIT_S), // the two streams of a desk take turns
      post: (frame) => this.#post(frame),
      onFrame: (frame) => this.#receive(frame),
      onStatus: (status, code) => this.#setStatus(status, code),
    });
    this.checkpoint = new StoredValue(`checkpoint:${page.chat_session}`); // the record's page compares it
    // Each page has an outbox of its own: a decision of the desk is refused at the door of the room.
    this.outbox = new Outbox(new StoredValue(`outbox:${page.name}:${page.chat_session}:${page.person}`), this.connection, {
      onChange: () => hear.changed(),
      renew: hear.renew,
      onSettled: (entry, frame) => this.#settled(entry, frame),
    });
  }

  start() {
    this.connection.start();
  }

  may(op) {
    return this.you.may.includes(op);
  }

  #receive(frame) {
    const { type } = frame;
    if (frame.you) this.you = frame.you;
    if (type === "events" || type === "snapshot") this.#follow(frame);
    else if (type === "ack" || type === "nack") this.outbox.settle(frame);
    else if (type === "note") this.#note(frame);
    else if (type === "beat") this.#hearBeat(frame);
    this.hear.changed();
  }

  #follow(frame) {
    const follower = this.followers[frame.stream];
    if (!follower) return; // a duty that began after the page was loaded
    if (follower.receive(frame) === MISSING) this.missing.ask();
    const { checkpoint } = frame.counts ?? frame.state?.counts ?? {};
    if (checkpoint) this.checkpoint.write(checkpoint);
    if (frame.type === "events") this.positions.countFrame();
  }

  #note(note) {
    if (note.about === "call") return this.hear.called?.(note);
    const before = this.you.questions.find(({ id }) => id === note.question);
    if (!before) this.missing.ask(); // asked on another device, or in another tab, which had the answer
    this.you.questions = ownAfterNote(this.you.questions, note);
    this.hear.noted(note, before);
  }

  #hearBeat({ seq, now }) {
    this.clock.hear(now);
    this.followers.public.noticeTop(seq);
    if (this.followers.public.isBehind()) this.missing.ask();
  }

  #settled(entry, frame) {
    if (frame.type === "ack") this.you.questions = ownAfterAck(this.you.questions, entry, frame);
    this.hear.settled(entry, frame);
  }

  #setStatus(status, code) {
    this.connectionState = { status, code };
    if (this.connection.isUp()) this.outbox.resume();
    else this.outbox.pause();
  }

  /** Where nobody answers, the outbox asks again in its time. */
  async #post(frame) {
    const answer = await postFrame(this.page.urls.commands, frame, this.page.csrf);
    // Kept for the page that is loaded next: it is not refused, only not understood.
    if (answer?.code === "outdated") this.connection.stop(this.page.closes.outdated);
    else if (answer) this.#receive(answer);
  }

  #reportPositions() {
    this.connection.send({ type: "pos", seq: this.followers.public.seq });
  }

  #socketUrl() {
    const url = new URL(this.page.urls.socket, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    const { public: shown, desk } = this.followers;
    const whole = [shown, desk].every((follower) => follower?.epoch !== null);
    const from = { epoch: shown.epoch, since: shown.seq, ...(desk && { desk_since: desk.seq }) };
    url.search = new URLSearchParams({ v: WIRE_VERSION, ...(whole && from) });
    return url;
  }
}
