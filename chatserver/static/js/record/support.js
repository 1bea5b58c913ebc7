/** Whether one's support of a question is counted: its leaf, and the way from it to the root that the log has. */

import { fromBase64, isSame, joined } from "./consistency.js";

const toBase64 = (bytes) => btoa(String.fromCharCode(...bytes));

/** key: what the server told this supporter alone. */
async function leafOf(question, supporter) {
  const written = new TextEncoder().encode(JSON.stringify({ question, supporter }));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array([0, ...written])));
}

/** RFC 9162, section 2.1.3.2; sizes are below two to the power of 31. */
async function isAmong(leaf, { index, size, root, path }) {
  if (!(index >= 0 && index < size)) return false;
  let [place, last, hash] = [index, size - 1, leaf];
  for (const step of path.map(fromBase64)) {
    if (!last) return false;
    if (place & 1 || place === last) {
      hash = await joined(step, hash);
      while (!(place & 1) && place) [place, last] = [place >> 1, last >> 1];
    } else {
      hash = await joined(hash, step);
    }
    [place, last] = [place >> 1, last >> 1];
  }
  return !last && isSame(hash, fromBase64(root));
}

/** The support goes with a question into that into which it was merged. Answers the proof, null for none, or throws. */
export async function findSupport(address, question, key) {
  const leaf = await leafOf(question, key);
  const answer = await fetch(`${address}?${new URLSearchParams({ question, leaf: toBase64(leaf) })}`);
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const told = await answer.json();
  if (told.counted) return (await isAmong(leaf, told)) ? told : null;
  return told.merged_into ? findSupport(address, told.merged_into, key) : null;
}

/** What the record says of the question's supporters, at the close or, before it, when it was taken. */
export function rootInRecord({ entries }, question) {
  const closed = entries.findLast(({ type }) => type === "session.closed")?.data.support_roots?.[question];
  const isTaking = ({ type, data }) => type === "question.taken" && data.question === question;
  return closed ?? entries.findLast(isTaking)?.data.support_root;
}
