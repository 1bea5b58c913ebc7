/** Asks again for what did not come: the first requests fail where a network has only just come back. */

const PAUSES_MS = [500, 2000];

/** The first answer that is not null, of one at once and one after each pause. Without a network it is asked for once: the browser knows. */
export async function askAgain(ask) {
  for (const pause of PAUSES_MS) {
    const answer = await ask();
    if (answer !== null || !navigator.onLine) return answer;
    await new Promise((over) => setTimeout(over, pause));
  }
  return ask();
}
