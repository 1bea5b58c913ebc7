/** On every page without a script that does it: registers the service worker. */

import "../ui/app/registering.js";
