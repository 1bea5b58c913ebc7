/** The last way: where pages get through and nothing else does, the room is loaded again and again, and what waits is sent to where its forms go. */

import { isServed } from "../live/connection/is_served.js";
import { readJson, say } from "../ui/wording/words.js";

const LOADED_AGAIN_MS = 20000; // as sessions/chats/pages/room/reading.py
const ANSWERED_WITHIN_MS = 15000;
const SIGN_IN = "sign_in"; // somebody else's page is loaded next, or one without a person: it stays for theirs

/** Called where several polls, one after the other, had no answer. */
export async function goByPages({ page, chat: { connection, outbox } }) {
  if (!(await isServed(location.href)) || connection.isUp() || connection.status === "stopped") return;
  readJson("words").stopped.pages = say("line.polling"); // the server's words would not come
  connection.stop("pages");
  setInterval(() => document.hidden || isBusy() || location.reload(), LOADED_AGAIN_MS);
  const place = await sendWaiting(outbox, page);
  if (place !== null) showAt(place);
}

/** One after the other; what is not answered waits for the page that is loaded next. Gives the part of the page that tells of the last one. */
async function sendWaiting(outbox, { csrf }) {
  let place = null;
  for (const entry of outbox.entries()) {
    const form = document.querySelector(`form[data-op="${entry.op}"]`) ?? document.getElementById("ask-form");
    const answer = await post(form, entry, csrf);
    if (!answer || answer.retry || answer.code === SIGN_IN) break;
    outbox.settle(answer);
    place = new URL(form.elements.next.value, location.href).hash;
  }
  return place;
}

/** Under its ref, so that it takes effect once, also where the service worker has a copy. Null where no frame answers. */
async function post(form, { ref, op, fields }, csrfmiddlewaretoken) {
  const body = new URLSearchParams({ ...fields, csrfmiddlewaretoken, op, ref, next: form.elements.next.value });
  const limits = { signal: AbortSignal.timeout(ANSWERED_WITHIN_MS) };
  const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, ...limits })
    .then((response) => response.json())
    .catch(() => null);
  return ["ack", "nack"].includes(answer?.type) ? answer : null;
}

/** The page that the server makes now tells what became of it. */
function showAt(place) {
  if (place) location.hash = place;
  location.reload();
}

/** Nobody is interrupted who writes. */
function isBusy() {
  return Boolean(document.querySelector("dialog[open], textarea:focus, input:focus, select:focus"));
}
