/**
 * A button that asks the browser where it is: once, and only when it is pressed. `state` says what came of it.
 *
 * `take` gets the coordinates, and a function that says something and lets the button be pressed again; which is
 * answered, too, or null where a browser cannot be asked.
 */

const WAIT_MS = 15000;
const FRESH_MS = 60000;

export function offerOwnPosition(part, state, take) {
  if (!("geolocation" in navigator) || !window.isSecureContext) return null;
  const button = part.querySelector("button");
  part.hidden = false;

  const rest = (words) => {
    button.disabled = false;
    state.textContent = words;
  };
  const explain = (error) => {
    rest(error.code === error.PERMISSION_DENIED ? state.dataset.refused : state.dataset.unknown);
    button.focus();
  };
  button.addEventListener("click", () => {
    button.disabled = true;
    state.textContent = state.dataset.searching;
    navigator.geolocation.getCurrentPosition(({ coords }) => take(coords, rest), explain, {
      enableHighAccuracy: true,
      timeout: WAIT_MS,
      maximumAge: FRESH_MS,
    });
  });
  return rest;
}
