/** The room for those who may take part: what everyone sees, and what a resident does there. */

import { OwnPart } from "../../room/asking/own_part.js";
import { OwnView } from "../../room/asking/own_view.js";
import { startRoom } from "../../room/room_page.js";

class ResidentPart extends OwnPart {
  constructor(page, drawAgain) {
    super(page, drawAgain);
    this.showOwn(OwnView);
  }
}

startRoom(ResidentPart);
