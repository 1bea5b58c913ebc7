/** Shows what the moderators told the room: the newest, and behind it the others. */

import { renderList } from "./lists/keyed_list.js";
import { fromTemplate, part, setShown } from "./parts.js";
import { setMoment, setWritten } from "./questions/written.js";

export function renderNotices(box, notices) {
  const items = notices.map((notice) => ({ ...notice, id: notice.seq })).reverse();
  setShown(box, items.length > 0);
  setShown(part(box, "earlier_notices"), items.length > 1);
  const how = { make: () => fromTemplate("notice-item"), fill: fillNotice };
  renderList(part(box, "newest"), items.slice(0, 1), how);
  renderList(part(box, "older"), items.slice(1), how);
}

function fillNotice(node, { text, at }) {
  setWritten(part(node, "text"), text);
  setMoment(node.querySelector("time"), at);
}
