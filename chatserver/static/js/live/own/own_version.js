/** A moderator who claims and then approves at once decides about what that claim made: the version of their own last step. */
export function withNewVersion(later, { fields: done }, { result }) {
  const follows = ({ question, version }) => question === done.question && version === done.version && result?.version === version + 1;
  const renew = (seen) => (follows(seen) ? { ...seen, version: result.version } : seen);
  const { questions } = later.fields;
  return { ...later, fields: questions ? { ...later.fields, questions: questions.map(renew) } : renew(later.fields) };
}
