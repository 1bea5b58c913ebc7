/** The same frames over plain requests, for those whose network blocks sockets. */

const PATIENCE_MS = 10000;

export async function fetchFrame(url, parameters) {
  const address = new URL(url, location.href);
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  return readFrame(await fetch(address, { headers: { Accept: "application/json" }, ...limits() }));
}

export async function postFrame(url, frame, token) {
  const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token };
  return readFrame(await fetch(url, { method: "POST", headers, body: JSON.stringify(frame), ...limits() }));
}

function limits() {
  return { cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE_MS) };
}

/** A refusal is a frame too, whatever its status; anything that is no frame counts as not delivered. */
async function readFrame(response) {
  const frame = await response.json();
  if (typeof frame?.type !== "string") throw new TypeError(`no frame in the answer (${response.status})`);
  return frame;
}
