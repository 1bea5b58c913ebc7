/** Sends a complaint that was written without a network, with its photos, as its form would have sent it. */

const FORM_PATIENCE_MS = 120000;
const TOO_OFTEN = 429;
const SERVER_ERROR = 500;

/** Nothing where its page is open: that sends it. Rejects where it has to be tried again later. */
export function sendComplaint(entry, keep, tellPerson) {
  return navigator.locks.request(`matter:${entry.ref}`, { ifAvailable: true }, async (lock) => {
    if (!lock) throw new Error("its page sends it");
    const answer = await postForm(entry);
    await keep(entry.ref, answer);
    if (answer.isForPerson) await tellPerson();
  });
}

/** A complaint that was lodged has a page; on any other only a person can go on, such as one to sign in, or with others like it. */
async function postForm({ url, fields }) {
  const body = new FormData();
  for (const [name, value] of fields) body.append(name, value);
  const response = await fetch(url, { method: "POST", body, credentials: "same-origin", signal: AbortSignal.timeout(FORM_PATIENCE_MS) });
  if (response.status >= SERVER_ERROR || response.status === TOO_OFTEN) throw new Error("not sent yet");
  const { pathname, search } = new URL(response.url);
  const isLodged = response.redirected && pathname.startsWith("/me/matters/");
  return isLodged ? { answer: { type: "ack", address: pathname + search }, fields: [] } : { isForPerson: true };
}
