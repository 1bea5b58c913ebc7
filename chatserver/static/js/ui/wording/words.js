/** The words and numbers that scripts show, in the reader's language; the server put the words into the page. */

const page = document.documentElement;
const FORMATTERS = {};

/** The value of a <script type="application/json"> of the page, read once, for scripts that come later, too. */
export function readJson(id) {
  const script = document.getElementById(id);
  return (script.json ??= JSON.parse(script.textContent));
}

/** say("state.queued"), say("here", {n: 3}): the word with its {places} filled; {n} chooses its plural form: by itself, or by its category (CLDR). */
export function say(path, values = {}) {
  const found = path.split(".").reduce((words, key) => words?.[key], readJson("words"));
  if (found === undefined) throw new RangeError(path);
  const text = typeof found === "string" ? found : (found[1 in found ? values.n : formatter("PluralRules").select(values.n)] ?? found.other);
  return text.replace(/\{(\w+)\}/g, (_, name) => formatValue(values[name]));
}

/** Without blank ones; with the comma of the reader's language, which the page names where it is not this one, also between short facts. */
export function joinWords(items, between = ", ") {
  return items.filter(Boolean).join(readJson("words").comma ?? between);
}

/** More words than the page brought. */
export function learn(words) {
  Object.assign(readJson("words"), words);
}

/** In groups of lakh in every language, as sessions/platform/text/digits.py. */
export function formatNumber(value) {
  return inOwnDigits(String(value).replace(/\B(?=(\d\d)*\d{3}$)/g, ","));
}

/** 1st, 2nd, 3rd, 11th, with the endings of the page's words: of 0, 1 and so on. Most languages have none. */
export function formatOrdinal(place) {
  const [other, ...few] = readJson("words").own.endings;
  return formatNumber(place) + (few[((place % 100) - (place % 10) === 10 ? 0 : place % 10) - 1] ?? other);
}

/** The wall clock of the city, wherever the phone believes to be: 6:30 pm, and in Bengali সন্ধ্যা ৬:৩০. */
export function formatTime(moment) {
  const [hour, minute] = clockAt(moment).split(":");
  const [, clock] = readJson("words").clock.find(([from]) => hour >= from);
  return clock.replace("{time}", inOwnDigits(`${hour % 12 || 12}:${minute}`));
}

/** 2 January 2027, ২ জানুয়ারি ২০২৭. */
export function formatDay(moment) {
  const form = { timeZone: zone(), day: "numeric", month: "long", year: "numeric" };
  return inOwnDigits(formatter("DateTimeFormat", form).format(moment).replace(/[,،]/, ""));
}

/** Today in the city, as 2027-01-02. */
export function cityDate() {
  return formatter("DateTimeFormat", { timeZone: zone() }, "sv").format(Date.now());
}

/** A span in the largest unit that says enough: days, hours and minutes, minutes, and seconds in the last minute. */
export function formatSpan(ms) {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  if (seconds < 60) return amount(seconds, "second");
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return amount(minutes, "minute");
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return amount(Math.floor(hours / 24), "day");
  const rest = minutes % 60;
  return rest ? `${amount(hours, "hour")} ${amount(rest, "minute")}` : amount(hours, "hour");
}

/** By words of the page: the browser's first formatter of units stops a cheap phone for a fifth of a second. */
function amount(value, unit) {
  return say(`time.${unit}`, { n: value });
}

/** Made once: that takes a hundred times as long as its use. */
function formatter(kind, form, of = locale()) {
  return (FORMATTERS[kind + of + JSON.stringify(form)] ??= new Intl[kind](of, form));
}

/** 18:30. By arithmetic where the page knows that the zone never changes: the browser's first formatter of times stops a cheap phone. */
function clockAt(moment) {
  const { utcOffset } = page.dataset;
  if (utcOffset) return new Date(moment + utcOffset * 60_000).toISOString().slice(11, 16);
  return formatter("DateTimeFormat", { timeZone: zone(), hour: "2-digit", minute: "2-digit" }, "en-GB").format(moment);
}

function formatValue(value) {
  return typeof value === "number" ? formatNumber(value) : (value ?? "");
}

/** The page names its ten digits where they are not 0-9. */
function inOwnDigits(text) {
  const { digits } = page.dataset;
  return digits ? text.replace(/\d/g, (digit) => digits[digit]) : text;
}

function zone() {
  return page.dataset.timeZone;
}

/** As in India, with 0-9. */
function locale() {
  return `${page.lang.split("-")[0]}-IN-u-nu-latn`;
}
