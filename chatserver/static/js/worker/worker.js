/** The service worker: each of these files adds its own listeners. Served at /sw.js (chatserver/web/app/worker.py). */

import "./lifecycle.js";
import "./navigation.js";
import "./seldom_events.js";
import "./static_files.js";
