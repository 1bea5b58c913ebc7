/** The first and the last page of signing in: what is sent twice would ask for a second code, or use a proof up. */

import { submitOnce } from "../accounts/submit_once.js";

submitOnce(document.getElementById("sign-in-form"));
