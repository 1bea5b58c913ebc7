/** The part of a page that offers notifications on this device, and says how it stands. */

import { setShown } from "../../ui/parts.js";
import { ThisBrowser } from "./this_browser.js";

export class PushOffer {
  constructor(section) {
    this.section = section;
    this.isAsked = "asked" in section.dataset;
    const token = section.querySelector("[name=csrfmiddlewaretoken]").value;
    this.browser = new ThisBrowser({ ...section.dataset, token });
    section.addEventListener("click", ({ target }) => this.#do(target.closest("[data-push-do]")?.dataset.pushDo));
  }

  /** Where the page itself asks, it does so only where the answer is open. */
  async start() {
    if (!this.isAsked) await this.browser.renew().catch(warn);
    const state = await this.browser.state();
    const asks = (state === "off" || state === "iphone") && !this.browser.isNeverAsked;
    if (this.isAsked) setShown(this.section, asks);
    if (asks && state === "iphone") this.browser.neverAsk(); // told once
    this.#show(state);
  }

  async #do(what) {
    if (!what) return;
    if (what === "never") this.browser.neverAsk();
    if (what === "never") return setShown(this.section, false);
    try {
      await (what === "on" ? this.browser.turnOn() : this.browser.turnOff());
      this.#show(await this.browser.state());
    } catch (error) {
      warn(error);
      this.#show(await this.browser.state(), { hasFailed: true });
    }
  }

  #show(state, { hasFailed = false } = {}) {
    for (const part of this.section.querySelectorAll("[data-push]")) {
      const { push } = part.dataset;
      setShown(part, push === "failed" ? hasFailed : push === state);
    }
  }
}

function warn(error) {
  console.warn("notifications:", error);
}
