/**
 * "Use my location" where a place is chosen: asks the browser once, when pressed, and fills in the form's hidden fields.
 *
 * Four decimals of a degree are about 11 m: more would tell somebody's door. Besides, a map that the page scales is
 * pressed in its own pixels, so the form is told how large it is.
 */

import { offerOwnPosition } from "../ui/forms/own_position.js";

const ROUGH_M = 100;
const DECIMALS = 4;
const CLOSE = "3";

export function offerPlace(part) {
  const map = part.querySelector('input[type="image"]');
  map?.addEventListener("click", (event) => statePress(part, map, event));
  const locating = part.querySelector('[data-part="locating"]');
  const state = locating.querySelector('[role="status"]');
  offerOwnPosition(locating, state, ({ accuracy, latitude, longitude }, rest) => {
    if (accuracy > ROUGH_M) {
      rest(state.dataset.rough);
      return;
    }
    const [lat, lon] = [latitude.toFixed(DECIMALS), longitude.toFixed(DECIMALS)];
    field(part, "place_lat").value = lat;
    field(part, "place_lon").value = lon;
    for (const words of part.querySelectorAll('[data-part="words"], [data-part="kept"]')) words.remove(); // of an earlier place
    for (const press of pressOf(part)) press.remove();
    if (map) showThere(part, map, `${lat},${lon}`);
    part.form.dispatchEvent(new Event("change"));
    rest(state.dataset.found);
  });
}

function field(part, name) {
  return part.querySelector(`[name="${name}"]`);
}

/** The pixel stands in fields, too, so that it is kept where the form cannot be sent now. */
function statePress(part, map, { offsetX, offsetY }) {
  field(part, "place_width").value = map.clientWidth;
  field(part, "place_height").value = map.clientHeight;
  keepPress(part, { "pin.x": Math.max(0, Math.floor(offsetX)), "pin.y": Math.max(0, Math.floor(offsetY)) });
}

/** Before the map, whose own pixel is the one that counts where the form is sent by it. */
function keepPress(part, press) {
  for (const each of pressOf(part)) each.remove();
  for (const [name, value] of Object.entries(press)) {
    part.prepend(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  part.form.dispatchEvent(new Event("change"));
}

function pressOf(part) {
  return part.querySelectorAll('input[type="hidden"][name^="pin."]');
}

/** A place that was kept with the form: its fields have it already, but for the pixel that was pressed. */
export function showKeptPlace(part, kept) {
  const map = part.querySelector('input[type="image"]');
  const [lat, lon] = ["place_lat", "place_lon"].map((name) => field(part, name).value);
  const isPressed = Boolean(map && kept["pin.x"]);
  if (isPressed) keepPress(part, { "pin.x": kept["pin.x"], "pin.y": kept["pin.y"] });
  if (map && lat && lon) showAt(map, { around: field(part, "place_around").value, at: `${lat},${lon}`, zoom: field(part, "place_zoom").value });
  part.querySelector('[data-part="kept"]').hidden = !isPressed && !(lat && lon);
}

/** The map around the place, with its mark. */
function showThere(part, map, place) {
  showAt(map, { around: place, at: place, zoom: CLOSE });
  field(part, "place_around").value = place;
  field(part, "place_zoom").value = CLOSE;
}

function showAt(map, view) {
  const address = new URL(map.src);
  for (const [name, value] of Object.entries(view)) address.searchParams.set(name, value);
  map.src = address.href;
}
