/** The room for officials, who read along until they are called to answer: what everyone sees, and whether they are. */

import { Called } from "../../floor/called.js";
import { startRoom } from "../../room/room_page.js";

startRoom(null, Called);
