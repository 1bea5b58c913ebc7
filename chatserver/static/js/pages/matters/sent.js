/** After a complaint was received, or supported instead: what its form kept in this browser is not needed any longer. */

import { forgetHanded } from "../../matters/handed_form.js";
import { forgetSent } from "../../matters/kept_form.js";

const { ref } = document.querySelector('[data-part="sent"]').dataset;
forgetSent(ref);
forgetHanded(ref);
