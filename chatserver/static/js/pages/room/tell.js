/** Comes to the room of a resident once a question of theirs was received. */

import { PushOffer } from "../../accounts/push/push_offer.js";
import { tellLoaded } from "../../ui/later_script.js";

tellLoaded("tell", { PushOffer });
