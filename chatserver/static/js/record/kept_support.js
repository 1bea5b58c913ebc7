/** Keeps on this device which questions its owner supports, and shows afterwards whether each is counted. */

import { StoredValue } from "../live/own/stored_value.js";
import { part, setText } from "../ui/parts.js";
import { setWritten } from "../ui/questions/written.js";
import { shorten } from "../ui/wording/news.js";
import { formatNumber } from "../ui/wording/words.js";
import { findSupport, rootInRecord } from "./support.js";

const keptOf = (chat) => new StoredValue(`support:${chat}`);

/** live: of the room. Support that does not count, or not yet, comes without a key. */
export function keepSupport({ page, state }, { question, on, support_key: key }) {
  const kept = keptOf(page.chat_session);
  const { [question]: _, ...others } = kept.read({});
  const card = state.queue.find(({ id }) => id === question);
  kept.write(on && key && card ? { ...others, [question]: { key, receipt: card.receipt } } : others);
}

/** section: with the chat's id, the addresses of the proofs and of the record, and the words. Hidden where nothing was kept. */
export async function showSupport(section) {
  const kept = Object.entries(keptOf(section.dataset.chat).read({}));
  if (!kept.length) return;
  const lines = kept.map(([question, { key, receipt }]) => [addLine(section, receipt), question, key]);
  section.hidden = false;
  const record = await fetch(section.dataset.record).then((answer) => (answer.ok ? answer.json() : null)).catch(() => null);
  for (const [line, question, key] of lines) {
    const words = wordsInRecord(record, question);
    if (words) setWritten(part(line, "question"), shorten(words));
    const [state, size] = await check(section.dataset.proof, record, question, key);
    if (size) setText(part(line, "size"), formatNumber(size));
    part(line, state).hidden = false;
  }
}

function addLine(section, receipt) {
  const line = part(section, "line").content.firstElementChild.cloneNode(true);
  const link = part(line, "question");
  link.href = `${section.dataset.page}q/${receipt}/`;
  setText(link, receipt);
  part(section, "list").append(line);
  return line;
}

/** Nothing where the words were removed, or the record cannot be read: the receipt stands there. */
function wordsInRecord(record, question) {
  return record?.entries.find(({ type, data }) => type === "question.queued" && data.question === question)?.texts.text?.value;
}

/** Answers which of the line's words is true, and among how many. The root has to be that of the record. */
async function check(address, record, question, key) {
  try {
    const proof = await findSupport(address, question, key);
    if (!proof) return ["missing", 0];
    if (!record) return ["unknown", 0];
    return rootInRecord(record, proof.question) === proof.root ? ["counted", proof.size] : ["missing", 0];
  } catch {
    return ["unknown", 0];
  }
}
