/** Under which names this browser keeps values: none where it forbids that. */

import { withStorage } from "./stored_value.js";

export function keptNames() {
  return withStorage((storage) => Object.keys(storage), () => []);
}
