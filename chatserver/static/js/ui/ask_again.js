/** Asks again for what did not come: the first requests fail where a network has only just come back. */

/** What ask() gives; null where it has given nothing at once, after a pause and after a longer one. Without a network it is asked once. */
export async function askAgain(ask, pause = 500) {
  const given = await ask();
  if (given || pause > 2000 || !navigator.onLine) return given;
  return new Promise((over) => setTimeout(() => over(askAgain(ask, pause * 4)), pause));
}
