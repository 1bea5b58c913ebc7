/** The declared order of the queue: more backing first, then whoever asked earlier, then by id; as sessions/ordering.py. */

export function inOrder(cards, backing) {
  return [...cards].sort(
    (a, b) =>
      (backing[b.id] ?? 0) - (backing[a.id] ?? 0) || byText(a.asked_at, b.asked_at) || byText(a.id, b.id),
  );
}

function byText(a, b) {
  return a < b ? -1 : Number(a > b);
}
