/** Takes the offer to undo a decision away once its seconds are over: then it has taken effect. */

export function countDown(offer) {
  setTimeout(() => offer.remove(), Number(offer.dataset.seconds) * 1000);
}
