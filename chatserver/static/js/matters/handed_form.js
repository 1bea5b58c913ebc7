/** Hands a complaint that waits for the network to the service worker, which sends it also after its page was closed.

   It is in the worker's database under the form's ref, so that it is one complaint, whether the page or the worker
   sends it first. As long as a page has it open, it holds the lock of that name and sends the form by itself; then the
   worker leaves it alone. */

import { readEntries, withEntries } from "../live/own/entry_database.js";
import { person } from "./kept_fields.js";

const SETTLED_MS = 1000;
let isHeld = false;

/** Whether the browser sends it by itself, once the page is closed. */
export async function handToWorker(form) {
  const registration = await navigator.serviceWorker?.getRegistration().catch(() => null); // refused, as in a private window
  if (!person() || !registration?.sync || !navigator.locks) return false;
  const isKept = await putForm(form).then(() => registration.sync.register("outbox")).then(() => true, () => false);
  if (isKept) holdWhileOpen(form);
  return isKept;
}

/** What was handed over and not sent is the page's again. Where the worker has sent it: the address of its receipt.
   Waits until the worker has ended trying. */
export async function takeUp(form) {
  const ref = form.elements.ref.value;
  const entry = await navigator.locks?.request(lockOf(ref), () => entryWith(ref));
  if (entry?.isForPerson) await forgetHanded(ref);
  else if (entry && !entry.answer) holdWhileOpen(form);
  return entry?.answer?.address ?? null;
}

export async function forgetHanded(ref) {
  await withEntries("readwrite", (store) => store.delete(ref)).catch(() => {}); // a browser that refuses has none
}

async function entryWith(ref) {
  const entries = await readEntries().catch(() => []);
  return entries.find((entry) => entry.ref === ref);
}

function putForm(form) {
  return withEntries("readwrite", (store) => store.put(entryOf(form)));
}

function entryOf(form) {
  const { ref, text } = form.elements;
  const given = [...new FormData(form)].filter(([name, value]) => name !== "do" && !(value instanceof File && !value.size));
  const about = { name: "matter", owner: `matter:${person()}`, person: person(), url: form.action, text: text.value };
  return { ref: ref.value, ...about, fields: [...given, ["do", "background"]], at: Date.now() };
}

/** What is changed while it waits goes as it was changed, and never as it was before. */
function holdWhileOpen(form) {
  if (isHeld) return;
  isHeld = true;
  navigator.locks.request(lockOf(form.elements.ref.value), () => new Promise(() => {}));
  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    forgetHanded(form.elements.ref.value);
    timer = setTimeout(() => putForm(form).catch(() => {}), SETTLED_MS); // a phone that is full now: the page has it still
  });
}

function lockOf(ref) {
  return `matter:${ref}`;
}
