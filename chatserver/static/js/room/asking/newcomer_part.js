/** What a resident has in the room who has not agreed to the notice yet: its form first, and the rest once they do. */

import { showFeedback, tell } from "../../ui/forms/feedback.js";
import { isOver } from "../../ui/head_view.js";
import { loadScript } from "../../ui/later_script.js";
import { part, setShown, setText } from "../../ui/parts.js";
import { say } from "../../ui/wording/words.js";
import { OwnPart } from "./own_part.js";

export class NewcomerPart extends OwnPart {
  #isAgreed = false;

  constructor(page, drawAgain) {
    super(page, drawAgain);
    this.notice = document.getElementById("consent-form");
    this.notice.addEventListener("focusin", () => this.#bringConsent());
    this.notice.addEventListener("submit", (event) => this.consent || this.#waitForConsent(event));
  }

  get mayWrite() {
    return this.#isAgreed;
  }

  render(own, show) {
    super.render(own, show);
    setShown(this.notice, !this.#isAgreed && !isOver(show.state.session));
    if (own.length && !this.ownView) this.#bringOwnView();
  }

  /** Where it does not come, the page stays as the server made it. */
  async #bringOwnView() {
    const given = await loadScript("own");
    if (!given || this.ownView) return;
    this.showOwn(given.OwnView);
    this.drawAgain();
  }

  async #bringConsent() {
    if (this.consent) return;
    const given = await loadScript("consent");
    if (given) this.consent ??= new given.ConsentPart(this.notice, (hint) => this.#openForm(hint));
  }

  /** Somebody was faster than its script; where that does not come, the form goes the plain way if the server answers. */
  async #waitForConsent(event) {
    event.preventDefault();
    const line = part(this.notice, "feedback");
    showFeedback(line, { text: say("sending.sending") });
    await this.#bringConsent();
    if (this.consent) return this.notice.requestSubmit();
    if (await this.mayLeave()) return this.notice.submit();
    showFeedback(line, { text: say("sending.not_sent"), isError: true });
    tell(say("sending.not_sent"));
  }

  #openForm(hint) {
    this.#isAgreed = true;
    setText(document.getElementById("ask-hint"), hint);
    setShown(this.notice, false);
    setShown(this.form, true);
    this.text.focus();
  }
}
