/** Scripts that come when they are first needed: the page has each in a <template>, and each tells that it has come (js/pages/room/tell_loaded.js). */

import { askAgain } from "./ask_again.js";

const UP_AGAIN = "connection:up_again";
const COMING = new Map();

/** What the script gives; null where it does not come: the next call asks for it again. */
export function loadScript(name) {
  if (!COMING.has(name)) COMING.set(name, loadAgain(name));
  return COMING.get(name);
}

/** act() is called each time the connection is up again: what has not come may come now. */
export function whenBack(act) {
  document.addEventListener(UP_AGAIN, act);
}

export function tellBack() {
  document.dispatchEvent(new Event(UP_AGAIN));
}

async function loadAgain(name) {
  const given = await askAgain(() => askFor(name));
  if (given === null) COMING.delete(name);
  return given;
}

function askFor(name) {
  return new Promise((resolve) => {
    const script = document.getElementById(`script-${name}`).content.firstElementChild.cloneNode();
    document.addEventListener(`script:${name}`, ({ detail }) => resolve(detail), { once: true });
    script.addEventListener("error", () => resolve(null));
    document.head.append(script);
  });
}
