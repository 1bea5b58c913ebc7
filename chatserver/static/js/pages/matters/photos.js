/** Pages of an office on which photos are sent: they work without this; with it, photos are made small on the phone. */

import { offerOnePhoto } from "../../matters/one_photo.js";
import { offerPhotos } from "../../matters/photos.js";

for (const box of document.querySelectorAll('[data-part="photos"]')) offerPhotos(box);
for (const box of document.querySelectorAll('[data-part="one-photo"]')) offerOnePhoto(box);
