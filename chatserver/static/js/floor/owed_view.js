/** What is owed from last time, before the queue: the office says of each item what became of it. */

import { openItems } from "../live/streams/folding_owed.js";
import { showFeedback } from "../ui/forms/feedback.js";
import { renderList } from "../ui/lists/keyed_list.js";
import { fromTemplate, part, setBusy, setShown, setText } from "../ui/parts.js";
import { fillOwed } from "../ui/questions/owed_item.js";
import { formatNumber, readJson, say } from "../ui/wording/words.js";

export const SPEAK = "owed.answer";

export class OwedView {
  #told = new Map();
  #offered = null;

  constructor(section) {
    this.section = section;
    this.list = part(section, "list");
  }

  /** The command's fields: a day only where one was named. */
  take({ due_on, ...fields }) {
    this.#told.delete(fields.promise);
    return due_on && fields.outcome === "new_day" ? { ...fields, due_on } : fields;
  }

  settle({ op, fields }, frame) {
    if (op !== SPEAK) return;
    const isError = frame.type === "nack";
    this.#told.set(fields.promise, isError ? { text: frame.message, isError } : { text: say("received_answer"), isDone: true });
  }

  render(state, { entries, isUp }) {
    const { owed = [] } = state;
    const open = openItems(state);
    this.#show(open.length > 0 || (state.session.state === "live" && owed.some((item) => fitting(item).length)));
    setText(part(this.section, "open"), formatNumber(open.length));
    const items = owed.map((item) => ({ ...item, id: item.promise ?? item.asked_as }));
    renderList(this.list, items, {
      make: () => fromTemplate("owed-item"),
      fill: (node, item) => this.#fill(node, item, state, { entries, isUp, isOpen: open.some(({ number }) => number === item.number) }),
    });
    this.#offer(open, state);
    document.getElementById("owed-before")?.toggleAttribute("hidden", state.session.state !== "scheduled");
  }

  /** Once there is nothing to say of any, the queue stands in its place, for a keyboard, too. */
  #show(isOpen) {
    const hadFocus = this.section.contains(document.activeElement);
    setShown(this.section, isOpen);
    if (hadFocus && !isOpen) document.querySelector("#take button")?.focus();
  }

  #fill(node, item, state, { entries, isUp, isOpen }) {
    const { session, floor, queue, answered } = state;
    const card = item.asked_as && [floor, ...queue, ...answered].find((each) => each?.id === item.asked_as);
    fillOwed(node, item, { words: readJson("words").owed_list, office: session.office, card, stateWord: (name) => say(`state.${name}`) });
    const isLive = session.state === "live";
    const fits = fitting(item);
    const entry = entries.find(({ op, fields }) => op === SPEAK && fields.promise === item.id);
    const onItsWay = { text: say(`sending.${isUp ? "sending" : "waiting"}`) };
    showFeedback(part(node, "feedback"), entry ? onItsWay : (this.#told.get(item.id) ?? { text: "" }));
    this.#fillSteps(node, item, { mayTake: isLive && isOpen && !floor, maySpeak: isLive && fits.length > 0, isSending: Boolean(entry) });
    this.#fillChoices(node, item, fits);
  }

  /** A user who only looks on has no buttons. */
  #fillSteps(node, { id, number, kind, asked_as }, { mayTake, maySpeak, isSending }) {
    const details = part(node, "speak");
    if (!details) return;
    const take = part(node, "take");
    take.value = asked_as ?? "";
    setShown(take, Boolean(asked_as) && mayTake);
    setShown(details, !asked_as && maySpeak);
    setShown(part(node, "write"), kind === "answer");
    for (const name of ["which", "whom"]) setText(part(node, name), `: ${number}`);
    details.querySelector("[name=promise]").value = asked_as ? "" : id;
    setBusy(details.querySelector("form button"), isSending);
  }

  /** What became of it elsewhere leaves less to say. */
  #fillChoices(node, { now }, fits) {
    if (!part(node, "speak")) return;
    setShown(part(node, "fits"), Boolean(now));
    setShown(part(node, "day"), fits.includes("new_day"));
    for (const choice of node.querySelectorAll("[name=outcome]")) {
      choice.disabled = !fits.includes(choice.value);
      if (choice.disabled) choice.checked = false;
      setShown(choice.closest("label"), !choice.disabled);
    }
  }

  /** The next one stands open, once; who has closed it is left alone. */
  #offer([next], { session }) {
    const id = next?.promise;
    if (session.state !== "live" || !id || id === this.#offered) return;
    this.#offered = id;
    const node = [...this.list.children].find((each) => each.dataset.id === id);
    part(node, "speak")?.toggleAttribute("open", true);
  }
}

/** What the office can still say here of a promise, which may have been spoken of elsewhere. */
function fitting({ asked_as, answer, now }) {
  const { outcome, fits } = readJson("words").owed_list;
  if (asked_as || answer) return [];
  return now ? (fits[now.state] ?? []) : Object.keys(outcome);
}
