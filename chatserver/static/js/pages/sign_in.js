/** The first and the last page of signing in: what is sent twice would ask for a second code, or use a proof up. */

import { doWork } from "../accounts/proof_of_work.js";
import { submitOnce } from "../accounts/submit_once.js";

const form = document.getElementById("sign-in-form");
submitOnce(form);
doWork(form);
