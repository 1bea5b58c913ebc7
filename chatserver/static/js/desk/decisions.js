/** What became of the moderator's decisions: on their way, done, or refused with the words why. */

import { say } from "../ui/wording/words.js";

const LASTING = ["question.approve", "question.hold", "question.decline", "question.merge", "question.take_down"];

/** What takes the question off no list, and closes its form. */
const STAYING = ["question.set_topic"];

const CLAIMS = ["question.claim", "question.release"];

const TOLD = { "question.set_topic": "topic_set", "question.undo": "undone", "resident.mute": "paused", "resident.unmute": "released", "report.dismiss": "dismissed" };

export class Decisions {
  #told = new Map();
  #written = new Map();
  #versions = new Map();

  isLasting(op) {
    return LASTING.includes(op);
  }

  /** Whether the forms about a question close once the command is on its way. */
  closesForms(op) {
    return LASTING.includes(op) || STAYING.includes(op);
  }

  /** A claim comes and goes by itself: nobody waits for it. */
  isSending(id, entries) {
    return entries.some(({ op, fields }) => fields.question === id && !CLAIMS.includes(op));
  }

  /** A decision on its way that takes the question off the list. */
  isDecided(id, entries) {
    return entries.some(({ op, fields }) => (fields.question === id && LASTING.includes(op)) || isAmong(fields.questions, id));
  }

  /** {text, isError, isDone} of the last answer about a question, until the next command about it. */
  told(id) {
    return this.#told.get(id) ?? null;
  }

  /** One's own last step is acknowledged before the stream tells of it: the next step is about what that one made. */
  versionOf({ id, version }) {
    return Math.max(version, this.#versions.get(id) ?? 0);
  }

  forget(id) {
    this.#told.delete(id);
  }

  /** Takes an answer; gives the sentence to be said about it, or null where it is not about a question. */
  settle({ op, fields }, frame) {
    const id = fields.question;
    if (!id) return null;
    if (op === "question.note") return null;
    if (CLAIMS.includes(op)) return frame.type === "ack" ? this.#hearVersion(id, frame) : refusal(frame);
    if (LASTING.includes(op)) this.#written.set(id, fields);
    const text = frame.type === "nack" ? refusal(frame) : outcome(op, frame.result);
    const isError = frame.type === "nack";
    this.#told.set(id, { text, isError, isDone: !isError });
    if (!isError) this.#hearVersion(id, frame);
    return text;
  }

  /** The fields of one's own last decision about a question, where it is undone: what was written is not lost. */
  written(id) {
    return this.#written.get(id) ?? {};
  }

  #hearVersion(id, { result }) {
    this.#versions.set(id, result.version);
    return null;
  }
}

function isAmong(questions, id) {
  return Boolean(questions?.some(({ question }) => question === id));
}

/** A stale decision comes back with how the question stands by now; one after the end with the chat's state, which the message says. */
function refusal({ message, question, state }) {
  return question ? `${message} ${say("now", { state: say(`state.${state}`) })}` : message;
}

function outcome(op, { state, undo_until: until }) {
  if (until) return say("pending.told", { decision: say(`pending.did.${op.replace("question.", "")}`) });
  return TOLD[op] ? say(TOLD[op]) : say("done", { state: say(`state.${state}`) });
}
