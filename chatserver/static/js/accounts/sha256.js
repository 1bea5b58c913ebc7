/** SHA-256 (FIPS 180-4) of one short ASCII text, at once: the browser's own only answers later, and only over https. */

const PRIMES = firstPrimes(64);
const K = Uint32Array.from(PRIMES, (prime) => fraction(Math.cbrt(prime)));
const H = Uint32Array.from(PRIMES.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));

const LONGEST = 55; // what fits into one block with its length
const words = new Uint32Array(64);

/** The first 32 bits of the hash, as a number from 0 to 2^32 - 1. */
export function firstBits(text) {
  if (text.length > LONGEST) throw new RangeError("too long for one block");
  words.fill(0, 0, 16);
  for (let at = 0; at < text.length; at++) words[at >> 2] |= text.charCodeAt(at) << (24 - 8 * (at & 3));
  words[text.length >> 2] |= 0x80 << (24 - 8 * (text.length & 3));
  words[15] = text.length * 8;
  return compress();
}

function compress() {
  for (let at = 16; at < 64; at++) {
    const [before2, before15] = [words[at - 2], words[at - 15]];
    const small1 = turn(before2, 17) ^ turn(before2, 19) ^ (before2 >>> 10);
    const small0 = turn(before15, 7) ^ turn(before15, 18) ^ (before15 >>> 3);
    words[at] = words[at - 16] + small0 + words[at - 7] + small1;
  }
  let [a, b, c, d, e, f, g, h] = H;
  for (let at = 0; at < 64; at++) {
    const big1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const first = (h + big1 + ((e & f) ^ (~e & g)) + K[at] + words[at]) | 0;
    const big0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const second = (big0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  return (H[0] + a) >>> 0;
}

function turn(value, by) {
  return (value >>> by) | (value << (32 - by));
}

function fraction(value) {
  return (value - Math.floor(value)) * 2 ** 32;
}

function firstPrimes(count) {
  const found = [];
  for (let number = 2; found.length < count; number++) {
    if (found.every((prime) => number % prime)) found.push(number);
  }
  return found;
}
