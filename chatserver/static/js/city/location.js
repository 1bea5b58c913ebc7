/** Sends where the browser is with the form that looks for a ward. */

import { offerOwnPosition } from "../ui/forms/own_position.js";

export function offerLocation(form) {
  const rest = offerOwnPosition(form, form.querySelector('[data-part="state"]'), ({ latitude, longitude }) => {
    form.elements.lat.value = latitude.toFixed(6);
    form.elements.lon.value = longitude.toFixed(6);
    form.submit();
  });
  window.addEventListener("pageshow", ({ persisted }) => {
    if (persisted) rest?.(""); // come back to, as it was left: waiting for an answer that was given
  });
}
