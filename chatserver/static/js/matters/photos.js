/** Photos that are chosen on a phone: made small before they are sent, each with a preview, words and a button to remove it.

   The markup is templates/sessions/photos/_choose.html. Without this script its file field sends the files as they are;
   the server makes the same of both. No addresses are made of files: the pages' policy shows pictures of the site only. */

import { holdForm } from "./hold_form.js";
import { canReplaceFiles, namelessFile, replaceFiles, shrink } from "./shrinking.js";

const PREVIEW_SIDE = 320;

export function offerPhotos(box) {
  const [input, state, chosen] = ["input", "state", "chosen"].map((name) => box.querySelector(`[data-part="${name}"]`));
  const template = box.querySelector("template");
  const most = Number(box.dataset.most);
  const photos = []; // each: its file, and its item in the list
  if (!canReplaceFiles(input)) return;
  const doBeforeSending = holdForm(input.form);

  const write = () => {
    replaceFiles(input, photos.map(({ file }) => file));
    chosen.hidden = photos.length === 0;
  };

  const remove = (photo) => {
    photos.splice(photos.indexOf(photo), 1);
    photo.item.remove();
    write();
    state.textContent = box.dataset.removed;
    input.focus();
  };

  const add = ({ blob, canvas }) => {
    const item = template.content.firstElementChild.cloneNode(true);
    const photo = { item, file: namelessFile(blob) };
    drawPreview(item.querySelector("canvas"), canvas);
    item.querySelector("button").addEventListener("click", () => remove(photo));
    chosen.append(item);
    photos.push(photo);
  };

  const take = async (files) => {
    const said = new Set();
    for (const file of files) {
      const small = photos.length < most ? await shrink(file) : null;
      if (small) add(small);
      else said.add(photos.length < most ? box.dataset.unreadable : box.dataset.tooMany);
    }
    write();
    state.textContent = [...said].join(" ");
  };

  input.addEventListener("change", () => {
    const files = [...input.files];
    write(); // until they are small, the new ones are not in the field
    state.textContent = box.dataset.working;
    doBeforeSending(() => take(files));
  });
  write();
}

function drawPreview(preview, canvas) {
  const scale = Math.min(1, PREVIEW_SIDE / Math.max(canvas.width, canvas.height));
  preview.width = Math.max(1, Math.round(canvas.width * scale));
  preview.height = Math.max(1, Math.round(canvas.height * scale));
  preview.getContext("2d").drawImage(canvas, 0, 0, preview.width, preview.height);
}
