/** Scripts that come when they are first needed: the page has each in a <template>, and each tells that it has come (js/pages/room/tell_loaded.js). */

const COMING = new Map();

/** What the script gives; null where it does not come: the next call asks for it again. */
export function loadScript(name) {
  if (!COMING.has(name)) COMING.set(name, askFor(name));
  return COMING.get(name);
}

function askFor(name) {
  return new Promise((resolve) => {
    const script = document.getElementById(`script-${name}`).content.firstElementChild.cloneNode();
    document.addEventListener(`script:${name}`, ({ detail }) => resolve(detail), { once: true });
    script.addEventListener("error", () => {
      COMING.delete(name);
      resolve(null);
    });
    document.head.append(script);
  });
}
