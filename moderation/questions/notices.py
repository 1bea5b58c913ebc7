"""Notices of moderators to the room."""

from sessions.contract.limits import MAX_NOTICE_GRAPHEMES
from sessions.log import log
from sessions.log.events.room import NoticePosted
from sessions.log.steps.locks import LockedChatSession, locks_chat_session
from sessions.log.steps.steps import actor, require_not_over
from sessions.platform.people import Person
from sessions.platform.text.text_input import clean_text


@locks_chat_session
def post_notice(chat_session: LockedChatSession, *, moderator: Person, text: str) -> int:
    """Post a notice to the whole room; answers its seq in the public stream.

    Raises Refused: closed, empty, too_long, bad_characters.
    """
    text = clean_text(text, max_graphemes=MAX_NOTICE_GRAPHEMES)
    require_not_over(chat_session)
    return log.append(chat_session, NoticePosted(text=text), actor=actor("moderator", moderator)).seq
