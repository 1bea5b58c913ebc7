/** Under which names the browser keeps what a resident was writing: for this chat, and for the ward's next one. */

export function askKey({ chat_session, person }) {
  return `ask:${chat_session}:${person}`;
}

export function nextKey({ person, starts }) {
  return `next:${starts.public.state.session.ward}:${person}`;
}
