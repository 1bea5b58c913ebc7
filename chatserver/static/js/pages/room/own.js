/** Comes to the room of a resident once they have asked their first question. */

import { OwnView } from "../../room/asking/own_view.js";
import { tellLoaded } from "./tell_loaded.js";

tellLoaded("own", { OwnView });
