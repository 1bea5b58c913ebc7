/** The room for those who may take part and have not agreed to the notice yet: a resident's, with the notice's form. */

import { ConsentPart } from "../room/consent_part.js";
import { OwnPart } from "../room/own_part.js";
import { startRoom } from "../room/room_page.js";

class NewcomerPart extends OwnPart {
  constructor(page) {
    super(page, ConsentPart);
  }
}

startRoom(NewcomerPart);
