/** Near-copies of the question in hand, as the server finds them; and the targets of a merge, the most alike first. */

import { foldedWords } from "../live/queue_search.js";
import { fetchFrame } from "../live/requests.js";
import { renderList } from "../ui/keyed_list.js";
import { fromTemplate, part, setShown } from "../ui/parts.js";
import { setState, setWritten } from "../ui/question_view.js";

const REFRESH_MS = 5000;

export class Copies {
  #of = null;
  #list = [];
  #askedAt = 0;

  /** section: the part of the question in hand, with the copies of the one that the page showed; changed() is called when there is something new to show; take(id) selects a question. */
  constructor(section, { url, of }, { changed, take }) {
    Object.assign(this, { section, url, changed });
    this.#of = of;
    this.#list = [...part(section, "copies").children].map(shownCopy);
    const words = part(section, "target_words");
    if (words) {
      setShown(part(section, "find_target"), true);
      words.addEventListener("input", changed);
      words.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    }
    section.addEventListener("click", (event) => {
      const link = event.target.closest("[data-part=copy_link]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      take(link.closest("[data-id]").dataset.id);
    });
  }

  /** Shows those of this question, and asks for them where they are unknown or old. */
  render(question) {
    if (question?.id !== this.#of) {
      this.#of = question?.id ?? null;
      this.#list = [];
      this.#askedAt = 0;
    }
    if (question && Date.now() - this.#askedAt > REFRESH_MS) this.#ask(question.id);
    setShown(part(this.section, "copies_part"), this.#list.length > 0);
    renderList(part(this.section, "copies"), this.#list, { make: () => fromTemplate("copy-item"), fill: fillCopy });
  }

  /** Of these questions: those that have the searched words, the most alike first. */
  order(questions) {
    const ranks = new Map(this.#list.map(({ id }, rank) => [id, rank]));
    const rank = ({ id }) => ranks.get(id) ?? ranks.size;
    const beginnings = foldedWords(part(this.section, "target_words")?.value ?? "");
    const found = questions.filter(({ text }) => hasBeginnings(foldedWords(text), beginnings));
    return found.sort((one, other) => rank(one) - rank(other));
  }

  async #ask(id) {
    this.#askedAt = Date.now();
    try {
      const { question, copies } = await fetchFrame(this.url, { question: id });
      if (question !== this.#of) return;
      const isNew = copies.map((copy) => copy.id + copy.state).join() !== this.#list.map((copy) => copy.id + copy.state).join();
      this.#list = copies;
      if (isNew) this.changed();
    } catch (error) {
      console.warn("near-copies could not be asked for", error);
    }
  }
}

function hasBeginnings(words, beginnings) {
  return beginnings.every((beginning) => words.some((word) => word.startsWith(beginning)));
}

function shownCopy(node) {
  return { id: node.dataset.id, state: part(node, "copy_state").dataset.state, text: part(node, "copy_text").textContent };
}

function fillCopy(node, { id, text, state }) {
  setState(part(node, "copy_state"), state);
  setWritten(part(node, "copy_text"), text);
  part(node, "copy_link").href = `?question=${id}#detail`;
}
