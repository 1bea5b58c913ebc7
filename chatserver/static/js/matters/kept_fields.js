/** Keeps what was filled in beside the words of a complaint, with its place and its ref, until the server has it.

   The same ref again is the same complaint, also where the answer to the first one was lost. */

import { keptNames } from "../live/own/kept_names.js";
import { StoredValue } from "../live/own/stored_value.js";

const PREFIX = "fields:";
const PLACE = ["place_lat", "place_lon", "place_around", "place_zoom", "place_near", "place_landmark"];
const PRESS = ["pin.x", "pin.y", "place_width", "place_height"];
const OF_PLACE = [...PLACE, ...PRESS];
const NAMES = ["ref", "kind", "category", "ward", ...OF_PLACE];

/** Under which name a form is kept: one that says of an activity that it is not so has its own. */
export function nameOf(form) {
  return form.elements.about?.value ? `matter:${form.elements.about.value}` : "matter";
}

/** name: of what was sent with this ref; null where that is not kept here. */
export function nameWithRef(ref) {
  const keys = keptNames().filter((key) => key.startsWith(`${PREFIX}matter`));
  const key = keys.find((each) => new StoredValue(each).read({}).ref === ref);
  return key ? key.slice(PREFIX.length) : null;
}

export function storedFieldsOf(name) {
  return new StoredValue(`${PREFIX}${name}`);
}

/** Whether somebody else who used this browser was writing it. */
export function isOfAnother(kept) {
  return Boolean(kept.person && person() && kept.person !== person());
}

/** From now on each change is kept. */
export function keepFields(form, name) {
  const stored = storedFieldsOf(name);
  const keep = () => {
    const now = Object.fromEntries(NAMES.map((each) => [each, form.elements[each]?.value ?? ""]));
    stored.write({ ...now, person: person() || stored.read({}).person });
  };
  for (const type of ["input", "change"]) form.addEventListener(type, keep);
  keep();
}

/** Whether the page has to be asked for once more, so that it shows the map of the ward that was kept. */
export function lacksWard(kept) {
  const shown = document.getElementById("ward")?.defaultValue ?? "";
  return Boolean(kept.ward) && shown !== kept.ward && !new URLSearchParams(location.search).has("ward");
}

/** What the address asks for goes before what is kept, and a place belongs to its ward. Returns what was given back. */
export function giveBack(form, kept) {
  const asked = new URLSearchParams(location.search);
  const isOtherWard = asked.has("ward") && asked.get("ward") !== kept.ward;
  const names = NAMES.filter((name) => kept[name] && !(OF_PLACE.includes(name) ? isOtherWard : asked.has(name)));
  for (const name of names) if (form.elements[name]) form.elements[name].value = kept[name];
  return Object.fromEntries(names.map((name) => [name, kept[name]]));
}

/** Blank for a visitor. */
export function person() {
  return document.documentElement.dataset.person ?? "";
}
