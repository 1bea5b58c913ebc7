/** Comes to the room of a resident once they write or report something. */

import { startWriting } from "../../room/asking/writing.js";
import { tellLoaded } from "../../ui/later_script.js";

tellLoaded("writing", { startWriting });
