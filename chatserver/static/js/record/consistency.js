/** Whether one hash tree is the beginning of another one (RFC 9162, section 2.1.4.2), computed on this device. */

export const fromBase64 = (written) => Uint8Array.from(atob(written), (sign) => sign.charCodeAt(0));
export const isSame = (one, other) => one.length === other.length && one.every((byte, place) => byte === other[place]);

export async function joined(left, right) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array([1, ...left, ...right])));
}

/** old, now: {size, root}; proof: a list. All hashes are in base64. Sizes are below two to the power of 31. */
export async function isBeginning(old, now, proof) {
  const path = proof.map(fromBase64);
  const [oldRoot, root] = [fromBase64(old.root), fromBase64(now.root)];
  if (!(old.size > 0 && old.size <= now.size)) return false;
  if (old.size === now.size) return !path.length && isSame(oldRoot, root);
  const steps = old.size & (old.size - 1) ? path : [oldRoot, ...path];
  if (!steps.length) return false;
  let [place, last] = [old.size - 1, now.size - 1];
  while (place & 1) [place, last] = [place >> 1, last >> 1];
  let [before, after] = [steps[0], steps[0]];
  for (const step of steps.slice(1)) {
    if (!last) return false;
    if (place & 1 || place === last) {
      [before, after] = [await joined(step, before), await joined(step, after)];
      while (!(place & 1) && place) [place, last] = [place >> 1, last >> 1];
    } else {
      after = await joined(after, step);
    }
    [place, last] = [place >> 1, last >> 1];
  }
  return !last && isSame(before, oldRoot) && isSame(after, root);
}
