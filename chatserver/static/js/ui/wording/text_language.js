/** Which language a text is marked as, by its script alone; as sessions/platform/text/script_detection.py. Latin letters carry several here. */

const SCRIPTS = { bn: /[\u0980-\u09ff]/gu, hi: /[\u0900-\u097f]/gu, ur: /[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]/gu };

export function textLanguage(text) {
  const signs = (text.match(/[\p{L}\p{M}]/gu) ?? []).join("");
  const counts = Object.entries(SCRIPTS).map(([language, script]) => [language, signs.match(script)?.length ?? 0]);
  const known = counts.reduce((sum, [, count]) => sum + count, 0);
  const [[language, most], [, next]] = [...counts, ["und", signs.length - known]].sort((a, b) => b[1] - a[1]);
  return most > next ? language : "und";
}
