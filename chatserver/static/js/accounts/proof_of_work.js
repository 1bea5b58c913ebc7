/** Does the work that a form has to bring where many requests come from one network; the page stays usable meanwhile. */

import { firstBits } from "./sha256.js";

const SLICE_MS = 12;

/** Nothing where no work is asked for. Sends the form by itself unless something has to be typed again. */
export async function doWork(form) {
  const part = form.querySelector('[data-part="work"]');
  if (!part) return;
  show(part, "work-busy");
  form.elements.solution.value = await findSolution(part.dataset.nonce, Number(part.dataset.bits));
  show(part, "work-done");
  if ("sends" in part.dataset) form.requestSubmit();
}

/** A number that makes the hash of "nonce:number" begin with so many zero bits (chatserver/accounts/limits/proof_of_work.py). */
export async function findSolution(nonce, bits) {
  for (let number = 0; ; ) {
    const until = performance.now() + SLICE_MS;
    while (performance.now() < until) {
      for (const last = number + 200; number < last; number++) {
        if (firstBits(`${nonce}:${number}`) >>> (32 - bits) === 0) return String(number);
      }
    }
    await new Promise((resolve) => setTimeout(resolve));
  }
}

function show(part, name) {
  for (const line of part.querySelectorAll("p[data-part]")) line.hidden = line.dataset.part !== name;
}
