/** Registers the service worker, unless this browser is to have none; and notes whose drafts the offline page may show. */

import { Shelf } from "../../live/own/shelf.js";

const { worker, person } = document.documentElement.dataset;

new Shelf("person").write(person ?? "");
// Without one, as in a private window, the page works as it is.
if (worker !== "off") navigator.serviceWorker?.register("/sw.js").catch(() => {});
