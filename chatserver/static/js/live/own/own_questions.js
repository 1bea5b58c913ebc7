/** A person's own questions, as told by the welcome, by notes, by acks and by the public stream; pure. */

const NOTE_FIELDS = ["state", "version", "reason", "note", "into", "due_on", "in_place_of", "appeal"];

/** Of a question that was asked on another device the note brings no words: the page asks for them. */
export function ownAfterNote(own, note) {
  return own.map((question) => (question.id === note.question ? { ...question, ...pick(note, NOTE_FIELDS) } : question));
}

export function ownAfterAck(own, { op, fields }, { result }) {
  const isNew = op === "question.ask" && !own.some(({ id }) => id === result.question);
  if (isNew) return [...own, asked(fields, result)];
  return ownAfterNote(own, result);
}

/** What the public stream shows of a question is as true as a note, and comes also to those who poll. */
export function ownAsShown(own, state) {
  const shown = publicCards(state);
  return own.map((question) => ({ ...question, ...pick(shown.get(question.id) ?? {}, ["state", "due_on", "reason"]) }));
}

/** Every public question by its id, and every one that was removed. */
export function publicCards({ queue, floor, answered, removed = [] }) {
  return new Map([...queue, ...(floor ? [floor] : []), ...answered, ...removed].map((card) => [card.id, card]));
}

function asked({ text, kind }, { question, receipt, state, version, asked_at = null }) {
  return { id: question, text, kind, receipt, state, version, asked_at, reason: null, note: null, in_place_of: null };
}

function pick(source, fields) {
  return Object.fromEntries(fields.filter((field) => field in source).map((field) => [field, source[field]]));
}
