/** Compares two texts by their code units, as the server's order does. */
export function byText(a, b) {
  return a < b ? -1 : Number(a > b);
}
