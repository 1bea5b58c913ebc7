/** The pages of signing in: what is sent twice would ask for a second code; work that is asked for is done; passkeys. */

import { offerPasskey } from "../accounts/passkey_form.js";
import { doWork } from "../accounts/proof_of_work.js";
import { submitOnce } from "../accounts/submit_once.js";

const form = document.getElementById("sign-in-form");
submitOnce(form);
doWork(form);
offerPasskey();
