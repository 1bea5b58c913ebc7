/** A record's page: copies the words by which it is cited, reads aloud, and compares what this device has kept. */

import { ReadAloud } from "../ui/read_aloud/read_aloud.js";
import { showFeedback } from "../ui/forms/feedback.js";
import { part } from "../ui/parts.js";
import { showKept } from "../record/kept_checkpoint.js";
import { showSupport } from "../record/kept_support.js";

/** Where the browser does not let scripts copy, the words are marked. */
async function copy(section) {
  const citation = part(section, "citation");
  const isCopied = await navigator.clipboard?.writeText(citation.textContent).then(() => true, () => false);
  if (!isCopied) getSelection().selectAllChildren(citation);
  const { copied, marked } = section.dataset;
  showFeedback(part(section, "feedback"), { text: isCopied ? copied : marked, isDone: Boolean(isCopied) });
}

const section = document.querySelector('[data-part="cite"]');
if (section) {
  const button = part(section, "copy");
  button.hidden = false;
  button.addEventListener("click", () => copy(section));
}

const aloud = document.getElementById("aloud");
if (aloud && "speechSynthesis" in globalThis) new ReadAloud(aloud.dataset, document.getElementById("main"));

const kept = document.querySelector('[data-part="kept"]');
if (kept) showKept(kept);

const support = document.querySelector('[data-part="support"]');
if (support) showSupport(support);
