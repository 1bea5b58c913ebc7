/** Follows one stream: keeps its position and state, and says when something is missing. Knows no network. */

export const APPLIED = "applied";
export const IGNORED = "ignored";
export const MISSING = "missing";

export class Follower {
  /** apply(state, event) changes the state in place, or answers false: then it is asked for again; start is {epoch, seq, state}; onEvent hears each applied event. */
  constructor(apply, { epoch, seq, state }, onEvent) {
    Object.assign(this, { apply, onEvent, epoch, seq, top: seq, state });
  }

  /** Takes a snapshot or events frame. Answers APPLIED, IGNORED, or MISSING: then ask again from this.position(). */
  receive(frame) {
    if (frame.type === "snapshot") return this.#replace(frame);
    if (frame.epoch !== this.epoch) return this.#lost();
    const changed = this.#applyEvents(frame.events);
    if (frame.counts) this.state.counts = frame.counts;
    this.noticeTop(frame.seq);
    if (this.isBehind()) return MISSING;
    return changed || frame.counts ? APPLIED : IGNORED;
  }

  /** A beat names the newest seq: a loss in silence shows here. */
  noticeTop(seq) {
    this.top = Math.max(this.top, seq);
  }

  isBehind() {
    return this.epoch === null || this.top > this.seq;
  }

  /** What to ask again from; without an epoch the answer is a snapshot. */
  position() {
    return this.epoch === null ? {} : { epoch: this.epoch, since: this.seq };
  }

  #replace(frame) {
    if (frame.epoch === this.epoch && frame.seq < this.seq) return IGNORED;
    Object.assign(this, { epoch: frame.epoch, seq: frame.seq, top: frame.seq, state: frame.state });
    return APPLIED;
  }

  #applyEvents(events) {
    const before = this.seq;
    for (const event of events) {
      if (event.seq <= this.seq) continue;
      if (event.seq > this.seq + 1) break;
      try {
        if (this.apply(this.state, event) === false) {
          this.#lost();
          break;
        }
      } catch (error) {
        console.error(error);
        this.#lost();
        break;
      }
      this.seq = event.seq;
      this.onEvent(event);
    }
    return this.seq > before;
  }

  #lost() {
    Object.assign(this, { epoch: null, seq: 0, top: 0 });
    return MISSING;
  }
}
