/** The parts of answers that the reader gave, the newest first, each with a form that corrects it in public. */

import { showFeedback } from "../ui/forms/feedback.js";
import { renderList } from "../ui/lists/keyed_list.js";
import { fromTemplate, part, setBusy, setShown } from "../ui/parts.js";
import { nameAfter } from "../ui/questions/question_view.js";
import { setMoment, setWritten } from "../ui/questions/written.js";
import { say } from "../ui/wording/words.js";
import { CorrectionField } from "./correction_field.js";

export const CORRECT = "answer.correct";

export class GivenView {
  #told = new Map();
  #fields = new Map();
  #isWanted = false;
  #own;

  constructor(section, { chat_session, person, you }) {
    this.section = section;
    this.key = `correction:${chat_session}:${person}`;
    this.list = part(section, "list");
    this.#own = new Set(you.parts);
    addEventListener("hashchange", () => this.#openNamed());
    // The same address again is no change, and opens it all the same.
    document.addEventListener("click", ({ target }) => target.closest?.("[href^='#given-']") && setTimeout(() => this.#openNamed()));
  }

  /** A part that was just sent is the reader's own. */
  settle({ op, fields }, frame) {
    if (op === "answer.give" && frame.type === "ack") this.#own.add(frame.result.part);
    if (op !== CORRECT) return;
    const isError = frame.type === "nack";
    this.#told.set(fields.part, isError ? { text: frame.message, isError } : { text: say("corrected"), isDone: true });
    if (isError) return;
    this.#fields.get(fields.part)?.clear();
    this.#close(fields.part);
  }

  render(state, { entries, isUp }) {
    const items = this.#items(state);
    setShown(this.section, items.length > 0);
    renderList(this.list, items, {
      make: () => fromTemplate("given-item"),
      fill: (node, item) => {
        node.id = `given-${item.id}`;
        const entry = entries.find(({ op, fields }) => op === CORRECT && fields.part === item.id);
        fillGiven(node, item, { isPending: Boolean(entry), isOver: state.session.state !== "live" });
        this.#follow(node, item);
        const onItsWay = { text: say(`sending.${isUp ? "sending" : "waiting"}`) };
        showFeedback(part(node, "feedback"), entry ? onItsWay : (this.#told.get(item.id) ?? { text: "" }));
      },
    });
    if (this.#isWanted) setTimeout(() => this.#openNamed()); // after the draw, which keeps focus where it was
  }

  #items({ floor, queue, answered }) {
    const cards = [...(floor ? [floor] : []), ...queue, ...answered];
    const parts = cards.flatMap((card) => card.answers.map((answer) => ({ ...answer, card, id: answer.seq })));
    return parts.filter(({ id }) => this.#own.has(id)).sort((one, other) => other.id - one.id);
  }

  /** Words that were being written before a reload are shown again. */
  #follow(node, { id, text }) {
    if (!this.#fields.has(id)) this.#fields.set(id, new CorrectionField(node.querySelector("textarea"), `${this.key}:${id}`));
    if (this.#fields.get(id).follow(text)) part(node, "correct").open = true;
  }

  #close(seq) {
    const details = this.#details(seq);
    const hadFocus = details?.contains(document.activeElement);
    details?.toggleAttribute("open", false);
    if (hadFocus) details.querySelector("summary").focus();
  }

  /** "Correct it" beside what was just sent leads here; the part itself may come a moment later, by the stream. */
  #openNamed() {
    const seq = /^#given-(\d+)$/.exec(location.hash)?.[1];
    const details = seq && this.#details(seq);
    this.#isWanted = Boolean(seq) && !details;
    if (!details) return;
    details.open = true;
    details.querySelector("textarea").focus();
  }

  #details(seq) {
    const node = document.getElementById(`given-${seq}`);
    return node && part(node, "correct");
  }
}

function fillGiven(node, { text, at, earlier = [], card, id }, { isPending, isOver }) {
  setWritten(part(node, "question"), card.text);
  setWritten(part(node, "text"), text);
  nameAfter(node, text);
  setMoment(node.querySelector("time"), at);
  setShown(part(node, "is_corrected"), earlier.length > 0);
  const details = part(node, "correct");
  setShown(details, !isOver);
  const form = details.querySelector("form");
  form.elements.question.value = card.id;
  form.elements.part.value = id;
  form.elements.text.readOnly = isPending;
  setBusy(form.querySelector("button"), isPending);
}
