/** Claims the question that the moderator reads, by itself, keeps the claim while they are there, and gives it up when they go on. */

import { claimedNow, isUndecided } from "../live/streams/folding_desk.js";

const REST_MS = 400;

export class Claiming {
  #since = { id: null, at: 0 };
  #asked = new Set();
  #own = null;
  #sawLifeAt = 0;

  /** act: {claim(question), release(question), isTaken(question), now()}; claimMs: how long a claim lasts. */
  constructor(me, claimMs, act) {
    Object.assign(this, { me, claimMs, act });
    for (const type of ["keydown", "pointerdown", "input", "wheel"]) document.addEventListener(type, () => (this.#sawLifeAt = act.now()), { passive: true, capture: true });
  }

  /** Called again and again, at least each second; isBusy: something about the question is on its way. */
  follow(question, questions, isBusy) {
    const now = this.act.now();
    if (question?.id !== this.#since.id) this.#turnTo(question, questions, now);
    if (!question || isBusy || !isUndecided(question) || question.pending || question.passed_on?.includes(this.me)) return;
    const by = claimedNow(question, now);
    if (by === this.me) this.#renew(question, now);
    else if (by) this.act.isTaken(question);
    else if (!this.#asked.has(question.id) && now - this.#since.at >= REST_MS) this.#claim(question);
  }

  /** The moderator gave the claim up, or another was first: it is not taken again while the question stays selected. */
  refuse(id) {
    this.#asked.add(id);
    if (this.#own === id) this.#own = null;
  }

  #turnTo(question, questions, now) {
    const left = questions.find(({ id }) => id === this.#own);
    if (left && isUndecided(left) && !left.pending && claimedNow(left, now) === this.me) this.act.release(left);
    this.#own = null;
    this.#asked.clear();
    this.#since = { id: question?.id ?? null, at: now };
  }

  #claim(question) {
    this.#asked.add(question.id);
    this.#own = question.id;
    this.act.claim(question);
  }

  /** Half of the time is over, and there was a sign of life since it began. */
  #renew(question, now) {
    const began = Date.parse(question.claimed_until) - this.claimMs;
    if (now - began < this.claimMs / 2 || this.#sawLifeAt <= began) return;
    this.act.claim(question);
  }
}
