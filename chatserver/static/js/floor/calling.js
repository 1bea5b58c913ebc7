/** Who is called to the question on the floor to answer beside the councillor, and the forms that call and send back. */

import { renderList } from "../ui/lists/keyed_list.js";
import { fromTemplate, part, setShown, setText } from "../ui/parts.js";

export class Calling {
  /** By question, as the desk may tell of a call before the room tells that its question is on the floor. */
  #called = new Map();
  #question = null;

  constructor(section, floor) {
    this.section = section;
    this.list = part(section, "called");
    if (!floor) return;
    const called = Array.from(this.list.children, (node) => ({ id: node.dataset.id, name: part(node, "name").textContent }));
    this.#called.set(floor.id, called);
  }

  hear({ type, question, official, label }) {
    if (type !== "official.called" && type !== "official.sent_back") return;
    const others = (this.#called.get(question) ?? []).filter(({ id }) => id !== official);
    this.#called.set(question, type === "official.called" ? [...others, { id: official, name: label }] : others);
  }

  /** What leaves the floor needs nobody any longer. */
  render({ session, floor }) {
    const question = floor?.id ?? null;
    if (question !== this.#question) this.#called.delete(this.#question);
    this.#question = question;
    setShown(this.section, session.state === "live" && Boolean(floor));
    const called = this.#called.get(question) ?? [];
    setShown(this.list, called.length > 0);
    renderList(this.list, called, { make: () => fromTemplate("called-item"), fill: fillCalled });
    for (const field of this.section.querySelectorAll("[name=question]")) field.value = question ?? "";
  }
}

function fillCalled(node, { id, name }) {
  setText(part(node, "name"), name);
  setText(part(node, "whom"), `: ${name}`);
  node.querySelector("[name=official]").value = id;
}
