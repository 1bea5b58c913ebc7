/** A form that is sent once, however often its button is pressed while a slow network leaves the page standing. */

const WAITED_FOR_MS = 8000;

export function submitOnce(form) {
  const button = form.querySelector("button");
  const letGo = () => button.removeAttribute("aria-disabled");

  form.addEventListener("submit", (event) => {
    if (button.getAttribute("aria-disabled") === "true") {
      event.preventDefault();
      return;
    }
    button.setAttribute("aria-disabled", "true");
    setTimeout(letGo, WAITED_FOR_MS);
  });
  addEventListener("pageshow", letGo); // come back to
}
