/** Which question the moderator has selected, in which list, and which one comes after it. Knows no document. */

import { claimedNow } from "../live/streams/folding_desk.js";

export class SelectedQuestion {
  /** Whether the moderator chose it themselves: then they are not sent on where a colleague reads it. */
  isChosen = false;

  constructor(id) {
    this.id = id;
  }

  /** group: the list in which it was chosen; what is reported stands in two. */
  take(id, group) {
    Object.assign(this, { id, group, isChosen: true });
  }

  /** The neighbour in the list where the selected question stands; from nowhere, the first to be read. */
  step(groups, by) {
    const holds = (list) => list.some(({ id }) => id === this.id);
    const list = [groups[this.group] ?? [], ...Object.values(groups)].find(holds) ?? groups.to_read;
    const index = list.findIndex(({ id }) => id === this.id);
    const next = list[index < 0 ? 0 : Math.min(Math.max(index + by, 0), list.length - 1)];
    if (next) Object.assign(this, { id: next.id, isChosen: true });
  }

  /** The next to be read that neither another moderator nor a decision on its way has; answers whether there is one. */
  takeNextFree(groups, { me, now, isDecided }) {
    const list = groups.to_read;
    const from = list.findIndex(({ id }) => id === this.id);
    const around = [...list.slice(from + 1), ...list.slice(0, from + 1)];
    const isFree = (question) => [null, me].includes(claimedNow(question, now));
    const free = around.find((question) => question.id !== this.id && !isDecided(question.id) && isFree(question));
    if (free) Object.assign(this, { id: free.id, group: "to_read", isChosen: false });
    return Boolean(free);
  }
}
