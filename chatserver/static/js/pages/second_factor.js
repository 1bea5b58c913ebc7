/** The second factor's pages: shows the way by passkey where the browser knows passkeys, and goes it. */

import { offerPasskey } from "../accounts/passkey_form.js";

offerPasskey();
