/** Up and down the list of complaints that wait: on the list from link to link, on the page of one to its neighbours. */

export function listMoves(page) {
  const all = [...page.querySelectorAll('[data-part="free"], [data-part="claimed"]')];
  return {
    step: (by) => all[within(all.indexOf(document.activeElement) + by, all.length)]?.focus(),
    nextFree: () => all.find((link) => link.dataset.part === "free")?.click(),
    select: () => false,
  };
}

export function onePageMoves(page) {
  const open = (name) => page.querySelector(`[data-part="${name}"]`)?.click();
  return {
    step: (by) => open(by > 0 ? "next" : "previous"),
    nextFree: () => open("next_free"),
    select: () => false,
  };
}

function within(place, count) {
  return Math.min(Math.max(place, 0), count - 1);
}
