/**
 * "Use my location" where a place is chosen: asks the browser once, when pressed, and fills in the form's hidden fields.
 *
 * Four decimals of a degree are about 11 m: more would tell somebody's door. Besides, a map that the page scales is
 * pressed in its own pixels, so the form is told how large it is.
 */

const WAIT_MS = 15000;
const FRESH_MS = 60000;
const ROUGH_M = 100;
const DECIMALS = 4;
const CLOSE = "3";

export function offerPlace(part) {
  const map = part.querySelector('input[type="image"]');
  map?.addEventListener("click", () => stateSize(part, map));
  if (!("geolocation" in navigator) || !window.isSecureContext) return;
  const locating = part.querySelector('[data-part="locating"]');
  const button = locating.querySelector("button");
  const state = locating.querySelector('[role="status"]');
  locating.hidden = false;

  const rest = (words) => {
    button.disabled = false;
    state.textContent = words;
  };
  const take = ({ coords }) => {
    if (coords.accuracy > ROUGH_M) {
      rest(state.dataset.rough);
      return;
    }
    const [lat, lon] = [coords.latitude.toFixed(DECIMALS), coords.longitude.toFixed(DECIMALS)];
    field(part, "place_lat").value = lat;
    field(part, "place_lon").value = lon;
    part.querySelector('[data-part="words"]')?.remove(); // those of an earlier place
    if (map) showThere(part, map, `${lat},${lon}`);
    rest(state.dataset.found);
  };
  const explain = (error) => {
    rest(error.code === error.PERMISSION_DENIED ? state.dataset.refused : state.dataset.unknown);
    button.focus();
  };
  button.addEventListener("click", () => {
    button.disabled = true;
    state.textContent = state.dataset.searching;
    navigator.geolocation.getCurrentPosition(take, explain, {
      enableHighAccuracy: true,
      timeout: WAIT_MS,
      maximumAge: FRESH_MS,
    });
  });
}

function field(part, name) {
  return part.querySelector(`[name="${name}"]`);
}

function stateSize(part, map) {
  field(part, "place_width").value = map.clientWidth;
  field(part, "place_height").value = map.clientHeight;
}

/** The map around the place, with its mark. */
function showThere(part, map, place) {
  const address = new URL(map.src);
  for (const [name, value] of [["around", place], ["at", place], ["zoom", CLOSE]]) address.searchParams.set(name, value);
  map.src = address.href;
  field(part, "place_around").value = place;
  field(part, "place_zoom").value = CLOSE;
}
