/** A fragment of a page that comes later. */

import { askAgain } from "./ask_again.js";

/** A document that the browser itself makes of the answer: no text becomes markup here. Null where it does not come. */
export function fetchFragment(url) {
  return askAgain(() => fetchDocument(url));
}

function fetchDocument(url) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("GET", url);
    request.responseType = "document";
    request.addEventListener("loadend", () => resolve(request.status === 200 ? request.response : null));
    request.send();
  });
}
