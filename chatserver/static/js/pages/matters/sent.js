/** After a complaint was received, or supported instead: what its form kept in this browser is not needed any longer. */

import { forgetSent } from "../../matters/kept_form.js";

forgetSent(document.querySelector('[data-part="sent"]').dataset.ref);
