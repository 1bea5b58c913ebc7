/** Scripts that come when they are first needed: the page has each in a <template>, and each tells that it has come (js/pages/room/tell_loaded.js). */

import { askAgain } from "./ask_again.js";
import { fromTemplate } from "./parts.js";

const COMING = new Map();

/** What the script gives; null where it does not come: the next call asks for it again. */
export async function loadScript(name) {
  if (!COMING.has(name)) COMING.set(name, askAgain(() => askFor(name)));
  const given = await COMING.get(name);
  if (!given) COMING.delete(name);
  return given;
}

function askFor(name) {
  return new Promise((resolve) => {
    const script = fromTemplate(`script-${name}`);
    document.addEventListener(`script:${name}`, ({ detail }) => resolve(detail), { once: true });
    script.addEventListener("error", () => resolve(null));
    document.head.append(script);
  });
}
