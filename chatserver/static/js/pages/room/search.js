/** Comes to the room once somebody searches the queue. */

import { searchQueue } from "../../live/streams/queue_search.js";
import { tellLoaded } from "../../ui/later_script.js";

tellLoaded("search", { searchQueue });
