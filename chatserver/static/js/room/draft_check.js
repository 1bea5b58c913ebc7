/** While a question is being written: says what in it would be flagged, and offers those that ask the same. */

import { postFrame } from "../live/requests.js";
import { renderList } from "../ui/keyed_list.js";
import { fromTemplate, part, setShown, setText } from "../ui/parts.js";
import { setWritten } from "../ui/question_view.js";
import { say } from "../ui/words.js";

const PAUSE_MS = 700;
const SHORTEST = 8;

export class DraftCheck {
  #timer = null;
  #asked = "";
  #offers = [];

  /** section: shown while there is something to say; field: where the question is written. */
  constructor(section, field, { chat_session, csrf, urls }) {
    Object.assign(this, { section, field, chat_session, csrf, urls });
    field.addEventListener("input", () => this.#later());
  }

  /** Nothing is being written, or what was written has been sent. */
  clear() {
    clearTimeout(this.#timer);
    this.#asked = "";
    setShown(this.section, false);
  }

  #later(wait = PAUSE_MS) {
    clearTimeout(this.#timer);
    if (this.field.value.trim().length < SHORTEST) this.clear();
    else this.#timer = setTimeout(() => this.#ask(), wait);
  }

  async #ask() {
    const text = this.field.value.trim();
    if (text === this.#asked) return;
    this.#asked = text;
    const frame = { type: "cmd", ref: crypto.randomUUID(), op: "draft.check", text };
    const answer = await postFrame(this.urls.commands, frame, this.csrf);
    if (text !== this.#asked) return; // an answer about words that were changed since
    if (answer?.type === "ack") this.#show(answer.result);
    else {
      this.#asked = "";
      if (answer?.retry) this.#later(Math.max(answer.after_ms ?? 0, PAUSE_MS));
    }
  }

  #show({ text, flags, warning = "", similar }) {
    const letters = [...text];
    const marked = flags.filter(({ mask, check }) => mask || check === "accusation");
    const words = [...new Set(marked.map(({ start, end }) => letters.slice(start, end).join("")))];
    setText(part(this.section, "warning"), [warning, ...words.map((each) => `“${each}”`)].filter(Boolean).join(" "));
    setShown(part(this.section, "warning"), Boolean(warning));
    setShown(part(this.section, "similar_part"), similar.length > 0);
    this.#offers = similar.map((offer) => ({ ...offer, id: offer.question }));
    renderList(part(this.section, "similar"), this.#offers, { make: () => fromTemplate("offer-item"), fill: (node, offer) => this.#fill(node, offer) });
    setShown(this.section, Boolean(warning) || similar.length > 0);
  }

  /** Brings the support of what is offered up to date; one that the reader supports has no button any more. */
  render({ counts }, isBacked) {
    for (const node of part(this.section, "similar").children) {
      const offer = this.#offers.find(({ id }) => id === node.dataset.id);
      if (offer) this.#fill(node, { ...offer, support: counts.backing[offer.id] ?? offer.support, isBacked: isBacked(offer.id) });
    }
  }

  #fill(node, { id, text, state, receipt, support, chat_session, record, isBacked = false }) {
    const isHere = chat_session === this.chat_session;
    const isQueued = isHere && state === "queued";
    const mayBack = isQueued && !isBacked;
    const back = part(node, "back");
    const see = part(node, "see");
    setWritten(part(node, "text"), text);
    setText(part(node, "state"), isQueued ? say("backing", { n: support }) : say(`state.${state}`));
    back.value = id;
    setShown(back, mayBack);
    setShown(see, !mayBack && (isHere || Boolean(record)));
    see.href = `${isHere ? "" : this.urls.record.replace("SLUG", record)}#q-${receipt}`;
  }
}
