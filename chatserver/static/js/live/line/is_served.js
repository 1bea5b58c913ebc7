const SERVED_WITHIN_MS = 10000;

/** Whether the server answers now, and no gateway in its place: that a socket is dead, nobody may have noticed yet. */
export async function isServed(url) {
  const answer = await fetch(url, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(SERVED_WITHIN_MS) }).catch(() => null);
  return answer?.status < 500;
}
