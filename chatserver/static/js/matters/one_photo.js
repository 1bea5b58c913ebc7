/** A field for one photo, whose words stand beside it: what is chosen is made small before it is sent.

   The field's box says data-working and data-unreadable; its state is the element data-part="state" in it. */

import { holdForm } from "./hold_form.js";
import { canReplaceFiles, namelessFile, replaceFiles, shrink } from "./shrinking.js";

export function offerOnePhoto(box) {
  const input = box.querySelector('input[type="file"]');
  const state = box.querySelector('[data-part="state"]');
  if (!canReplaceFiles(input)) return;
  const doBeforeSending = holdForm(input.form);

  const take = async (file) => {
    const small = await shrink(file);
    replaceFiles(input, small ? [namelessFile(small.blob)] : []);
    state.textContent = small ? "" : box.dataset.unreadable;
  };

  input.addEventListener("change", () => {
    const [file] = input.files;
    if (!file) return;
    state.textContent = box.dataset.working;
    doBeforeSending(() => take(file));
  });
}
