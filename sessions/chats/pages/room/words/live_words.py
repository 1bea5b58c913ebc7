"""The words of the live pages' scripts, in the reader's language. js/ui/wording/words.js fills in {names}."""

from collections.abc import Mapping
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sessions.chats.pages.room.words.counted_words import asked_by, counted, overdue_since, owed_by, supported_by
from sessions.chats.pages.room.words.owed_words import owed_words
from sessions.chats.pages.room.words.own_words import appeal_words, hint_words, own_words, why_words
from sessions.chats.pages.room.words.stage_words import stage_words
from sessions.city.display import clock_time
from sessions.models.outcomes import OUTCOME_RULES
from sessions.platform.text import labels as words
from sessions.platform.text.digits import digits, in_own_digits
from sessions.platform.text.direction.marks import FIRST_STRONG, POP
from sessions.platform.text.spoken.lists import join_with_commas

ScriptWords = dict[str, Any]


def live_words() -> ScriptWords:
    """The words of every live page: states, connection, times, counts, and outcomes of commands."""
    return {
        "state": _plain(words.OUTCOME_WORDS),
        "kind": _plain(words.QUESTION_KIND_WORDS),
        "reason": _plain(words.REASON_WORDS),
        "office": _plain(words.OFFICE_WORDS),
        "chat": _plain(words.CHAT_SESSION_WORDS),
        "line": _line(),
        "stopped": _stopped(),
        "time": _time(),
        "clock": clock_forms(),
        "sending": _sending(),
        "arrived": _arrived(),
        "told": _told(),
        "here": counted(lambda n: ngettext("{n} person here", "{n} people here", n)),
        "visitors": counted(lambda n: ngettext("{n} visitor", "{n} visitors", n)),
        "backing": counted(supported_by),
        **_comma(),
        "apart": {
            "held": counted(lambda n: ngettext("{n} set aside", "{n} set aside", n)),
            "not_counted": counted(lambda n: ngettext("{n} not counted", "{n} not counted", n)),
        },
        "asked": asked_by(),
        "label": _("Resident, ward {ward}"),
        "owed": {"due": owed_by(), "overdue": overdue_since()},
        "how": {
            "by_lot": str(words.BY_LOT),
            "override": str(words.BEFORE_ITS_TURN),
        },
        "override": _plain(words.OVERRIDE_WORDS),
    }


def _comma() -> ScriptWords:
    """What stands between the items of a list, where it is not the one that scripts know: most pages are lighter so."""
    comma = join_with_commas(["", ""])
    return {} if comma == ", " else {"comma": comma}


def room_words(*, is_visitor: bool = False, asks: bool = True, is_official: bool = False) -> ScriptWords:
    """The words of the room. A visitor only reads, and gets no words for commands, to keep the page small.

    A person who has not agreed to the notice and has asked nothing gets asking_words() once they agree.
    """
    return {
        **live_words(),
        "all": _("Show all {n}"),
        "words_removed": words.WORDS_REMOVED,
        "stage": stage_words(),
        **removal_words(),
        **(asking_words() if asks and not is_visitor else {}),
        **({"called": called_title()} if is_official else {}),
    }


def asking_words() -> ScriptWords:
    """Words for people who ask, about their own questions."""
    return {
        "outcome": OUTCOME_RULES,
        "explanation": _plain(words.OUTCOME_EXPLANATIONS),
        "joined_with": _("Merged with: {text}"),
        "own": own_words(),
        "why": why_words(),
        "appeal": appeal_words(),
        "hint": hint_words(),
    }


def removal_words() -> ScriptWords:
    """What stands where a question was removed, and what those hear who supported it."""
    backed = _("A question that you supported was removed by a moderator: {reason}")
    return {"removal": {"line": str(words.REMOVED_LINE), "backed": backed}}


def doing_words() -> ScriptWords:
    """Words for people who write and report."""
    return {
        **writing_words(),
        "counter": _("{n} of {most} characters"),
        "answers_me": _("This answers me"),
        "answered_me": _("Good that it is answered. Your question was not sent."),
        "reported": _("Reported. A moderator will look at it."),
        "received": _("Received. It is saved, and your receipt is {receipt}."),
    }


def writing_words() -> ScriptWords:
    """What a form says by itself of words that cannot be sent."""
    return {
        "unkept": _("Waiting for the connection. This phone is full or keeps nothing: leave this page open."),
        "empty": _("Please write something first."),
        "too_long": _("That is too long. Please shorten it to {most} characters."),
    }


def floor_page_words() -> ScriptWords:
    return live_words() | {
        **writing_words(),
        "received_answer": _("Sent. Everyone can see it."),
        "corrected": _("Corrected. Everyone can see it, and the earlier words."),
        "called": called_title(),
        "floor": floor_page_empty(),
        "owed_list": owed_words(),
    }


def called_title() -> str:
    """The title of an official's browser tab while they are called."""
    return _("You have been called")


def floor_page_empty() -> ScriptWords:
    """The text of the empty floor, for people who answer."""
    return {
        "scheduled": _("The chat has not opened yet. It opens by itself at its time."),
        "live": _("No question is being answered."),
        "over": _("No question is being answered any longer."),
    }


def slow_words(minutes: int) -> str:
    """Slow mode, in words; with {n} for the minutes."""
    return ngettext(
        "Slow mode: each person can ask one question every {n} minute.",
        "Slow mode: each person can ask one question every {n} minutes.",
        minutes,
    )


def apart_words(counts: Mapping[str, Mapping[str, int]], question_id: str) -> str:
    """How much support of a question is held or does not count, in words; blank where all of it counts."""
    numbers = ((name, counts.get(name, {}).get(question_id, 0)) for name in ("held", "not_counted"))
    chosen = {
        "held": lambda n: ngettext("{n} set aside", "{n} set aside", n),
        "not_counted": lambda n: ngettext("{n} not counted", "{n} not counted", n),
    }
    return join_with_commas([chosen[name](number).format(n=digits(number)) for name, number in numbers if number])


def _line() -> ScriptWords:
    return {
        "connecting": _("Connecting"),
        "live": _("Connected"),
        "polling": _("Connected, slowly"),
        "reconnecting": _("Reconnecting"),
        "offline": _("No network"),
    }


def _stopped() -> ScriptWords:
    """The reason why the connection was closed for good, by close code (DESIGN 5)."""
    return {
        **{str(code.value): str(word) for code, word in words.CLOSE_WORDS.items()},
        "other": _("The server ended the connection. Please reload."),
        "reload": _("Reload"),
        "sign_in": _("Sign in"),
    }


def _time() -> ScriptWords:
    return {
        "opens_in": _("Opens in"),
        "opens_soon": _("Opens any moment"),
        "left": _("Time left"),
        "ends_soon": _("Ends any moment"),
        "starts": _("{day}, {time}"),
        "until": _("until {time}"),
        **span_words(),
    }


def span_words() -> ScriptWords:
    """How much time is left, in each unit."""
    return {
        "second": counted(lambda n: ngettext("{n} second", "{n} seconds", n)),
        "minute": counted(lambda n: ngettext("{n} minute", "{n} minutes", n)),
        "hour": counted(lambda n: ngettext("{n} hour", "{n} hours", n)),
        "day": counted(lambda n: ngettext("{n} day", "{n} days", n)),
    }


def _sending() -> ScriptWords:
    return {
        "sending": _("Sending"),
        "waiting": _("Waiting for the connection. It will be sent by itself, once."),
        "not_sent": _("Not sent."),
        "reload": _("Not sent. Please reload the page."),
    }


def _arrived() -> ScriptWords:
    """Counts that replace sentences when much arrives at once."""
    return {
        "answer": counted(lambda n: ngettext("{n} new answer", "{n} new answers", n)),
        "floor": counted(lambda n: ngettext("{n} question was taken", "{n} questions were taken", n)),
        "notice": counted(lambda n: ngettext("{n} new notice", "{n} new notices", n)),
    }


def _told() -> ScriptWords:
    return {
        "floor": _("Being answered now: {text}"),
        "own_floor": _("Your question is being answered now."),
        "answer": _("Answer: {text}"),
        "own_answer": _("Answer to your question: {text}"),
        "notice": _("Notice: {text}"),
        "opened": _("The chat is open."),
        "warned": _("The chat ends soon: at {time}."),
        "moved": _("The chat was moved, because {text}."),
        "extended": _("The chat was extended until {time}."),
        "slowed": counted(slow_words),
        "slow_ended": _("Slow mode has ended."),
        "closed": _("The chat is over. The record is published."),
        "cancelled": _("The chat was cancelled: {text}"),
        "own": _("Your question: {state}."),
    }


def _plain(table: dict[str, Any]) -> ScriptWords:
    return {key: str(word) for key, word in table.items()}


# How the reader's language writes the time of day, for scripts: taken from what the server itself writes.

LATEST_FIRST = range(23, -1, -1)


def clock_forms() -> list[tuple[int, str]]:
    """The forms of the clock.

    From which hour on the time is written how, the latest first: [(12, "{time} pm"), (0, "{time} am")].
    """
    forms = groupby(LATEST_FIRST, key=_form_at)
    return [(min(hours), form) for form, hours in forms]


def _form_at(hour: int) -> str:
    at = datetime(2027, 1, 1, hour, 30, tzinfo=timezone.get_current_timezone())
    return clock_time(at).strip(FIRST_STRONG + POP).replace(in_own_digits(f"{hour % 12 or 12}:30"), "{time}")
