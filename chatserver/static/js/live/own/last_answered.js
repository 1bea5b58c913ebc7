/** Finds the card with the newest part of an answer, of what was answered whole or in part; as sessions/chats/pages/room/stage.py. */

export function lastAnswered({ answered, queue }) {
  const cards = [...answered, ...queue].filter(({ answers }) => answers.length);
  return cards.reduce((last, card) => (last && last.answers.at(-1).at >= card.answers.at(-1).at ? last : card), null);
}
