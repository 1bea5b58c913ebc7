/** The room for those who may take part and have not agreed to the notice yet; what they need after that comes later. */

import { NewcomerPart } from "../../room/asking/newcomer_part.js";
import { startRoom } from "../../room/room_page.js";

startRoom(NewcomerPart);
