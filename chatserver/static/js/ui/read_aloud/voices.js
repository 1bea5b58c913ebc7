/** The phone's own voices: which of them reads a text. */

import { textLanguage } from "../wording/text_language.js";

const LATIN = "en"; // Latin letters carry several languages here; a voice for English at least says them

/** Null where the phone has none for the text's language: a wrong one would only make noise. */
export function voiceFor(text, voices) {
  const language = textLanguage(text).replace("und", LATIN);
  const able = voices.filter(({ lang }) => lang.toLowerCase().split(/[-_]/)[0] === language);
  return able.find(({ lang }) => /[-_]in$/i.test(lang)) ?? able.find((voice) => voice.default) ?? able[0] ?? null;
}

/** In pieces: some phones stop in the middle of a long text. */
export function sentencesOf(text) {
  return text.match(/[^.!?।؟۔\n]+[.!?।؟۔]*/g)?.map((sentence) => sentence.trim()).filter(Boolean) ?? [];
}
