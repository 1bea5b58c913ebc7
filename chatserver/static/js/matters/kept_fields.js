/** Keeps what was chosen beside the words of a complaint through a dead network, until the server has it. */

import { Shelf } from "../live/own/shelf.js";

const NAMES = ["category", "place_landmark"];

/** What the page came with stays. */
export function keepFields(form) {
  const shelf = new Shelf("matter-fields");
  const fields = NAMES.map((name) => form.elements[name]).filter(Boolean);
  const kept = shelf.read({});
  for (const field of fields) field.value ||= kept[field.name] ?? "";
  const keep = () => shelf.write(Object.fromEntries(fields.map(({ name, value }) => [name, value])));
  for (const field of fields) field.addEventListener("change", keep);
}

export function forgetFields() {
  new Shelf("matter-fields").clear();
}
