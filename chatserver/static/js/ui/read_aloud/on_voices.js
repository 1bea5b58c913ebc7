/** When the phone has voices to read with: many find theirs a moment after the page has come. */

/** Calls act at once if there are voices, and whenever the phone has found others. */
export function onVoices(act) {
  const speech = globalThis.speechSynthesis;
  const look = () => speech?.getVoices().length && act();
  speech?.addEventListener?.("voiceschanged", look);
  look();
}
