/** Photos that are chosen on a phone: made small before they are sent, each with a preview, words and a button to remove it.

   The markup is templates/sessions/platform/photos/_choose.html. Without this script its file field sends the files as they are;
   the server makes the same of both. No addresses are made of files: the pages' policy shows pictures of the site only. */

import { holdForm } from "./hold_form.js";
import { canReplaceFiles, drawUpright, namelessFile, replaceFiles, shrink } from "./shrinking.js";

const PREVIEW_SIDE = 320;
const NOWHERE = { read: async () => [], write: async () => {} };

/** kept: where they outlive the page, as js/matters/kept_photos.js does. */
export function offerPhotos(box, kept = NOWHERE) {
  const [input, state, chosen] = ["input", "state", "chosen"].map((name) => box.querySelector(`[data-part="${name}"]`));
  const template = box.querySelector("template");
  const most = Number(box.dataset.most) - input.form.querySelectorAll('[name="kept_photo"]').length;
  const photos = []; // each: its key, its file, its item in the list and its words in that
  if (!canReplaceFiles(input)) return;
  const doBeforeSending = holdForm(input.form);

  const show = () => {
    replaceFiles(input, photos.map(({ file }) => file));
    chosen.hidden = photos.length === 0;
  };
  const explain = (error) => {
    if (!(error instanceof DOMException)) throw error;
    state.textContent = box.dataset.unkept;
  };
  const keep = () => kept.write(photos.map(({ key, file, words }) => ({ key, blob: file, alt: words.value }))).catch(explain);

  const remove = (photo) => {
    photos.splice(photos.indexOf(photo), 1);
    photo.item.remove();
    show();
    keep();
    state.textContent = box.dataset.removed;
    input.focus();
  };

  const add = ({ blob, canvas, key = newKey(), alt = "" }) => {
    const item = template.content.firstElementChild.cloneNode(true);
    const [words, keyField] = ["alt", "photo_key"].map((name) => item.querySelector(`[name="${name}"]`));
    const photo = { key, item, words, file: namelessFile(blob) };
    [words.value, keyField.value] = [alt, key];
    words.addEventListener("input", keep);
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
    show();
    keep();
    state.textContent = [...said].join(" ");
  };

  const giveBack = async () => {
    for (const photo of await kept.read()) {
      const canvas = await drawUpright(photo.blob);
      if (canvas && photos.length < most) add({ ...photo, canvas });
    }
    show();
    await keep();
  };

  input.addEventListener("change", () => {
    const files = [...input.files];
    show(); // until they are small, the new ones are not in the field
    state.textContent = box.dataset.working;
    doBeforeSending(() => take(files));
  });
  show();
  doBeforeSending(() => giveBack().catch(explain));
}

function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function drawPreview(preview, canvas) {
  const scale = Math.min(1, PREVIEW_SIDE / Math.max(canvas.width, canvas.height));
  preview.width = Math.max(1, Math.round(canvas.width * scale));
  preview.height = Math.max(1, Math.round(canvas.height * scale));
  preview.getContext("2d").drawImage(canvas, 0, 0, preview.width, preview.height);
}
