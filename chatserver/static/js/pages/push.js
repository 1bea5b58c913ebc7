/** Pages on which notifications are turned on and off; they also renew this browser's subscription. */

import { PushOffer } from "../accounts/push/push_offer.js";

const section = document.getElementById("push");
if (section) new PushOffer(section).start();
