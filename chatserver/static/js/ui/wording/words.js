/** The words and numbers that scripts show, in the reader's language; the server put the words into the page. */

const FORMATTERS = {};
const LOCALES = { bn: "bn-IN-u-nu-beng", en: "en-IN" };

/** The value of a <script type="application/json"> of the page, read once, for scripts that come later, too. */
export function readJson(id) {
  const script = document.getElementById(id);
  return (script.json ??= JSON.parse(script.textContent));
}

/** say("state.queued"), say("here", {n: 3}): the word with its {places} filled; {n} chooses singular or plural. */
export function say(path, values = {}) {
  const found = path.split(".").reduce((words, key) => words?.[key], readJson("words"));
  if (found === undefined) throw new RangeError(`no words for ${path}`);
  const text = typeof found === "string" ? found : values.n === 1 ? found.one : found.other;
  return text.replace(/\{(\w+)\}/g, (_, name) => formatValue(values[name]));
}

/** More words than the page brought. */
export function learn(words) {
  Object.assign(readJson("words"), words);
}

export function formatNumber(value) {
  return formatter("NumberFormat").format(value);
}

const ORDINALS = { one: "st", two: "nd", few: "rd", other: "th" };

/** 1st, 2nd, 3rd, 11th; in other languages the number, beside which the sentence says the rest. */
export function formatOrdinal(place) {
  if (!document.documentElement.lang.startsWith("en")) return formatNumber(place);
  return place + ORDINALS[new Intl.PluralRules("en", { type: "ordinal" }).select(place)];
}

/** The wall clock of the city, wherever the phone believes to be: 6:30 pm, and in Bengali সন্ধ্যা ৬:৩০. */
export function formatTime(moment) {
  const form = { timeZone: zone(), hour: "numeric", minute: "2-digit" };
  if (!isBengali()) return formatter("DateTimeFormat", form).format(moment);
  const parts = formatter("DateTimeFormat", { ...form, dayPeriod: "short" }).formatToParts(moment);
  const [hour, minute, period] = ["hour", "minute", "dayPeriod"].map((type) => parts.find((part) => part.type === type).value);
  return `${period === "রাত্রি" ? "রাত" : period}\u00a0${hour}:${minute}`; // as the server writes it
}

/** 2 January 2027, ২ জানুয়ারি ২০২৭. */
export function formatDay(moment) {
  const form = { timeZone: zone(), day: "numeric", month: "long", year: "numeric" };
  return formatter("DateTimeFormat", form).format(moment).replace(",", "");
}

/** Today in the city, as 2027-01-02. */
export function cityDate() {
  return new Intl.DateTimeFormat("sv", { timeZone: zone() }).format(Date.now());
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

function amount(value, unit) {
  return formatter("NumberFormat", { style: "unit", unit, unitDisplay: "long" }).format(value);
}

/** Made once: that takes a hundred times as long as its use. */
function formatter(kind, form) {
  return (FORMATTERS[kind + JSON.stringify(form)] ??= new Intl[kind](locale(), form));
}

function formatValue(value) {
  return typeof value === "number" ? formatNumber(value) : (value ?? "");
}

export function isBengali() {
  return document.documentElement.lang.startsWith("bn");
}

function zone() {
  return document.documentElement.dataset.timeZone;
}

function locale() {
  return LOCALES[document.documentElement.lang] ?? document.documentElement.lang;
}
