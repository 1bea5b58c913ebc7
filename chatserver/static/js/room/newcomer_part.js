/** What a resident has in the room who has not agreed to the notice yet: its form first, and the rest once they do. */

import { isOver } from "../ui/head_view.js";
import { loadScript } from "../ui/later_script.js";
import { setShown, setText } from "../ui/parts.js";
import { OwnPart } from "./own_part.js";

export class NewcomerPart extends OwnPart {
  #isAgreed = false;

  constructor(page, drawAgain) {
    super(page, drawAgain);
    this.notice = document.getElementById("consent-form");
    this.notice.addEventListener("focusin", () => this.#bringConsent());
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

  /** Where its script does not come, the notice's form goes the plain way. */
  async #bringConsent() {
    if (this.consent) return;
    const given = await loadScript("consent");
    if (given) this.consent ??= new given.ConsentPart(this.notice, (hint) => this.#openForm(hint));
  }

  #openForm(hint) {
    this.#isAgreed = true;
    setText(document.getElementById("ask-hint"), hint);
    setShown(this.notice, false);
    setShown(this.form, true);
    this.text.focus();
  }
}
