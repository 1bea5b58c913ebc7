/** A form whose button works only after some seconds, and says how many are left. */

import { formatNumber } from "../ui/wording/words.js";

export function holdBack(form) {
  const button = form.querySelector("button");
  const told = form.querySelector('[data-part="wait"]');
  const until = performance.now() + Number(form.dataset.wait) * 1000;

  const show = () => {
    const left = Math.ceil((until - performance.now()) / 1000);
    const isHeld = left > 0;
    button.setAttribute("aria-disabled", String(isHeld));
    told.textContent = isHeld ? told.dataset.words.replace("{n}", formatNumber(left)) : "";
    if (isHeld) setTimeout(show, 1000);
  };
  form.addEventListener("submit", (event) => {
    if (button.getAttribute("aria-disabled") === "true") event.preventDefault();
  });
  show();
}
