/** The last way: where pages get through and nothing else does, the room is loaded again and again, and its forms go by page loads. */

import { isServed } from "../live/line/is_served.js";
import { readJson, say } from "../ui/wording/words.js";

const LOADED_AGAIN_MS = 20000; // as sessions/views/room/reading.py

/** Called where several polls, one after the other, had no answer. */
export async function goByPages({ page, chat: { connection, outbox } }) {
  if (!(await isServed(location.href)) || connection.isUp() || connection.status === "stopped") return;
  readJson("words").stopped.pages = say("line.polling"); // the server's words would not come
  connection.stop("pages");
  const [waiting] = outbox.entries();
  if (waiting) sendAsForm(waiting, outbox, page);
  else setInterval(() => document.hidden || isBusy() || location.reload(), LOADED_AGAIN_MS);
}

/** Under its ref, so that it takes effect once, also where the service worker has a copy. What is written stays as a draft until the page says that it came. */
function sendAsForm({ ref, op, fields }, outbox, { csrf }) {
  const form = document.createElement("form");
  Object.assign(form, { method: "post", action: document.querySelector("form[data-op]").action, hidden: true });
  const all = { ...fields, csrfmiddlewaretoken: csrf, op, ref, next: `${location.pathname}#ask` };
  for (const [name, value] of Object.entries(all)) form.append(Object.assign(document.createElement("input"), { name, value }));
  document.body.append(form);
  outbox.stored.write(outbox.entries().filter((entry) => entry.ref !== ref));
  form.submit();
}

/** Nobody is interrupted who writes. */
function isBusy() {
  return Boolean(document.querySelector("dialog[open], textarea:focus, input:focus, select:focus"));
}
