/** The form of a complaint or suggestion: works without this; with it, words outlive a dead network, photos are made small. */

import { keepFields } from "../../matters/kept_fields.js";
import { offerPhotos } from "../../matters/photos.js";
import { offerPlace } from "../../matters/place.js";
import { Draft } from "../../ui/forms/draft.js";

const form = document.getElementById("matter-form");
const [place, photos] = ["place", "photos"].map((name) => form.querySelector(`[data-part="${name}"]`));

if (form.dataset.keeps !== "no") keepAll();
if (place) offerPlace(place);
if (photos) offerPhotos(photos);

function keepAll() {
  new Draft(form.elements.text).open("matter");
  keepFields(form);
}
