/** Shows the desk's groups of questions, with the selected one marked: of a long group only as many as the reader asked for. */

import { claimedNow, isUndecided } from "../../live/streams/folding_desk.js";
import { renderList } from "../../ui/lists/keyed_list.js";
import { fromTemplate, part, setAttribute, setShown, setText } from "../../ui/parts.js";
import { fillHead } from "../../ui/questions/question_view.js";
import { setMoment } from "../../ui/questions/written.js";
import { apartWords } from "../../ui/wording/support_words.js";
import { joinWords, say } from "../../ui/wording/words.js";
import { isPublic, isReported } from "../groups.js";
import { looksAsIf } from "../personal_data.js";
import { pausedWords } from "../mutes.js";
import { pendingWords } from "../pending.js";

const SHOWN_AT_ONCE = 100;

export class ListsView {
  #limits = {};
  #lengths = {};

  /**
   * more: by group, {after, left} of those that the page does not hold;
   * show: {selected, me, isOver, isSending(id), told(id), isUp, counts, now, eveningOf(question)}
   */
  render(groups, more, show) {
    for (const [name, questions] of Object.entries(groups)) this.#renderGroup(name, questions, more[name], show);
  }

  /** Shows more of what the page holds; answers whether it did, else the server has to be asked. */
  showMore(name) {
    if ((this.#lengths[name] ?? 0) <= this.#limitOf(name)) return false;
    this.#limits[name] = this.#limitOf(name) + SHOWN_AT_ONCE;
    return true;
  }

  #limitOf(name) {
    return this.#limits[name] ?? SHOWN_AT_ONCE;
  }

  /** Thousands of nodes would make each key press slow. */
  #renderGroup(name, questions, more, show) {
    const section = document.getElementById(`group-${name}`);
    const shown = questions.slice(0, this.#limitOf(name));
    this.#lengths[name] = questions.length;
    if ("goes" in section.dataset) setShown(section, questions.length > 0);
    setShown(part(section, "empty"), questions.length === 0);
    setShown(part(section, "list"), questions.length > 0);
    renderList(part(section, "list"), shown, {
      make: () => fromTemplate("desk-item"),
      fill: (node, question) => fillItem(node, question, { ...show, mayPick: name === "to_read" && !show.isOver }),
    });
    renderMore(part(section, "more"), name, { after: more?.after ?? shown.at(-1)?.id, left: questions.length - shown.length + (more?.left ?? 0) });
  }
}

/** It stands as a link, for those without scripts; here it brings the next ones into the list. */
function renderMore(line, name, { after, left }) {
  setShown(line, left > 0);
  if (!left) return;
  const link = line.querySelector("a");
  setAttribute(link, "href", `?${name}=${after}#group-${name}`);
  setText(link, say("more", { n: left }));
}

function fillItem(node, question, show) {
  const link = part(node, "link");
  setAttribute(link, "href", `?question=${question.id}`);
  setAttribute(link, "aria-current", question.id === show.selected);
  link.dataset.id = question.id;
  fillPick(part(node, "pick"), question, show);
  fillHead(node, question);
  setMoment(node.querySelector("time"), question.asked_at);
  const apart = isPublic(question) ? apartWords(show.counts, question.id) : "";
  setText(part(node, "apart"), apart);
  setShown(part(node, "apart"), Boolean(apart));
  const paused = pausedWords(question, show.now);
  setText(part(node, "paused"), paused);
  setShown(part(node, "paused"), Boolean(paused));
  const evening = isUndecided(question) ? show.eveningOf(question) : "";
  setText(part(node, "evening"), evening);
  setShown(part(node, "evening"), Boolean(evening));
  const flag = flagOf(question, show);
  setText(part(node, "flag"), flag);
  setShown(part(node, "flag"), Boolean(flag) || question.id === show.selected);
}

/** Its value names the version that the moderator sees, which the form sends. */
function fillPick(label, { id, version }, { mayPick }) {
  if (!label) return;
  setShown(label, mayPick);
  const box = label.querySelector("input");
  box.value = `${id}:${version}`;
  if (!mayPick) box.checked = false;
}

function flagOf(question, { me, isSending, told, isUp, now }) {
  const { id, reports, passed_on: names } = question;
  const by = claimedNow(question, now);
  if (isSending(id)) return say(isUp ? "sending.sending" : "line.offline");
  if (told(id)?.isError) return say("not_done");
  if (question.pending) return pendingWords(question, { me, now });
  if (by) return by === me ? say("claimed_by_you") : say("claimed", { name: by });
  if (names) return say("passed_on", { names: joinWords(names) });
  if (isReported(question)) return say("reports", { n: reports });
  return looksAsIf(question) || (question.carried_from && isUndecided(question) ? say("carried") : "");
}
