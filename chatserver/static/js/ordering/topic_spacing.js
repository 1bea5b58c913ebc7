/** Of a policy's window of consecutive places, no topic takes more than its share; as sessions/ordering/topic_spacing.py. */

const UNLIMITED = ["", "other"];

/** before: the topics of the questions that were taken last. Whatever had to stay behind is of one topic. */
export function spaceTopics(cards, before, policy) {
  const window = [...before];
  const behind = [];
  const spaced = [];
  let next = 0;
  const place = (card) => {
    window.push(topicOf(card));
    spaced.push(card);
  };
  for (const card of cards) {
    while (next < behind.length && isAllowed(topicOf(behind[next]), window, policy)) place(behind[next++]);
    if (isAllowed(topicOf(card), window, policy)) place(card);
    else behind.push(card);
  }
  return [...spaced, ...behind.slice(next)];
}

function isAllowed(topic, window, { topic_window, topic_most }) {
  if (UNLIMITED.includes(topic)) return true;
  let taken = 0;
  for (let at = Math.max(window.length - topic_window + 1, 0); at < window.length; at += 1) taken += window[at] === topic ? 1 : 0;
  return taken < topic_most;
}

export function topicOf({ topic }) {
  return topic || "";
}
