/** The app on every page but the room: its worker, what waits to be sent, and what signing out leaves behind: nothing. */

import { keepNextDate } from "../ui/app/next_date.js";
import "../ui/app/registering.js";
import { removeWorker } from "../ui/app/removing.js";
import { takeShared } from "../ui/app/shared_words.js";
import { watchSigningOut } from "../ui/app/signing_out.js";
import { showUnsent } from "../ui/app/unsent_list.js";

const unsent = document.getElementById("unsent");
const shared = document.getElementById("shared");

if (document.documentElement.dataset.worker === "off") removeWorker();
else keepNextDate();
watchSigningOut();
if (shared) takeShared(shared);
if (unsent) {
  showUnsent(unsent);
  if (globalThis.BroadcastChannel) new BroadcastChannel("outbox").onmessage = () => showUnsent(unsent);
}
// Browsers without background sync send on the next visit.
for (const name of ["load", "online", "visibilitychange"]) addEventListener(name, () => document.hidden || sendWaiting());

async function sendWaiting() {
  const registration = await navigator.serviceWorker?.getRegistration().catch(() => null); // refused, as in a private window
  registration?.active?.postMessage("send");
}
