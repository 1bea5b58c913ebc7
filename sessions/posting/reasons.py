"""Why a copy is not sent, or a service stands still: in our own words, never in a service's."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sessions.posting.still_news import GONE_POST_WORDS


class CopyReason(StrEnum):
    """Why a copy was not posted. After one of these, a number can follow: that of the service's answer."""

    NO_CONNECTION = "no_connection"
    NO_ANSWER = "no_answer"
    UNREADABLE = "unreadable"
    ANOTHER = "another"
    TROUBLE = "trouble"
    TOKEN = "token"  # noqa: S105 -- a word, not one
    RIGHTS = "rights"
    CREDIT = "credit"
    BLOCKED = "blocked"
    BUSY = "busy"
    REFUSED = "refused"
    LEFT = "left"
    NOT_FOUND = "not_found"
    FREEZE = "freeze"
    NOT_APPROVED = "not_approved"


WORDS: dict[str, str | Promise] = {
    CopyReason.NO_CONNECTION: _("The service could not be reached."),
    CopyReason.NO_ANSWER: _("The service did not answer in time."),
    CopyReason.UNREADABLE: _("The service answered something that cannot be read."),
    CopyReason.ANOTHER: _("The service answered with the name of another post of ours."),
    CopyReason.TROUBLE: _("The service has trouble of its own."),
    CopyReason.TOKEN: _("The service no longer accepts our token. The operator has to enter a new one."),
    CopyReason.RIGHTS: _("Our account may not post there. Give it the right to, then press “Try again”."),
    CopyReason.CREDIT: _("There is no credit left for posting there."),
    CopyReason.BLOCKED: _("The service has blocked our account for a time."),
    CopyReason.BUSY: _("The service asks us to wait."),
    CopyReason.REFUSED: _("The service does not take this post."),
    CopyReason.LEFT: _("The server stopped while it was sending."),
    CopyReason.NOT_FOUND: _("Looked for there, and not found."),
    CopyReason.FREEZE: _("Held by an election freeze."),
    CopyReason.NOT_APPROVED: _("It was refused before it was sent."),
    **GONE_POST_WORDS,
}


def post_reason_words(reason: str) -> str:
    """The reason in words, for the clerk, with the number of the answer, if there is one."""
    code, _blank, number = reason.partition(" ")
    words = str(WORDS.get(code, ""))
    return f"{words} ({number})" if number and words else words
