/** The topic of the selected question, and the choice of another one, which an open form keeps. */

import { part, setShown, setText } from "../../ui/parts.js";
import { say } from "../../ui/wording/words.js";

const OTHER = "other";

export function fillTopic(section, { topic }) {
  setText(part(section, "topic"), topic ? say(`topics.${topic}`) : "");
  setShown(part(section, "topic"), Boolean(topic));
  const choice = section.querySelector("#topic-choice");
  if (choice && !choice.closest("details").open) choice.value = topic || OTHER;
}
