/** Shows how many things each part of the page holds, beside its heading and in the tabs. */

import { setText } from "./parts.js";
import { formatNumber } from "./wording/words.js";

export function renderCounts(counts) {
  for (const node of document.querySelectorAll("[data-count]")) {
    const count = counts[node.dataset.count];
    if (count !== undefined) setText(node, formatNumber(count));
  }
}
