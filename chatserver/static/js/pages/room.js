/** The room for everyone who reads along: without the parts of a resident, so that it weighs less. */

import { startRoom } from "../room/room_page.js";

startRoom();
