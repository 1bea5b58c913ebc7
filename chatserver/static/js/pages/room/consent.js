/** Comes to the room once somebody begins to fill in the notice's form. */

import { ConsentPart } from "../../room/asking/consent_part.js";
import { tellLoaded } from "./tell_loaded.js";

tellLoaded("consent", { ConsentPart });
