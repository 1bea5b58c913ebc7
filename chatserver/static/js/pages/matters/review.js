/** The page between the form of a complaint and its sending: works without this; with it, all of it outlives a dead network. */

import { keepForm } from "../../matters/kept_form.js";
import { sendWhenServed } from "../../matters/send_when_served.js";

const form = document.getElementById("matter-form");
const { photos } = keepForm(form);
photos.read().then(() => photos.write([])).catch(() => {}); // where the browser refuses, the page has them all the same
sendWhenServed(form, form.querySelector('[data-part="line"]'));
