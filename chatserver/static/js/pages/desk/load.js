/** The clerk's second screen: asks for the numbers again and again, and shows what came. */

import { fetchFrame } from "../../live/connection/requests.js";
import { renderList } from "../../ui/lists/keyed_list.js";
import { fromTemplate, part, setText } from "../../ui/parts.js";

const EVERY_MS = 5000;
const page = document.getElementById("load");

async function renew() {
  try {
    const { parts, moderators } = await fetchFrame(page.dataset.url, {});
    for (const [name, text] of Object.entries(parts)) setText(part(page, name), text);
    renderList(part(page, "moderators"), moderators, { make: () => fromTemplate("moderator-item"), fill: fillModerator });
  } catch (error) {
    console.warn("the load of the desk could not be asked for", error);
  }
}

function fillModerator(node, { name, words }) {
  setText(part(node, "name"), name);
  setText(part(node, "words"), words);
}

setInterval(renew, EVERY_MS);
