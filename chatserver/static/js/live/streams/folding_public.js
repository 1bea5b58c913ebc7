/** Folds the public stream's events into what the room shows; the same rules as sessions/log/folding/folding.py. */

/**
 * Applies one event in place. Types that change nothing here are passed over. Answers false for what comes after the close,
 * corrections, written answers and redactions: the state is to be dropped whole, and asked for again.
 */
export function applyPublic(state, event) {
  return PUBLIC_CHANGES[event.type]?.(state, event);
}

const TOPICS_KEPT = 8; // no policy looks back further

const JUST_ANNOUNCED = {
  state: "scheduled",
  opened_at: null,
  closed_at: null,
  record: null,
  reason: null,
  waits: false,
  because: null,
};

const PUBLIC_CHANGES = {
  "session.announced": (state, { session }) => {
    state.session = { ...session, ...JUST_ANNOUNCED };
  },
  "session.moved": (state, { starts_at, ends_at, waits, because }) =>
    Object.assign(state.session, { starts_at, ends_at, waits, because }),
  "session.handed_over": (state, { office }) => Object.assign(state.session, { office }),
  "session.opened": (state, event) =>
    Object.assign(state.session, { state: "live", opened_at: event.at, ends_at: event.ends_at, ...told(event, ["lot"]) }),
  "session.extended": (state, { ends_at }) => Object.assign(state.session, { ends_at }),
  "session.slowed": ({ session }, { minutes }) => {
    if (minutes) session.slow_minutes = minutes;
    else delete session.slow_minutes;
  },
  "session.closed": (state, event) =>
    Object.assign(state.session, { state: "closed", closed_at: event.at, record: event.record, ...told(event, ["lot_seed"]) }),
  "session.sealed": (state) => Object.assign(state.session, { state: "sealed" }),
  "session.cancelled": (state, { reason }) => Object.assign(state.session, { state: "cancelled", reason }),
  "question.queued": (state, event) => state.queue.push(newCard(event)),
  "question.withdrawn": leaveQueue,
  "question.merged": leaveQueue,
  "question.united": unite,
  "question.removed": remove,
  "question.redacted": () => false,
  "question.taken": take,
  "question.topic_set": (state, { id, topic }) => Object.assign(find(state.queue, id), { topic }),
  "question.standing_set": ({ floor, queue }, { id, standing }) => {
    const card = find(floor ? [floor, ...queue] : queue, id);
    delete card.standing;
    Object.assign(card, standingOf(standing));
  },
  "question.corrected": () => false,
  "question.returned": (state) => {
    const { by_lot, override, ...card } = state.floor;
    state.queue.push({ ...card, state: "queued", taken_at: null });
    state.floor = null;
  },
  "answer.given": ({ floor }, { seq, text, by, office, final, at, written }) => !written && floor.answers.push({ seq, text, by, office, final, at }),
  "answer.corrected": correct,
  "question.answered": (state) => {
    if (!state.floor) return false;
    state.answered.push({ ...state.floor, state: "answered" });
    state.floor = null;
  },
  "question.on_notice": putOnNotice,
  "notice.corrected": () => false,
  "notice.posted": (state, { seq, at, text }) => state.notices.push({ seq, at, text }),
};

function newCard(event) {
  const { id, text, kind, label, receipt, asked_at, at } = event;
  const card = { id, text, kind, label, receipt, asked_at, queued_at: at };
  const placing = { ...told(event, ["asker", "first_time", "topic"]), ...standingOf(event.standing) };
  return { ...card, state: "queued", taken_at: null, due_on: null, answers: [], ...placing };
}

/** What a card says of it: nothing where it counts. */
function standingOf(standing) {
  return !standing || standing === "counted" ? {} : { standing };
}

/** places: how many places of the order were taken, of which an override takes none; and the last questions' topics. */
function take(state, event) {
  const card = takeOut(state.queue, event.id);
  state.floor = { ...card, state: "on_floor", taken_at: event.at, ...told(event, ["by_lot", "override"]) };
  const { taken, topics } = state.places ?? { taken: 0, topics: [] };
  const number = "override" in event ? taken : taken + 1;
  state.places = { taken: number, topics: [...topics, card.topic ?? ""].slice(-TOPICS_KEPT) };
}

/** The fields of these names that the event has. */
function told(event, names) {
  return Object.fromEntries(names.filter((name) => name in event).map((name) => [name, event[name]]));
}

function find(cards, id) {
  const card = cards.find((each) => each.id === id);
  if (!card) throw new RangeError(id);
  return card;
}

/** Withdrawn or merged. A question that was merged before it was public is in no list here. */
function leaveQueue(state, { id }) {
  state.queue = state.queue.filter((card) => card.id !== id);
}

/** What a question stands for, while it stands for more than itself. */
function unite({ floor, queue, answered }, { id, asked, scripts, words }) {
  const card = [floor, ...queue, ...answered].find((each) => each?.id === id);
  if (asked > 1 || words !== null) card.united = { asked, scripts, words };
  else delete card.united;
}

/**
 * Its words go; what is known of it beside them stays, and so do answers, unless their words go, too. backing: by which
 * it keeps its place in the queue; after, where it has left the queue: the question that was answered before it.
 */
function remove(state, { id, at, reason, backing, answers }) {
  const gone = { state: "removed", text: null, label: null, removed_at: at, reason, backing };
  const { united: _common, ...kept } = takeFromPublic(state, id);
  const card = { ...kept, ...gone };
  if (answers) card.answers = card.answers.map(({ earlier: _, ...answer }) => ({ ...answer, text: null }));
  state.removed = [...(state.removed ?? []), card];
}

function takeFromPublic(state, id) {
  const { floor, answered, queue } = state;
  if (floor?.id === id) {
    state.floor = null;
    return { ...floor, after: answered.at(-1)?.id ?? null };
  }
  const place = answered.findIndex((card) => card.id === id);
  if (place < 0) return takeOut(queue, id);
  return { ...answered.splice(place, 1)[0], after: answered[place - 1]?.id ?? null };
}

function putOnNotice(state, { id, due_on }) {
  const fromFloor = state.floor?.id === id;
  const card = fromFloor ? state.floor : takeOut(state.queue, id);
  if (fromFloor) state.floor = null;
  state.answered.push({ ...card, state: "on_notice", due_on });
}

/** The words that hold stand in place of the earlier ones, which are kept, the first ones first. */
function correct({ floor, queue, answered }, { question, of, text, at }) {
  const card = [floor, ...queue, ...answered].find((each) => each?.id === question);
  const answer = card.answers.find(({ seq }) => seq === of);
  if (answer.redacted) return false; // the server knows what stands there now
  const before = { text: answer.text, at: answer.corrected_at ?? answer.at };
  return Object.assign(answer, { text, corrected_at: at, earlier: [...(answer.earlier ?? []), before] });
}

function takeOut(cards, id) {
  return cards.splice(cards.indexOf(find(cards, id)), 1)[0];
}
