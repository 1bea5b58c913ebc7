"""The live layer's own texts for people, in their language. The domain's refusals have their own words."""

from collections.abc import Mapping
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sessions.contract.close_codes import Close
from sessions.platform.text.labels import APART_WORDS, CLOSE_WORDS

NOT_UNDERSTOOD = _("The page sent something that we could not read. Please reload it.")

SIGN_IN_FIRST = _("Please sign in first.")

UP_TO_DATE_SOON = _("The page is being updated.")

REFUSALS: dict[str, Promise] = {
    "bad_json": NOT_UNDERSTOOD,
    "bad_frame": NOT_UNDERSTOOD,
    "binary": NOT_UNDERSTOOD,
    "unknown_type": NOT_UNDERSTOOD,
    "unknown_op": NOT_UNDERSTOOD,
    "unknown_field": NOT_UNDERSTOOD,
    "missing_field": _("Something is missing. Please fill in the whole form."),
    "bad_field": _("Something is not filled in as it should be. Please check it."),
    "bad_ref": NOT_UNDERSTOOD,
    "too_big": _("That is too long. Please shorten it."),
    "rate_limited": _("You are sending too fast. Please wait a moment."),
    "busy": _("Many people are sending right now. It has not been saved; please try again in a moment."),
    "timeout": _("The server is taking too long. Please send it again; it will not be counted twice."),
    "internal": _("Something went wrong on our side. Please try again."),
    "not_found": _("There is no such chat."),
    "sign_in": CLOSE_WORDS[Close.SIGN_IN],
    "outdated": CLOSE_WORDS[Close.OUTDATED],
    "resync": UP_TO_DATE_SOON,
}
"""Why a command was not carried out, by code."""

OBSTACLES: dict[str, Promise] = {
    "disk_full": _(
        "Nothing can be saved right now, because the disk of the server is full. "
        "Please try again in a few minutes; the people who run this website can see why."
    ),
    "database_away": _(
        "Nothing can be saved right now, because the database does not answer. Please try again in a moment."
    ),
}
"""Why it is busy, where that has a cause of its own (chatserver/monitoring/outage/kinds.py::name_obstacle)."""

CLOSE_REASONS: dict[Close, Promise] = CLOSE_WORDS | {
    Close.GOING_DOWN: _("The server is restarting. You will be connected again in a moment."),
    Close.TOO_SLOW: _("Your connection is slow. You will be connected again."),
    Close.OVERLOADED: _("Many people are coming in. You will be connected again in a moment."),
    Close.RATE_LIMITED: _("Too many invalid messages were sent. Please wait half a minute."),
    Close.RESYNC: UP_TO_DATE_SOON,
    Close.INTERNAL: _("Something went wrong on our side. You will be connected again."),
}
"""Why a socket is closed, by code. A refusal of the domain has its own words."""

ACK_WORDS: dict[str, Promise] = {
    "question.ask": _("Received. Your receipt is {receipt}. A moderator reads it next."),
    "draft.answered": _("Good that it is answered. Your question was not sent."),
    "draft.check": _("Checked. Nothing is sent yet."),
    "question.withdraw": _("Your question is withdrawn."),
    "question.back": _("Your support is counted."),
    "report": _("Thank you. A moderator will look at it."),
    "question.appeal": _("Your appeal is saved. Another moderator decides about it."),
    "appeal.decide": _("The appeal is decided. The person who asked sees why."),
    "correction.ask": _("Your request is saved. A moderator decides about it."),
    "correction.decide": _("The request is decided. The person who asked sees why."),
    "question.claim": _("The question is yours to decide."),
    "question.release": _("The question is free for others to decide."),
    "question.approve": _("The question is in the queue."),
    "question.unmask": _("It is no longer hidden. Everybody can read it once the question is accepted."),
    "question.hold": _("The question is held for a second look."),
    "question.decline": _("The question is not accepted. The person who asked sees the reason."),
    "question.merge": _("The questions are merged."),
    "question.undo": _("Undone. The question is yours to decide."),
    "question.pass_on": _("Your colleagues see that."),
    "question.note": _("Your colleagues can read the note."),
    "questions.decline": _("The questions are not accepted. The people who asked see the reason."),
    "questions.merge": _("The questions are merged."),
    "question.reopen": _("The question waits again. The person who asked sees why."),
    "question.separate": _("The question stands for itself again. The person who asked sees why."),
    "question.reword": _("Everybody can read these words above the question."),
    "question.take_down": _("The question is removed, and everybody can read why."),
    "report.acknowledge": _("The reports are acknowledged. They wait for a decision."),
    "report.dismiss": _("The reports are dismissed. The question stays."),
    "notice.post": _("The notice is posted."),
    "notice.correct": _("Corrected. Everyone can see it, and the earlier words."),
    "session.slow": _("Slow mode is set. The chat is told."),
    "decision.reread": _("Thank you. The ledger counts it."),
    "resident.mute": _("The resident cannot ask during that time."),
    "resident.unmute": _("The resident may ask again."),
    "resident.ban": _("The resident is banned from this ward’s chats for that time."),
    "official.call": _("The official is called to answer."),
    "official.send_back": _("The official is no longer called."),
    "question.take": _("The question is being answered now."),
    "question.set_topic": _("The topic is changed."),
    "answer.give": _("Sent. Everyone can see it."),
    "answer.correct": _("Corrected. Everyone can see it, and the earlier words."),
    "answer.finish": _("The question is answered."),
    "question.return": _("The question is back in the queue."),
    "question.defer": _("A written answer is promised."),
    "owed.answer": _("Sent. Everyone can see it."),
    "session.open": _("The chat is open."),
    "session.close": _("The chat is closed. Its record is published."),
    "session.extend": _("The chat is extended."),
    "session.cancel": _("The chat is cancelled."),
}
"""What a form says about an op that was carried out."""

BACKING_ENDED = _("Your support is withdrawn.")


CAN_BE_UNDONE = _("Decided. It takes effect in a few seconds; until then you can undo it.")


def success_words(op: str, result: Mapping[str, Any]) -> str:
    if op == "question.back" and not result["on"]:
        return str(BACKING_ENDED)
    if op == "question.back" and "standing" in result:
        return str(APART_WORDS[result["standing"], result["why"]])
    if "undo_until" in result:
        return str(CAN_BE_UNDONE)
    told = str(ACK_WORDS[op]).format(receipt=result.get("receipt", ""))
    return f"{told} {result['warning']}" if "warning" in result else told


def refusal_words(code: str, language: str, because: str = "") -> str:
    """Say in words why a command was refused.

    because: the obstacle that made it busy; empty for none with words of its own.
    """
    with translation.override(language):
        return str(OBSTACLES[because] if because else REFUSALS[code])


def close_reason(code: Close, language: str) -> str:
    with translation.override(language):
        return str(CLOSE_REASONS[code])
