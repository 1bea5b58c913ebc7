/** "Use my location" on the page of all wards. */

import { offerLocation } from "../city/location.js";

offerLocation(document.getElementById("here"));
