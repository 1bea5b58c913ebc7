/** Asks whether the server can be reached. */

const SERVED_WITHIN_MS = 10000;

/** Whether the server itself answers now, and no gateway in its place: a dead socket may not have been noticed yet. */
export async function isServed(url) {
  const answer = await fetch(url, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(SERVED_WITHIN_MS) }).catch(() => null);
  return answer?.status < 500;
}
