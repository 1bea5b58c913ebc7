/** The same frames over plain requests, for those whose network blocks sockets. */

import { WIRE_VERSION } from "./wire_version.js";

const PATIENCE_MS = 10000;
const NOTHING_CAME = 204;

/** parameters: an object, or pairs where a name comes more than once. The server may wait so many seconds for news; where none came, the frame has no type. */
export async function fetchFrame(url, parameters, wait = 0) {
  const address = addressOf(url, parameters);
  if (wait) address.searchParams.append("wait", wait);
  const response = await fetch(address, { headers: { Accept: "application/json" }, ...limits(wait) });
  return response.status === NOTHING_CAME ? {} : readFrame(response);
}

/** Answers the ack or nack of this command, or null where nobody answered and the same may be sent again. */
export async function postFrame(url, frame, token) {
  const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token };
  try {
    const answer = await readFrame(await fetch(addressOf(url), { method: "POST", headers, body: JSON.stringify(frame), ...limits() }));
    return { ...answer, ref: answer.ref ?? frame.ref };
  } catch (error) {
    console.warn(error);
    return error.isFinal ? { type: "nack", ref: frame.ref, code: "no_frame", retry: false } : null;
  }
}

function addressOf(url, parameters) {
  const address = new URL(url, location.href);
  for (const [name, value] of [["v", WIRE_VERSION], ...new URLSearchParams(parameters)]) address.searchParams.append(name, value);
  return address;
}

/** The server may wait so many seconds for news. */
export function limits(wait = 0) {
  return { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS + wait * 1000) };
}

/** A refusal is a frame too, whatever its status; anything that is no frame counts as not delivered. */
async function readFrame(response) {
  const frame = parse(await response.text());
  if (typeof frame?.type === "string") return frame;
  // What answered with this status was not our protocol: a page of another layer, or of something on the way.
  // A gateway says 502 while the server starts again; anything below 500 would be said again to the same page.
  throw Object.assign(new Error(response.status), { isFinal: response.status < 500 });
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
