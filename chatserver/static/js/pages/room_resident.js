/** The room for those who may take part: what everyone sees, and what a resident does there. */

import { OwnPart } from "../room/own_part.js";
import { startRoom } from "../room/room_page.js";

startRoom(OwnPart);
