/** Comes to the room of a resident once a question of theirs was received. */

import { PushOffer } from "../../accounts/push/push_offer.js";
import { tellLoaded } from "./tell_loaded.js";

tellLoaded("tell", { PushOffer });
