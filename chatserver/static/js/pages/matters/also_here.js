/** The page on which a place is given where it is so, too: works without this; with it, the phone's location can be used. */

import { offerPlace } from "../../matters/place.js";

offerPlace(document.getElementById("place"));
