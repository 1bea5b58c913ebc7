/** Folds what is owed from last time; the same rules as sessions/log/folding/owed.py. The room asks for it later, to be light. */

const OWED_CHANGES = {
  "owed.listed": (state, { type, at, ...facts }) => {
    state.owed = [...(state.owed ?? []), { ...facts, answer: null }];
  },
  "owed.answered": (state, { type, promise, number, ...facts }) => {
    const item = findItem(state, promise, number);
    delete item.now;
    item.answer = facts;
  },
  "owed.stepped": (state, { type, promise, number, ...facts }) => {
    findItem(state, promise, number).now = facts;
  },
};

function findItem({ owed }, promise, number) {
  const item = owed.find((each) => each.promise === promise);
  if (!item) throw new RangeError(`promise ${number} is not on the list`);
  return item;
}

/** Applies events of both kinds: to the list, and all others as apply does. */
export function withOwed(apply) {
  return (state, event) => (OWED_CHANGES[event.type] ?? apply)(state, event);
}

/** Those of which the office still has to speak; a complaint is open while its question waits or is being answered. */
export function openItems({ owed = [], floor, queue }) {
  const waits = (id) => floor?.id === id || queue.some((card) => card.id === id);
  return owed.filter(({ asked_as, answer, now }) => (asked_as ? waits(asked_as) : answer === null && (!now || now.state === "disputed")));
}
