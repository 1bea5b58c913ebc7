/** Shows what the moderators told the room, newest first. */

import { renderList } from "./keyed_list.js";
import { fromTemplate, part, setShown } from "./parts.js";
import { setMoment, setWritten } from "./question_view.js";

export function renderNotices(list, notices) {
  const items = notices.map((notice) => ({ ...notice, id: notice.seq })).reverse();
  setShown(list, items.length > 0);
  renderList(list, items, { make: () => fromTemplate("notice-item"), fill: fillNotice });
}

function fillNotice(node, { text, at }) {
  setWritten(part(node, "text"), text);
  setMoment(node.querySelector("time"), at);
}
