/** A switch whose state this browser remembers. */

import { Shelf } from "../live/own/shelf.js";

/** changed() is called when somebody turns it. */
export function remember(box, key, changed = () => {}) {
  const shelf = new Shelf(key);
  box.checked = shelf.read(box.defaultChecked);
  box.addEventListener("change", () => {
    shelf.write(box.checked);
    changed();
  });
  return box;
}
