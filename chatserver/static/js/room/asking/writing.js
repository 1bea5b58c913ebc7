/** What a resident needs to write and to report: it comes when they begin to (room/asking/own_part.js).
 * It registers the service worker, too, because the room itself is to be light. */

import "../../ui/app/registering.js";
import { Composer } from "../../ui/forms/composer.js";
import { sayLate } from "../../ui/wording/late_words.js";
import { part, setShown, setText } from "../../ui/parts.js";
import { formatNumber, learn, readJson, say } from "../../ui/wording/words.js";
import { askKey, nextKey } from "./draft_keys.js";
import { DraftCheck } from "./draft_check.js";
import { EntryCopy } from "./entry_copy.js";
import { KeptDraft } from "./kept_draft.js";
import { fetchFragment } from "../../ui/fragment.js";
import { ReportDialog } from "./report_dialog.js";
import { TellMe } from "./tell_me.js";

const AGAIN = ["declined", "removed", "withdrawn"]; // their words may be sent again
const MANY = 3; // as sessions/chats/pages/room/words/own_words.py

/** Null where its markup and words do not come. */
export async function startWriting(page) {
  const fragment = await fetchFragment(page.urls.writing);
  if (!fragment) return null;
  part(document.getElementById("ask"), "over").before(part(fragment, "kept"));
  document.getElementById("main").append(...fragment.body.children);
  learn(readJson("doing"));
  return new Writing(page);
}

class Writing {
  constructor(page) {
    this.composer = new Composer(document.getElementById("ask-form"), { received });
    this.composer.open(askKey(page));
    if (this.composer.text.value) this.composer.draft.keep(); // what was written before this script was here
    this.kept = new KeptDraft(part(document.getElementById("ask"), "kept"), this.composer, nextKey(page));
    this.check = new DraftCheck(document.getElementById("draft-check"), this.composer.text, page, () => this.composer.finish(say("answered_me")));
    this.found = this.composer.text.value.trim(); // what was kept from before
    this.copy = new EntryCopy(page);
    this.report = new ReportDialog(document.getElementById("report-dialog"));
    this.tellMe = new TellMe(document.getElementById("yours"));
  }

  /** Gives the fields to send, or null where nothing is to be sent. */
  take(op, fields) {
    if (op === "report") this.report.close();
    return op === "question.ask" ? this.composer.take(fields) : fields;
  }

  settle(entry, frame) {
    this.composer.settle(entry, frame);
    if (entry.op === "question.ask" && frame.type === "ack") this.#received();
    this.report.settle(entry, frame);
  }

  #received() {
    this.check.clear();
    this.tellMe.ask();
  }

  /** Words that were kept, and that another tab or the service worker has sent: nobody asks them once more. */
  #dropSent(own) {
    const { text } = this.composer;
    const isSent = ({ text: words, state }) => words === this.found && !AGAIN.includes(state);
    if (this.found && text.value.trim() === this.found && !text.readOnly && own.some(isSent)) this.composer.write("");
  }

  render(own, { entries, isUp, isPast, state, isBacked }) {
    showHint(own.filter((question) => question.state !== "withdrawn").length);
    showSlow(state.session.slow_minutes ?? 0);
    this.check.render(state, isBacked);
    this.copy.keep(entries, isUp);
    this.composer.render({ entries, isUp, isKept: this.copy.isKept });
    this.#dropSent(own);
    this.kept.render(isPast);
  }
}

function received({ result }) {
  return [say("received", { receipt: result.receipt }), result.warning].filter(Boolean).join(" ");
}

function showSlow(n) {
  const hint = document.getElementById("ask-slow");
  setShown(hint, n > 0);
  setText(hint, n > 0 ? say("told.slowed", { n }) : "");
}

/** A person who has asked often is reminded of the others. */
function showHint(n) {
  const hint = document.getElementById("ask-many");
  const words = n >= MANY ? sayLate("hint", "many", "").replace("{n}", formatNumber(n)) : "";
  setShown(hint, words !== "");
  setText(hint, words);
}
