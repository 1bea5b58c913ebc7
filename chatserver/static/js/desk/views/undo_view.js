/** Shows one's own decisions that can still be undone, each with a button and the seconds that are left. */

import { renderList } from "../../ui/lists/keyed_list.js";
import { shorten } from "../../ui/wording/news.js";
import { fromTemplate, part, setBusy, setShown, setText } from "../../ui/parts.js";
import { setWritten } from "../../ui/questions/written.js";
import { ownPending, pendingWords } from "../pending.js";

export class UndoView {
  /** section is missing where nobody decides. */
  constructor(section) {
    this.section = section;
  }

  /** show: {me, now, isSending(id), versionOf(question)} */
  render(questions, show) {
    if (!this.section) return;
    const own = ownPending(questions, show);
    setShown(this.section, own.length > 0);
    renderList(part(this.section, "list"), own, { make: () => fromTemplate("undo-item"), fill: (node, question) => fillUndo(node, question, show) });
  }
}

function fillUndo(node, question, { me, now, isSending, versionOf }) {
  setText(part(node, "said"), pendingWords(question, { me, now }));
  setWritten(part(node, "about"), shorten(question.text));
  node.querySelector("[name=question]").value = question.id;
  node.querySelector("[name=version]").value = versionOf(question);
  setBusy(node.querySelector("button"), isSending(question.id));
}
