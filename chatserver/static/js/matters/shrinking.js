/** Makes a photo small before it leaves the phone: a JPEG of at most so many pixels and bytes, upright and without a name. */

const LONGEST_SIDE = 1600;
const MOST_BYTES = 400000;
const QUALITIES = [0.8, 0.7, 0.6, 0.5];
const SMALLER = 0.8;

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

/** A canvas with the picture as it is; null for what this browser cannot read. */
export async function drawUpright(blob) {
  const image = await read(blob);
  return image && drawn(image, Math.max(image.width, image.height));
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

/** The name of a file may tell of a person. */
export function namelessFile(blob) {
  return new File([blob], "photo.jpg", { type: blob.type });
}

/** Browsers before 2021 cannot: their file field is left as it is. */
export function canReplaceFiles(input) {
  try {
    input.files = new DataTransfer().files;
    return true;
  } catch {
    return false;
  }
}

export function replaceFiles(input, files) {
  const chosen = new DataTransfer();
  for (const file of files) chosen.items.add(file);
  input.files = chosen.files;
}
