/** A switch whose state this browser remembers. */

import { StoredValue } from "../live/own/stored_value.js";

/** changed() is called when somebody turns it. */
export function remember(box, key, changed = () => {}) {
  const stored = new StoredValue(key);
  box.checked = stored.read(box.defaultChecked);
  box.addEventListener("change", () => {
    stored.write(box.checked);
    changed();
  });
  return box;
}
