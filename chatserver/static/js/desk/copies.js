/**
 * Near-copies of the selected question, as the server finds them: to be merged or declined together; what was merged into
 * it; and the targets of a merge.
 */

import { foldedWords } from "../live/streams/queue_search.js";
import { fetchFrame } from "../live/connection/requests.js";
import { renderList } from "../ui/lists/keyed_list.js";
import { fromTemplate, part, setShown } from "../ui/parts.js";
import { isUndecided } from "../live/streams/folding_desk.js";
import { setState } from "../ui/questions/question_view.js";
import { setWritten } from "../ui/questions/written.js";

const REFRESH_MS = 5000;

export class Copies {
  #of = null;
  #list = [];
  #merged = [];
  #askedAt = 0;

  /**
   * section: the part of the selected question, with the copies of the one that the page showed; changed() is called when
   * there is something new to show; take(id) selects a question; select(questions) marks them, {id, version} each, to be
   * declined together.
   */
  constructor(section, { url, of }, { changed, take, select }) {
    Object.assign(this, { section, url, changed });
    this.#of = of;
    this.#list = [...part(section, "copies").children].map(shownCopy);
    this.#merged = [...part(section, "merged").children].map(shownMerged);
    const words = part(section, "target_words");
    if (words) {
      setShown(part(section, "find_target"), true);
      words.addEventListener("input", changed);
      words.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    }
    this.#offerSelecting(select);
    section.addEventListener("click", (event) => {
      const link = event.target.closest("[data-part=copy_link], [data-part=merged_link]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      take(link.closest("[data-id]").dataset.id);
    });
  }

  /** Shows those of this question, and asks for them where they are unknown or old. */
  render(question, { isOver }) {
    if (question?.id !== this.#of) {
      this.#of = question?.id ?? null;
      [this.#list, this.#merged] = [[], []];
      this.#askedAt = 0;
    }
    if (question && Date.now() - this.#askedAt > REFRESH_MS) this.#ask(question.id);
    setShown(part(this.section, "copies_part"), this.#list.length > 0);
    renderList(part(this.section, "copies"), this.#list, { make: () => fromTemplate("copy-item"), fill: (node, copy) => fillCopy(node, copy, isOver) });
    setShown(part(this.section, "merged_part"), this.#merged.length > 0);
    renderList(part(this.section, "merged"), this.#merged, { make: () => fromTemplate("merged-item"), fill: fillMerged });
    const own = part(this.section, "own_box");
    if (!own) return;
    if (question) fillBox(own, { ...question, is_open: isUndecided(question) && !question.pending });
    setShown(this.section.querySelector("#merge-group"), !own.hidden || this.#list.some((copy) => copy.is_open));
  }

  /** The fields of the command that merges the chosen ones together, or null for none. versionOf({id, version}): with one's own last step. */
  takeGroup({ into, undo_seconds }, versionOf) {
    const questions = this.#chosen().filter(({ id }) => id !== into);
    if (!questions.length || !into) return null;
    return { questions: questions.map((seen) => ({ question: seen.id, version: versionOf(seen) })), into, undo_seconds };
  }

  /** The selected question, where it is public, then as in order(). */
  orderForGroup(questions, selected) {
    const own = questions.filter(({ id }) => id === selected.id);
    return [...own, ...this.order(questions.filter(({ id }) => id !== selected.id))];
  }

  #offerSelecting(select) {
    const button = part(this.section, "select_copies");
    if (!button) return;
    setShown(button, true);
    button.addEventListener("click", () => select(this.#chosen()));
  }

  #chosen() {
    const boxes = [...this.section.querySelectorAll("[name=questions]:checked")];
    return boxes.filter((box) => !box.closest("[hidden]")).map(({ value }) => {
      const [id, version] = value.split(":");
      return { id, version: Number(version) };
    });
  }

  /** The questions that have the searched words, the most alike first. */
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
      const { question, copies, merged } = await fetchFrame(this.url, { question: id });
      if (question !== this.#of) return;
      const isNew = keyOf(copies) !== keyOf(this.#list) || keyOf(merged) !== keyOf(this.#merged);
      [this.#list, this.#merged] = [copies, merged];
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
  const box = part(node, "copy_box");
  const [, version] = box?.querySelector("input").value.split(":") ?? [];
  const shown = { id: node.dataset.id, state: part(node, "copy_state").dataset.state, text: part(node, "copy_text").textContent };
  return { ...shown, version: Number(version), is_open: Boolean(box) && !box.hidden };
}

function shownMerged(node) {
  return { id: node.dataset.id, text: part(node, "merged_text").textContent };
}

function fillMerged(node, { id, text }) {
  setWritten(part(node, "merged_text"), text);
  part(node, "merged_link").href = `?question=${id}#detail`;
}

function keyOf(copies) {
  return copies.map(({ id, state, version, is_open: isOpen }) => [id, state, version, isOpen]).join();
}

/** Its value names the version that the moderator sees. */
function fillBox(label, { id, version, is_open: isOpen }) {
  if (!label) return;
  const box = label.querySelector("input");
  if (box.value.split(":")[0] !== id) box.checked = true;
  box.disabled = !isOpen;
  box.value = `${id}:${version}`;
  setShown(label, isOpen);
}

function fillCopy(node, copy, isOver) {
  const { id, text, state } = copy;
  fillBox(part(node, "copy_box"), { ...copy, is_open: copy.is_open && !isOver });
  setState(part(node, "copy_state"), state);
  setWritten(part(node, "copy_text"), text);
  part(node, "copy_link").href = `?question=${id}#detail`;
}
