/** The service worker: each of these files adds its own listeners. Served at /sw.js (chatserver/web/app/worker.py). */

import "./lifecycle.js";
import "./navigation.js";
import "./notification_click.js";
import "./outbox_sender.js";
import "./static_files.js";
import "./push.js";
