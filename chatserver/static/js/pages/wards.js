/** "Use my location" on the page of all wards. */

import { offerLocation } from "../wards/location.js";

offerLocation(document.getElementById("here"));
