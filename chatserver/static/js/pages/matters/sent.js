/** After a complaint or suggestion was received: what its form kept in this browser is not needed any longer. */

import { Shelf } from "../../live/own/shelf.js";
import { forgetFields } from "../../matters/kept_fields.js";

new Shelf("draft:matter").clear();
forgetFields();
