/** Photos that are chosen on a phone: made small before they are sent, each with a preview, words and a button to remove it.

   The markup is templates/sessions/photos/_choose.html. Without this script its file field sends the files as they are;
   the server makes the same of both. No addresses are made of files: the pages' policy shows pictures of the site only. */

const LONGEST_SIDE = 1600;
const MOST_BYTES = 400000;
const QUALITIES = [0.8, 0.7, 0.6, 0.5];
const SMALLER = 0.8;
const PREVIEW_SIDE = 320;

export function offerPhotos(box) {
  const [input, state, chosen] = ["input", "state", "chosen"].map((name) => box.querySelector(`[data-part="${name}"]`));
  const template = box.querySelector("template");
  const most = Number(box.dataset.most);
  const photos = []; // each: its file, and its item in the list
  let working = null; // a promise, while photos are being made small
  let waits = null; // what the form is to be sent by, after that
  if (!canReplaceFiles(input)) return;

  const write = () => {
    const files = new DataTransfer();
    for (const { file } of photos) files.items.add(file);
    input.files = files.files;
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
    const photo = { item, file: new File([blob], "photo.jpg", { type: blob.type }) }; // the name may tell of a person
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

  const sendWhatWaits = () => {
    working = null;
    if (!waits) return;
    const { submitter } = waits;
    waits = null;
    if (input.form.requestSubmit) input.form.requestSubmit(submitter);
    else input.form.submit();
  };

  input.addEventListener("change", () => {
    const files = [...input.files];
    write(); // until they are small, the new ones are not in the field
    state.textContent = box.dataset.working;
    const done = Promise.resolve(working).then(() => take(files));
    working = done;
    done.finally(() => {
      if (working === done) sendWhatWaits();
    });
  });

  input.form.addEventListener(
    "submit",
    (event) => {
      if (!working) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      waits = { submitter: event.submitter ?? null };
    },
    { capture: true },
  );
  write();
}

/** A JPEG that is small enough, and the canvas that it was made from; null for what this browser cannot read. */
export async function shrink(file) {
  const image = await read(file);
  if (!image) return null;
  let side = Math.min(LONGEST_SIDE, Math.max(image.width, image.height));
  for (;;) {
    const canvas = drawn(image, side);
    for (const quality of QUALITIES) {
      const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
      if (!blob) return null;
      if (blob.size <= MOST_BYTES) {
        image.close?.();
        return { blob, canvas };
      }
    }
    side = Math.floor(side * SMALLER);
  }
}

/** Turned upright. Old browsers know no options, or have no createImageBitmap. */
async function read(file) {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return readAsImage(file);
  }
}

function readAsImage(file) {
  return new Promise((resolve) => {
    const reader = new FileReader();
    const image = new Image();
    const giveUp = () => resolve(null);
    reader.addEventListener("error", giveUp);
    reader.addEventListener("load", () => (image.src = reader.result));
    image.addEventListener("error", giveUp);
    image.addEventListener("load", () => resolve(image));
    reader.readAsDataURL(file);
  });
}

function drawn(image, side) {
  const scale = side / Math.max(image.width, image.height);
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff"; // JPEG has no transparency
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function drawPreview(preview, canvas) {
  const scale = Math.min(1, PREVIEW_SIDE / Math.max(canvas.width, canvas.height));
  preview.width = Math.max(1, Math.round(canvas.width * scale));
  preview.height = Math.max(1, Math.round(canvas.height * scale));
  preview.getContext("2d").drawImage(canvas, 0, 0, preview.width, preview.height);
}

/** Browsers before 2021 cannot: their file field is left as it is. */
function canReplaceFiles(input) {
  try {
    input.files = new DataTransfer().files;
    return true;
  } catch {
    return false;
  }
}
