/** Shows the desk's groups of questions, with the one in hand marked. */

import { renderList } from "../ui/keyed_list.js";
import { fromTemplate, part, setAttribute, setShown, setText } from "../ui/parts.js";
import { fillHead, setMoment } from "../ui/question_view.js";
import { apartWords } from "../ui/support_words.js";
import { say } from "../ui/words.js";
import { isPublic, isReported } from "./groups.js";
import { looksAsIf } from "./looks.js";
import { pausedWords } from "./pauses.js";

/**
 * more: by group, {after, left} of those that the page does not hold;
 * show: {inHand, me, isSending(id), told(id), isUp, counts, now}
 */
export function renderGroups(groups, more, show) {
  for (const [name, questions] of Object.entries(groups)) {
    const section = document.getElementById(`group-${name}`);
    if ("goes" in section.dataset) setShown(section, questions.length > 0);
    setShown(part(section, "empty"), questions.length === 0);
    setShown(part(section, "list"), questions.length > 0);
    renderList(part(section, "list"), questions, {
      make: () => fromTemplate("desk-item"),
      fill: (node, question) => fillItem(node, question, show),
    });
    renderMore(part(section, "more"), name, more[name]);
  }
}

/** It stands as a link, for those without scripts; here it brings the next ones into the list. */
function renderMore(line, name, more) {
  setShown(line, Boolean(more?.left));
  if (!more?.left) return;
  const link = line.querySelector("a");
  setAttribute(link, "href", `?${name}=${more.after}#group-${name}`);
  setText(link, say("more", { n: more.left }));
}

function fillItem(node, question, show) {
  setAttribute(node, "href", `?question=${question.id}`);
  setAttribute(node, "aria-current", question.id === show.inHand);
  fillHead(node, question);
  setMoment(node.querySelector("time"), question.asked_at);
  const apart = isPublic(question) ? apartWords(show.counts, question.id) : "";
  setText(part(node, "apart"), apart);
  setShown(part(node, "apart"), Boolean(apart));
  const paused = pausedWords(question, show.now);
  setText(part(node, "paused"), paused);
  setShown(part(node, "paused"), Boolean(paused));
  const flag = flagOf(question, show);
  setText(part(node, "flag"), flag);
  setShown(part(node, "flag"), Boolean(flag));
}

function flagOf(question, { me, isSending, told, isUp }) {
  const { id, claimed_by: by, reports } = question;
  const reported = isReported(question);
  if (isSending(id)) return say(isUp ? "sending.sending" : "line.offline");
  if (told(id)?.isError) return say("not_done");
  if (by) return by === me ? say("claimed_by_you") : say("claimed", { name: by });
  return reported ? say("reports", { n: reports }) : looksAsIf(question);
}
