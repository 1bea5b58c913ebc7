/** The form of a complaint or suggestion: works without this; with it, all of it outlives a dead network, and photos are small. */

import { handToWorker, takeUp } from "../../matters/handed_form.js";
import { keepForm } from "../../matters/kept_form.js";
import { offerPhotos } from "../../matters/photos.js";
import { offerPlace, showKeptPlace } from "../../matters/place.js";
import { sendWhenServed } from "../../matters/send_when_served.js";

const form = document.getElementById("matter-form");
const [place, photos, line, begun] = ["place", "photos", "line", "begun"].map((name) => form.querySelector(`[data-part="${name}"]`));
const keeps = form.dataset.keeps !== "no";
const kept = keeps ? keepForm(form) : { given: null, photos: undefined };

if (place) offerPlace(place);
if (place && kept.given) showKeptPlace(place, kept.given);
if (photos) offerPhotos(photos, kept.photos);
if (keeps) {
  begun.hidden = !kept.given || !form.elements.text.value;
  sendWhenServed(form, line, handToWorker);
  takeUp(form).then((address) => address && location.replace(address));
}
