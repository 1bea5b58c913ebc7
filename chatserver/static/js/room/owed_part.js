/** What is owed from last time in the room: the list is asked for once, then the events bring it up to date. */

import { withOwed } from "../live/streams/folding_owed.js";
import { renderList } from "../ui/lists/keyed_list.js";
import { part } from "../ui/parts.js";
import { fillOwed } from "../ui/questions/owed_item.js";
import { sayLate } from "../ui/wording/late_words.js";

const ALL_AT_ONCE_MS = 4000; // a whole room hears of the list in the same moment

const applyToList = withOwed(() => {});
let shown = null;

/** event: the one that was heard; none where the page began with a list. */
export function showOwed(live, event) {
  shown ??= new OwedPart(live, event ? Math.random() * ALL_AT_ONCE_MS : 0);
  if (event) shown.hear(event);
}

class OwedPart {
  #list = null;
  #heard = [];

  constructor(live, wait) {
    this.live = live;
    setTimeout(() => this.#ask(), wait);
  }

  hear(event) {
    this.#heard.push(event);
    if (this.#list) this.#draw();
  }

  async #ask() {
    const answer = await fetch("owed/").catch(() => null);
    if (!answer?.ok) {
      shown = null; // the next event asks again
      return;
    }
    const { seq, owed, words } = await answer.json();
    if (!owed.length) return;
    Object.assign(this, { seq, words });
    this.#list = { owed };
    this.#make();
    this.#draw();
  }

  #make() {
    this.section = element("section", "stack stack--close", "", element("h2", "", "title"), element("ol", "queue", "list"));
    this.section.id = "owed";
    part(this.section, "title").textContent = this.words.title;
    part(document.getElementById("floor"), "stage").after(this.section);
  }

  #draw() {
    const { office } = this.live.state.session;
    for (const event of this.#heard.splice(0).filter(({ seq }) => seq > this.seq)) {
      applyToList(this.#list, event);
      this.#tell(event);
    }
    const items = this.#list.owed.map((item) => ({ ...item, id: item.promise ?? item.asked_as }));
    renderList(part(this.section, "list"), items, {
      make: makeItem,
      fill: (node, item) => fillOwed(node, item, { words: this.words, office, card: this.#cardOf(item), stateWord: (state) => sayLate("state", state) }),
    });
  }

  #cardOf({ asked_as }) {
    const { floor, queue, answered } = this.live.state;
    return asked_as && [floor, ...queue, ...answered].find((card) => card?.id === asked_as);
  }

  #tell({ type, outcome, state, text }) {
    const word = type === "owed.answered" ? this.words.outcome[outcome] : type === "owed.stepped" ? this.words.state[state] : undefined;
    if (word !== undefined) this.live.announcer.tell({ before: `${this.words.title}: ${word}. `, text: text ?? "" });
  }
}

function makeItem() {
  const head = element("p", "question__head", "", element("span", "tag", "outcome"), element("bdi", "receipt-code", "number"));
  const by = element("p", "answer__by", "", element("span", "", "by"), " ", element("span", "", "moved"));
  const answer = element("div", "answer", "answer", element("p", "answer__text", "text"), by);
  return element("li", "question", "", head, element("p", "question__text", "what"), element("p", "small", "days"), element("p", "small", "elsewhere"), answer);
}

function element(tag, className, name, ...children) {
  const node = document.createElement(tag);
  node.className = className;
  if (name) Object.assign(node.dataset, { part: name });
  if (["what", "text"].includes(name)) node.dir = "auto";
  node.append(...children);
  return node;
}
