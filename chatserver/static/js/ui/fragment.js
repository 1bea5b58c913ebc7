/** A fragment of a page that comes later. */

/** A document that the browser itself makes of the answer: no text becomes markup here. Null where it does not come. */
export function fetchFragment(url) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("GET", url);
    request.responseType = "document";
    request.addEventListener("loadend", () => resolve(request.status === 200 ? request.response : null));
    request.send();
  });
}
