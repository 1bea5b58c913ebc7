/** Small steps over the page's own markup: named parts, templates, text. Text goes in as text, never as markup. */

export function part(root, name) {
  return root.querySelector(`[data-part="${name}"]`);
}

export function fromTemplate(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}

/** Writes only a change, so that a selection or a screen reader's place inside is not disturbed for nothing. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export function setShown(node, shown) {
  if (node.hidden === shown) node.hidden = !shown;
}

/** A line that is there only while it says something. */
export function setLine(node, text) {
  setShown(node, Boolean(text));
  setText(node, text || "");
}

/** Off for now, yet it keeps focus: who gave a command by keyboard must not be thrown to the top of the page. */
export function setBusy(button, busy) {
  setAttribute(button, "aria-disabled", busy);
}

export function setAttribute(node, name, value) {
  if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value);
}
