/** Lets a text area grow with its words where the browser does not do it by itself (field-sizing). Never touches the words. */

const IS_DONE_BY_BROWSER = CSS.supports("field-sizing", "content");

export function growWithWords(area) {
  if (IS_DONE_BY_BROWSER) return;
  area.addEventListener("input", () => fitHeight(area));
  fitHeight(area);
}

/** The style sheet's max-height stays the bound. */
export function fitHeight(area) {
  if (IS_DONE_BY_BROWSER) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
}
