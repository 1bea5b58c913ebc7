/** What the service worker does seldom, by event; it comes with the install (../seldom_events.js). */

import { openSubject } from "./notification_click.js";
import { sendEntries } from "./outbox_sender.js";
import { renew, showMessage } from "./push.js";
import { takeOverOnceEmpty } from "./taking_over.js";

self.SELDOM = {
  takeOverOnceEmpty,
  message(event) {
    if (event.data === "send") event.waitUntil(sendEntries());
    if (event.data === "take over") event.waitUntil(takeOverOnceEmpty());
  },
  notificationclick: openSubject,
  push: (event) => event.waitUntil(showMessage(event.data)),
  pushsubscriptionchange: (event) => event.waitUntil(renew(event)),
  sync: (event) => event.tag === "outbox" && event.waitUntil(sendEntries(event.lastChance)),
};
