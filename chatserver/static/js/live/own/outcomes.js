/** What became of a question, by the rules of sessions/models/outcomes.py, which the page brings; pure. */

/** chat: the state of its chat session. The first rule [state, facts, outcome] that fits counts. */
export function outcomeOf(rules, { state, chat, hasAnswers, isSuccessor }) {
  const given = { cancelled: chat === "cancelled", over: ["closed", "sealed"].includes(chat), answers: hasAnswers, successor: isSuccessor };
  const fitting = rules.find(([of, facts]) => of === state && facts.every((fact) => given[fact]));
  return fitting ? fitting[2] : state;
}
