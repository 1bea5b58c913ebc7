/** Folds the desk stream's events into the moderators' list; the same rules as sessions/folding.py. */

const DESK_FIELDS = ["state", "version", "claimed_by", "reason", "note", "into", "due_on", "reports"];

export function emptyDesk() {
  return { questions: [] };
}

/** Applies one event in place: a question is asked, then its card takes what each later event says. */
export function applyDesk(state, event) {
  if (event.type === "question.asked") state.questions.push(newDeskCard(event));
  else if (event.type.startsWith("question.")) updateDeskCard(state, event);
}

function newDeskCard({ id, text, kind, label, receipt, asked_at, version }) {
  const card = { id, text, kind, label, receipt, asked_at, version, state: "waiting" };
  return { ...card, claimed_by: null, reason: null, note: null, into: null, due_on: null, reports: 0 };
}

function updateDeskCard(state, event) {
  const card = state.questions.find((each) => each.id === event.id);
  if (!card) throw new RangeError(`question ${event.id} was never asked`);
  for (const field of DESK_FIELDS) if (field in event) card[field] = event[field];
}
