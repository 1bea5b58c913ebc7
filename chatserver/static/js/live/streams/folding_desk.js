/** Folds the desk stream's events into the moderators' list; the same rules as sessions/log/folding/desk_folding.py. */

const MOST_REPORTS_SHOWN = 10;
const MOST_NOTES_SHOWN = 20;
const CLAIM_MS = 120_000;
const CLAIMING = ["question.claimed", "question.decision_pending", "question.decision_undone"];
const DESK_FIELDS = ["state", "version", "claimed_by", "reason", "note", "into", "due_on", "reports", "topic", "masked"];

export const IN_PUBLIC = ["on_floor", "queued"];

/** Applies one event in place: a question is asked, then its card takes what each later event says. */
export function applyDesk(state, event) {
  if (event.type === "question.asked") state.questions.push(newDeskCard(event));
  else if (/^(question|appeal|correction)[.]/.test(event.type)) updateDeskCard(state, event);
  else if (event.type === "resident.muted" || event.type === "resident.unmuted") pause(state, event);
}

/**
 * carried_from: the receipt in the chat before, where nobody read it; looks_like: the kinds of personal data that its words seem to hold; masked: the places that are hidden from the
 * public; reported: the latest reports about it that nobody has dealt with; paused_until: until when its author may not
 * ask; claimed_until: when the claim ends; pending: a decision that can still be undone; passed_on: who leaves it to
 * colleagues; notes: to colleagues. Each is missing where there is none.
 */
function newDeskCard({ id, text, kind, label, receipt, asked_at, version, looks_like, topic, masked, carried_from }) {
  const card = { id, text, kind, label, receipt, asked_at, version, state: "waiting", ...(looks_like && { looks_like }) };
  if (topic) card.topic = topic;
  if (masked) card.masked = masked;
  if (carried_from) card.carried_from = carried_from;
  return { ...card, claimed_by: null, reason: null, note: null, into: null, due_on: null, reports: 0 };
}

function updateDeskCard(state, event) {
  const card = state.questions.find((each) => each.id === event.id);
  if (!card && !state.more) throw new RangeError(`question ${event.id} was never asked`);
  if (!card) noteMissing(state.more, event);
  else {
    if (event.type === "question.decision_undone" || event.state !== card.state) delete card.pending;
    for (const field of DESK_FIELDS) if (field in event) card[field] = event[field];
    keepClaim(card, event);
    if (event.pending) card.pending = event.pending;
    keepOfColleagues(card, event);
    keepReports(card, event);
    if (event.type === "question.redacted") redactCard(card, event);
  }
}

/** An older log does not say when a claim ends: it lasts as long as it would today. */
function keepClaim(card, { type, at, until }) {
  if (card.claimed_by === null) delete card.claimed_until;
  else if (CLAIMING.includes(type)) card.claimed_until = until ?? new Date(Date.parse(at) + CLAIM_MS).toISOString();
}

/** The name of the moderator who is reading it now; null once the claim has ended by itself. now: the server's, in ms. */
export function claimedNow({ claimed_by: by, claimed_until: until }, now) {
  return by && Date.parse(until) > now ? by : null;
}

function keepOfColleagues(card, { type, passed_on: names, by, text, at }) {
  if (type === "question.noted") card.notes = [...(card.notes ?? []), { by, text, at }].slice(-MOST_NOTES_SHOWN);
  else if (names?.length) card.passed_on = names;
  else if (names) delete card.passed_on;
}

function keepReports(card, { type, why, at, reports }) {
  if (type === "question.reported") card.reported = [...(card.reported ?? []), { why, at }].slice(-MOST_REPORTS_SHOWN);
  else if (reports === 0) delete card.reported;
}

/** redacted: the ground. What the desk wrote about it is gone, and those of its own words that the event names. */
function redactCard(card, { texts, ground }) {
  for (const name of texts) card[name] = "";
  Object.assign(card, { note: null, redacted: ground });
  delete card.notes;
  if (texts.includes("text")) for (const name of ["looks_like", "masked"]) delete card[name];
  if (card.reported) card.reported = card.reported.map((each) => ({ ...each, why: "" }));
}

/** All questions of one person are marked, or no longer; who that is the desk does not learn. */
function pause({ questions: cards, more }, { questions = [], until = null }) {
  const ids = new Set(questions);
  for (const card of cards.filter(({ id }) => ids.delete(id))) {
    if (until) card.paused_until = until;
    else delete card.paused_until;
  }
  if (more) more.missing.push(...[...ids].filter((id) => !more.missing.includes(id)));
}

/** A question that the pieces which are here do not hold has changed: it is to be asked for. */
function noteMissing(more, { id, state }) {
  if (more.missing.includes(id)) return;
  more.missing.push(id);
  if (more.to_read && !isUndecided({ state })) more.to_read.left = Math.max(more.to_read.left - 1, 0);
}

export function isUndecided({ state }) {
  return state === "waiting" || state === "held";
}

/**
 * Takes a piece of the list into it, in place: what stands there in a later version stays. more, by group, says what is
 * left after the piece, as the server counts it; the list holds some of that already, which came while it was open.
 */
export function takePiece(state, { questions, more, group }) {
  const known = new Map(state.questions.map((card) => [card.id, card]));
  const before = new Set(known.keys());
  for (const card of questions) if (!(known.get(card.id)?.version >= card.version)) known.set(card.id, card);
  state.questions = [...known.values()].sort(byAge);
  state.more ??= { missing: [] };
  const taken = new Set(questions.map(({ id }) => id));
  state.more.missing = state.more.missing.filter((id) => !taken.has(id));
  const toRead = state.more.to_read;
  if (!group && toRead) toRead.left = Math.max(toRead.left - countNewToRead(questions, before), 0);
  else if (!group) return;
  else if (more[group]) state.more[group] = { ...more[group], left: more[group].left - countAfter(state, questions.at(-1), group) };
  else delete state.more[group];
}

function countNewToRead(questions, before) {
  return questions.filter((card) => isUndecided(card) && !before.has(card.id)).length;
}

/** How many of a group stand behind this question already: newer ones to be read, older ones done with. */
function countAfter({ questions }, last, group) {
  const place = questions.findIndex(({ id }) => id === last.id);
  if (group === "to_read") return questions.slice(place + 1).filter(isUndecided).length;
  return questions.slice(0, place).filter((card) => !isUndecided(card) && !IN_PUBLIC.includes(card.state)).length;
}

function byAge(one, other) {
  if (one.asked_at === other.asked_at) return 0;
  return one.asked_at < other.asked_at ? -1 : 1;
}
