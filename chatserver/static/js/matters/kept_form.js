/** Keeps a whole complaint that is being written – words, fields, place, photos – until the server has it, and gives it back. */

import { StoredValue } from "../live/own/stored_value.js";
import { Draft } from "../ui/forms/draft.js";
import { giveBack, isOfAnother, keepFields, lacksWard, nameOf, nameWithRef, storedFieldsOf } from "./kept_fields.js";
import { KeptPhotos, forgetPhotos } from "./kept_photos.js";

/** The form says in data-begun how its page has what is filled in: "POST", or "GET" from the server's own cookies; without
   it, the page has nothing. Returns the fields that were given back, if any, and where its photos are kept. */
export function keepForm(form) {
  const name = nameOf(form);
  if (isOfAnother(storedFieldsOf(name).read({}))) forget(name);
  const kept = storedFieldsOf(name).read({});
  const given = isNewer(form, kept) ? giveBack(form, kept) : null;
  keepWords(form, name, Boolean(given));
  keepFields(form, name);
  if (given && lacksWard(given)) location.replace(`${location.search || "?"}&${new URLSearchParams({ ward: given.ward })}`);
  const photos = new KeptPhotos(form, name);
  return { given, photos: form.dataset.begun === "POST" ? withoutOthers(photos) : photos };
}

/** ref: of what the server has received. */
export function forgetSent(ref) {
  const name = nameWithRef(ref);
  if (name) forget(name);
}

function forget(name) {
  for (const stored of [new StoredValue(`draft:${name}`), storedFieldsOf(name)]) stored.clear();
  forgetPhotos(name).catch(() => {}); // a browser that refuses them has none
}

function isNewer(form, { ref }) {
  const { begun } = form.dataset;
  return Boolean(ref) && (begun === undefined || (begun === "GET" && ref === form.elements.ref.value));
}

function keepWords(form, name, isGiven) {
  const { text } = form.elements;
  if (isGiven) text.value = "";
  const draft = new Draft(text);
  draft.open(name);
  draft.keep();
}

/** A page that the server made of what was sent shows all photos that it took; others were removed or refused. */
function withoutOthers(photos) {
  return { read: () => photos.read().then(() => []), write: (some) => photos.write(some) };
}
