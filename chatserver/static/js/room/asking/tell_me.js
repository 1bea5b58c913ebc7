/** "Tell me when it is answered?": asked once a question was received, and only where the browser may be able to. */

import { loadScript } from "../../ui/later_script.js";
import { fetchFragment } from "../../ui/fragment.js";

export class TellMe {
  #isAsked = false;

  constructor(before) {
    this.before = before;
  }

  async ask() {
    const way = document.getElementById("script-tell");
    if (this.#isAsked || !way || !navigator.serviceWorker || window.Notification?.permission === "denied") return;
    this.#isAsked = true;
    const [given, fragment] = await Promise.all([loadScript("tell"), fetchFragment(way.dataset.url)]);
    const section = fragment?.getElementById("push");
    this.#isAsked = Boolean(given && section); // where they did not come: after the next question
    if (!this.#isAsked) return;
    this.before.before(section);
    new given.PushOffer(section).start();
  }
}
