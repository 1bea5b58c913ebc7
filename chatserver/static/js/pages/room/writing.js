/** Comes to the room of a resident once they write or report something. */

import { startWriting } from "../../room/asking/writing.js";
import { tellLoaded } from "./tell_loaded.js";

tellLoaded("writing", { startWriting });
