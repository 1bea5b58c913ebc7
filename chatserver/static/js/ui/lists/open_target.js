/** A link that leads to an answer opens it; what is behind the first of its list is there once it is drawn. */

export function openTarget(live) {
  const isHere = document.querySelector(":target");
  live.draw();
  if (!isHere) location.replace(location.hash); // leads there once more
  const fold = document.querySelector(":target > details");
  if (fold) fold.open = true;
}
