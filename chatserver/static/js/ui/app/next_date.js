/** The next date of one's ward, kept for the offline page: asked for once a day. */

import { StoredValue } from "../../live/own/stored_value.js";

const KEPT = new StoredValue("next-date");

export async function keepNextDate() {
  const { lang, dataset } = document.documentElement;
  const key = `${lang} ${dataset.person ?? ""} ${new Date().toDateString()}`;
  if (KEPT.read({}).key === key) return;
  const answer = await fetch("/offline/next.json").catch(() => null);
  if (answer?.ok) KEPT.write({ key, ...(await answer.json()) });
}

export function keptNextDate() {
  return KEPT.read({}).words ?? "";
}
