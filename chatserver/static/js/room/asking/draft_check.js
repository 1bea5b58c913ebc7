/** While a question is being written: says what in it would be flagged, and offers those that ask the same. */

import { postFrame } from "../../live/connection/requests.js";
import { tell } from "../../ui/forms/feedback.js";
import { renderList } from "../../ui/lists/keyed_list.js";
import { sayLate } from "../../ui/wording/late_words.js";
import { fromTemplate, part, setBusy, setShown, setText } from "../../ui/parts.js";
import { nameAfter } from "../../ui/questions/question_view.js";
import { setWritten } from "../../ui/questions/written.js";
import { formatNumber, say } from "../../ui/wording/words.js";

const PAUSE_MS = 700;
const SHORTEST = 8;

export class DraftCheck {
  #timer = null;
  #asked = "";
  #offers = [];
  #told = "";

  /** section: shown while there is something to say; field: where the question is written; answered(): an offer answers the author. */
  constructor(section, field, { chat_session, csrf, urls }, answered) {
    Object.assign(this, { section, field, chat_session, csrf, urls, answered });
    section.append(make("p", "warning", "notice small"), make("p", "hint", "small"), make("ul", "similar", "list"));
    field.addEventListener("input", () => this.#later());
    this.#later(); // what was written until this script had come
  }

  /** Nothing is being written, or what was written has been sent. */
  clear() {
    clearTimeout(this.#timer);
    this.#asked = "";
    this.#told = "";
    setShown(this.section, false);
  }

  /** Brings the support of what is offered up to date; what the reader supports by now has no button. */
  render({ counts }, isBacked) {
    for (const node of part(this.section, "similar").children) {
      const offer = this.#offers.find(({ id }) => id === node.dataset.id);
      if (offer) this.#fill(node, { ...offer, support: counts.backing[offer.id] ?? offer.support, isBacked: isBacked(offer.id) });
    }
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

  /** The words are taken away only once the server has counted it. */
  async #sayAnswered(button) {
    setBusy(button, true);
    const frame = { type: "cmd", ref: (button.ref ??= crypto.randomUUID()), op: "draft.answered", question: button.value };
    const answer = await postFrame(this.urls.commands, frame, this.csrf);
    setBusy(button, false);
    if (answer?.type === "ack") {
      this.clear();
      this.answered();
    } else {
      this.#say("warning", answer?.message ?? say("sending.not_sent"));
      tell(part(this.section, "warning").textContent);
    }
  }

  #show({ text, flags, warning = "", hint = "", similar }) {
    const letters = [...text];
    const marked = flags.filter(({ mask, check }) => mask || check === "accusation");
    const words = [...new Set(marked.map(({ start, end }) => letters.slice(start, end).join("")))];
    this.#say("warning", warning && [warning, ...words.map((each) => `“${each}”`)].join(" "));
    this.#say("hint", hint);
    this.#offers = similar.map((offer) => ({ ...offer, id: offer.question }));
    const make = () => makeOffer(({ currentTarget }) => currentTarget.ariaDisabled !== "true" && this.#sayAnswered(currentTarget));
    renderList(part(this.section, "similar"), this.#offers, { make, fill: (node, offer) => this.#fill(node, offer) });
    setShown(this.section, Boolean(warning || hint));
    this.#tellOnce(part(this.section, "warning").textContent, hint);
  }

  /** The words are checked with each pause in writing: what is said of them is heard again only if it has changed. */
  #tellOnce(...said) {
    const words = said.filter(Boolean).join(" ");
    if (words && words !== this.#told) tell(words);
    this.#told = words;
  }

  #say(name, text) {
    setText(part(this.section, name), text);
    setShown(part(this.section, name), Boolean(text));
  }

  #fill(node, { id, text, state, receipt, support, chat_session, record, answer, promises = [], isBacked = false }) {
    const isHere = chat_session === this.chat_session;
    const isQueued = isHere && state === "queued";
    const link = part(node, "text");
    const back = part(node, "back");
    setWritten(link, text);
    const isTold = isQueued && !this.section.closest("[data-support=hidden]");
    setText(part(node, "state"), isTold ? say("backing", { n: support }) : sayLate("state", state));
    if (isHere || record) link.href = `${isHere ? "" : this.urls.record.replace("SLUG", record)}#q-${receipt}`;
    back.value = id;
    nameAfter(back, text);
    setText(part(back, "count"), formatNumber(support));
    setShown(back, isQueued && !isBacked);
    setText(part(node, "promises"), promises.map(({ number, what, said }) => `${number}: ${what} – ${said}`).join("\n"));
    setShown(part(node, "promises"), promises.length > 0);
    const answers = part(node, "answers");
    answers.value = id;
    setShown(answers, Boolean(answer) && state !== "queued" && (isHere || Boolean(record)));
  }
}

/** Its button for support is that of the queue. */
function makeOffer(sayAnswered) {
  const item = make("li", "offer", "stack stack--close");
  const back = part(fromTemplate("queue-item"), "back");
  back.setAttribute("form", "back");
  const answers = make("button", "answers", "button button--quiet");
  Object.assign(answers, { type: "button", textContent: say("answers_me") });
  answers.addEventListener("click", sayAnswered);
  item.append(make("a", "text", "card__link"), make("span", "state", "small"), make("p", "promises", "small answer__text"), answers, back);
  return item;
}

function make(tag, name, className) {
  const node = document.createElement(tag);
  Object.assign(node, { className, dir: "auto" });
  node.dataset.part = name;
  return node;
}
