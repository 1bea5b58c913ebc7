/** Says which personal data a question that is to be decided seems to hold. */

import { isUndecided } from "../live/streams/folding_desk.js";
import { joinWords, readJson, say } from "../ui/wording/words.js";

/** Empty where there is nothing to say. A kind that only a newer server knows has no words on this page. */
export function looksAsIf({ state, looks_like: kinds = [] }) {
  const { data } = readJson("words");
  const what = joinWords(kinds.map((kind) => data[kind]));
  return what && isUndecided({ state }) ? say("looks_as_if", { what }) : "";
}
