/** The page with the blur brush for one photo. */

import { offerBlur } from "../../matters/blur.js";

for (const brush of document.querySelectorAll('[data-part="blur"]')) offerBlur(brush);
