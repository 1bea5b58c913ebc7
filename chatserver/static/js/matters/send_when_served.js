/** Sends a form once the server answers; until then it stays on its page, as it was filled in, and says so.

   A form that is sent without a network ends on the browser's page for errors, where nobody finds it again. */

import { reconnectWait } from "../live/connection/backoff.js";
import { isServed } from "../live/connection/is_served.js";

/** state: an element with the words for a form that waits to be sent (data-held), or for another step (data-waits).
   hand(form): hands one that waits to be sent to somebody who outlives the page; then the words are others (data-handed).

   Of a pressed map, fields of the form hold the pixel (place.js): a form that is sent by a script has none of its own. */
export function sendWhenServed(form, state, hand = async () => false) {
  if (!form.requestSubmit || !AbortSignal.timeout) return; // browsers before 2022 send it as they do
  let isServedNow = false;
  let waits = null; // by which button it is to be sent

  form.addEventListener("submit", (event) => {
    if (isServedNow) {
      isServedNow = false;
      return;
    }
    event.preventDefault();
    const isFirst = waits === null;
    waits = { submitter: event.submitter };
    if (isFirst) send();
  });

  const send = async () => {
    let isHanded = null;
    for (let attempt = 0; !(await isServed(form.action)); attempt += 1) {
      if (isSending(waits.submitter)) isHanded ??= await hand(form);
      state.textContent = isSending(waits.submitter) ? state.dataset[isHanded ? "handed" : "held"] : state.dataset.waits;
      await untilOnline(reconnectWait(attempt));
    }
    const { submitter } = waits;
    [waits, isServedNow, state.textContent] = [null, true, ""];
    form.requestSubmit(submitter?.isConnected && submitter.type !== "image" ? submitter : null);
  };
}

function isSending(submitter) {
  return !submitter || (submitter.name === "do" && ["look", "send"].includes(submitter.value));
}

function untilOnline(most_ms) {
  return new Promise((resolve) => {
    const over = setTimeout(() => end(), most_ms);
    const end = () => {
      clearTimeout(over);
      removeEventListener("online", end);
      resolve();
    };
    addEventListener("online", end);
  });
}
