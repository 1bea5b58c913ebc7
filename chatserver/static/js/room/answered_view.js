/** Shows what has been answered or put on notice, newest first. */

import { renderList } from "../ui/keyed_list.js";
import { fromTemplate, part, setShown, setText } from "../ui/parts.js";
import { fillQuestion, setState } from "../ui/question_view.js";

export function renderAnswered(section, { answered, session }, { isMine, mayReport, messageFor }) {
  setShown(part(section, "empty"), answered.length === 0);
  renderList(part(section, "list"), [...answered].reverse(), {
    make: () => fromTemplate("answered-item"),
    fill: (node, card) => fillAnsweredItem(node, card, { office: session.office, mine: isMine(card.id), mayReport, message: messageFor(card.id) }),
  });
}

function fillAnsweredItem(node, card, { office, mine, mayReport, message = "" }) {
  const article = part(node, "card");
  article.id = `q-${card.receipt}`;
  article.classList.toggle("question--mine", mine);
  setState(part(node, "state"), card.state);
  fillQuestion(node, card, { office, mine, mayReport });
  setShown(part(node, "feedback"), Boolean(message));
  setText(part(node, "feedback"), message);
}
