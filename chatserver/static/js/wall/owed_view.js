/** Shows on the wall what is owed from last time, one after the other, and what was said of the one before. */

import { renderList } from "../ui/lists/keyed_list.js";
import { fromTemplate, part, setShown, setText } from "../ui/parts.js";
import { outcomeWord, owedDays } from "../ui/questions/owed_item.js";
import { setWritten } from "../ui/questions/written.js";
import { readJson } from "../ui/wording/words.js";

/** As the wall's card: a complaint has the words of its question. */
export function asCard({ promise, asked_as, what }, state) {
  const question = state.queue.find(({ id }) => id === asked_as);
  const answers = spokenBefore(state).map(lastNews);
  return { id: promise ?? asked_as, text: question?.text ?? what, answers };
}

export function renderOwed(stage, item, state) {
  const words = readJson("words").owed_list;
  setShown(part(stage, "card"), true);
  setShown(part(stage, "empty"), false);
  setText(part(stage, "state"), words.title);
  setWritten(part(stage, "text"), asCard(item, state).text);
  setText(part(stage, "label"), owedDays(item, words));
  setText(part(stage, "backing"), "");
  const items = spokenBefore(state).map((each) => ({ id: `owed-${lastNews(each).seq}`, by: `${each.what ?? ""} – ${outcomeWord(each, words)}`, text: each.now ? words.elsewhere : each.answer.text }));
  renderList(part(stage, "answers"), items, { make: () => fromTemplate("wall-answer"), fill: fillSpoken });
}

/** The one of which the office spoke last, here or elsewhere. */
function spokenBefore({ owed }) {
  const spoken = owed.filter(lastNews);
  return spoken.sort((one, other) => lastNews(one).seq - lastNews(other).seq).slice(-1);
}

function lastNews({ answer, now }) {
  return now ?? answer;
}

function fillSpoken(node, { by, text }) {
  setText(part(node, "by"), by);
  setWritten(part(node, "text"), text);
  setShown(part(node, "corrected"), false);
}
