/** Registers the service worker, unless this browser is to have none; and notes whose drafts the offline page may show. */

import { StoredValue } from "../../live/own/stored_value.js";

const { worker, person } = document.documentElement.dataset;

new StoredValue("person").write(person ?? "");
// The policy of our pages lets no text become the address of a script, except by a rule that is made for it.
const address = globalThis.trustedTypes?.createPolicy("app", { createScriptURL: () => "/sw.js" }).createScriptURL("") ?? "/sw.js";
// Without a worker, as in a private window, the page works as it is.
if (worker !== "off") navigator.serviceWorker?.register(address).catch(() => {});
