/** Asks the browser where it is, once and only when the button is pressed, and sends it with the form. */

const WAIT_MS = 15000;
const FRESH_MS = 60000;

export function offerLocation(form) {
  if (!("geolocation" in navigator) || !window.isSecureContext) return;
  const button = form.querySelector("button");
  const state = form.querySelector('[data-part="state"]');
  form.hidden = false;

  const rest = (words) => {
    button.disabled = false;
    state.textContent = words;
  };
  const send = ({ coords }) => {
    form.elements.lat.value = coords.latitude.toFixed(6);
    form.elements.lon.value = coords.longitude.toFixed(6);
    form.submit();
  };
  const explain = (error) => {
    rest(error.code === error.PERMISSION_DENIED ? state.dataset.refused : state.dataset.unknown);
    button.focus();
  };
  window.addEventListener("pageshow", ({ persisted }) => {
    if (persisted) rest(""); // come back to, as it was left: waiting for an answer that was given
  });
  button.addEventListener("click", () => {
    button.disabled = true;
    state.textContent = state.dataset.searching;
    navigator.geolocation.getCurrentPosition(send, explain, {
      enableHighAccuracy: true,
      timeout: WAIT_MS,
      maximumAge: FRESH_MS,
    });
  });
}
