/** The page that shows a form again while too many requests come: it does the asked work, and sends the form by itself. */

import { doWork } from "../accounts/proof_of_work.js";
import { submitOnce } from "../accounts/submit_once.js";

const form = document.getElementById("work-form");
submitOnce(form);
doWork(form);
