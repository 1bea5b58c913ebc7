/** The desk: moderators decide about questions one by one, clerks run the evening. */

import { DeskPage } from "../desk/desk_page.js";
import { readJson } from "../ui/words.js";

new DeskPage(readJson("page")).start();
