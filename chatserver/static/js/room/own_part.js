/** What only a resident of the ward has in the room: the notice, the form, their own questions, and the way to report. */

import { Composer } from "../ui/composer.js";
import { isOver } from "../ui/head_view.js";
import { part, setShown, setText } from "../ui/parts.js";
import { say } from "../ui/words.js";
import { KeptDraft } from "./kept_draft.js";
import { OwnView } from "./own_view.js";
import { ReportDialog } from "./report_dialog.js";

const MANY = 3; // as sessions/views/own_words.py

export class OwnPart {
  /** ConsentPart: for readers who have not agreed to the notice yet; their page has its form. */
  constructor({ chat_session, person, urls, starts }, ConsentPart) {
    const { ward } = starts.public.state.session;
    const received = ({ result }) => [say("received", { receipt: result.receipt }), result.warning].filter(Boolean).join(" ");
    this.composer = new Composer(document.getElementById("ask-form"), { received });
    this.composer.open(`ask:${chat_session}:${person}`);
    this.check = null;
    loadCheck(this.composer.text, (check) => (this.check = check));
    this.kept = new KeptDraft(part(document.getElementById("ask"), "kept"), this.composer, `${ward}:${person}`);
    this.consent = ConsentPart && new ConsentPart(document.getElementById("consent-form"), (hint) => this.#openForm(hint));
    this.ownView = new OwnView(document.getElementById("yours"), urls.receipt, (question) => this.composer.rewrite(question));
    this.report = new ReportDialog(document.getElementById("report-dialog"));
  }

  /** Gives the fields to send, or null where nothing is to be sent. */
  take(op, fields) {
    if (op === "report") this.report.close();
    return op === "question.ask" ? this.composer.take(fields) : fields;
  }

  settle(entry, frame) {
    this.composer.settle(entry, frame);
    if (entry.op === "question.ask" && frame.type === "ack") this.check?.clear();
    this.ownView.settle(entry, frame);
    this.report.settle(entry, frame);
    if (frame.code === "consent") this.#showNotice();
  }

  render(own, { entries, isUp, state, mayAsk, isBacked }) {
    this.check?.render(state, isBacked);
    this.composer.render({ entries, isUp });
    showHint(own.filter(({ state }) => state !== "withdrawn").length);
    showSlow(state.session.slow_minutes ?? 0);
    const isPast = isOver(state.session);
    this.kept.render(isPast);
    this.consent?.render({ isOver: isPast });
    setShown(this.composer.form, !isPast && !this.consent?.isAsked());
    setShown(part(document.getElementById("ask"), "over"), isPast);
    this.ownView.render(own, { entries, state, mayRephrase: mayAsk && !isPast });
  }

  #openForm(hint) {
    setText(document.getElementById("ask-hint"), hint);
    setShown(this.consent.form, false);
    setShown(this.composer.form, true);
    this.composer.text.focus();
  }

  /** It was taken back elsewhere, or there is a new version: the page has it, and the draft keeps what was written. */
  #showNotice() {
    location.hash = "ask";
    location.reload();
  }
}

function showSlow(n) {
  const hint = document.getElementById("ask-slow");
  setShown(hint, n > 0);
  setText(hint, n > 0 ? say("told.slowed", { n }) : "");
}

/** What looks a question through before it is sent comes once somebody writes. */
function loadCheck(field, loaded) {
  const section = document.getElementById("draft-check");
  section.addEventListener("loaded", ({ detail }) => loaded(detail));
  const { content } = document.getElementById("draft-script");
  field.addEventListener("input", () => document.head.append(document.importNode(content, true)), { once: true });
}

/** A person who has asked often is reminded of the others. */
function showHint(n) {
  const hint = document.getElementById("ask-many");
  setShown(hint, n >= MANY);
  if (n >= MANY) setText(hint, say("own.many", { n }));
}
