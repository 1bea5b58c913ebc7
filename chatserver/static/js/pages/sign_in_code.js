/** The page of the code: the phone may fill it in by itself, and another one can be asked for after a moment. */

import { fillFromMessage } from "../accounts/one_time_code.js";
import { holdBack } from "../accounts/held_button.js";
import { doWork } from "../accounts/proof_of_work.js";
import { submitOnce } from "../accounts/submit_once.js";

const form = document.getElementById("code-form");
if (form) {
  form.elements.code.focus();
  fillFromMessage(form);
  submitOnce(form);
  doWork(form);
}
const again = document.getElementById("again-form");
holdBack(again);
doWork(again);
