"""What the page of the desk says: the labels of its steps and keys, and the words of its script."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from moderation.questions.masking.masked_words import CHECK_WORDS
from moderation.questions.second_look import DATA_WORDS, LOOKS_AS_IF
from moderation.questions.similar.evening_words import EVENING_WORDS
from sessions.chats.pages.room.words.counted_words import counted
from sessions.chats.pages.room.words.live_words import live_words, writing_words
from sessions.platform.text.labels import TOPIC_WORDS

MUTE_MINUTES = (10, 30, 60, 240)


UNREAD_BEFORE = gettext_lazy("Nobody read it in the chat before")


@dataclass(frozen=True, slots=True)
class DeskStep:
    """A decision that needs only the question. key: its keyboard shortcut, which works outside of text fields."""

    op: str
    key: str
    word: str | Promise
    states: tuple[str, ...] = ("waiting", "held")
    is_main: bool = False
    can_undo: bool = False


DESK_STEPS = (
    DeskStep(
        "question.approve", "a", pgettext_lazy("decision about a question", "Accept"), is_main=True, can_undo=True
    ),
    DeskStep(
        "question.hold", "h", pgettext_lazy("decision about a question", "Hold"), states=("waiting",), can_undo=True
    ),
    DeskStep("question.claim", "c", pgettext_lazy("decision about a question", "Claim")),
    DeskStep("question.release", "c", pgettext_lazy("decision about a question", "Release")),
)

DESK_KEYS: tuple[tuple[str, str | Promise], ...] = (
    ("J", gettext_lazy("next in the list")),
    ("K", gettext_lazy("previous in the list")),
    ("N", gettext_lazy("next that nobody has claimed")),
    ("A", gettext_lazy("accept")),
    ("D", gettext_lazy("do not accept: then 1 to 8 for the reason, Enter to confirm, Escape to go back")),
    ("H", gettext_lazy("hold for a second look")),
    ("C", gettext_lazy("claim, or release your claim")),
    ("M", gettext_lazy("merge with a question in the queue")),
    ("T", gettext_lazy("take down what is public: then 1 to 8 for the reason")),
    ("G", gettext_lazy("set the topic")),
    ("X", gettext_lazy("select or deselect, to decline several copies together")),
    ("B", gettext_lazy("decline the selected ones: then 1 to 8 for the reason")),
    ("U", gettext_lazy("merge it and its near-copies together")),
    ("Y", gettext_lazy("select its near-copies, to decline them together")),
    ("P", gettext_lazy("pass on to colleagues, because it concerns you")),
    ("O", gettext_lazy("reopen what was not accepted by mistake")),
    ("S", gettext_lazy("take a question out of a merge")),
    ("Z", gettext_lazy("undo the last decision, within ten seconds")),
    ("R", gettext_lazy("dismiss the reports about it")),
    ("?", gettext_lazy("this list")),
)


def desk_labels() -> dict[str, Any]:
    words = live_words()
    words["told"]["asked"] = _("New question to read.")
    words["arrived"]["asked"] = counted(lambda n: ngettext("{n} new question to read", "{n} new questions to read", n))
    return words | {
        "claimed": _("{name} is reading this"),
        "claimed_by_you": _("You are reading this"),
        "reports": counted(lambda n: ngettext("{n} report", "{n} reports", n)),
        "more": counted(more_words),
        "now": _("It is now: {state}."),
        "not_done": _("Not done"),
        "done": _("Done: {state}."),
        "posted": _("Everybody in the chat can read it."),
        "ran": _("Done."),
        "paused": _("The person who asked is paused."),
        "released": _("The person who asked may ask again."),
        "paused_until": _("Paused until {time}"),
        "passed_on": _("Passed on by {names}"),
        "carried": UNREAD_BEFORE,
        "noted": _("Your colleagues can read the note."),
        "selected": counted(lambda n: ngettext("{n} question selected", "{n} questions selected", n)),
        "topic_set": _("The topic is changed."),
        "undone": _("Undone. The question is yours to decide."),
        "pending": pending_words(),
        "dismissed": _("The reports are dismissed. The question stays."),
        "kept": words_of_unsent(),
        **writing_words(),
        "joined_with": _("Merged with: {text}"),
        "looks_as_if": LOOKS_AS_IF,
        "data": DATA_WORDS,
        "topics": TOPIC_WORDS,
        "checks": CHECK_WORDS,
        "evening": EVENING_WORDS,
    }


DECIDED_WORDS: dict[str, Promise] = {
    "approve": pgettext_lazy("decision about a question", "Accepted"),
    "hold": pgettext_lazy("state of a question", "Held for a second look"),
    "decline": pgettext_lazy("state of a question", "Not accepted"),
    "merge": pgettext_lazy("state of a question", "Merged with another"),
}
"""By decision, what the desk reads while it can still be undone."""


def pending_words() -> dict[str, Any]:
    """Words about decisions that can still be undone."""
    return {
        "did": DECIDED_WORDS,
        "own": counted(pending_own),
        "other": _("{name} has decided: {decision}"),
        "told": _("{decision}. You can undo it for ten seconds."),
    }


def pending_own(seconds: int) -> str:
    return ngettext("{decision}: can be undone for {n} second", "{decision}: can be undone for {n} seconds", seconds)


def words_of_unsent() -> dict[str, str | dict[str, str]]:
    """Words about an unsent note or choice, after a colleague has decided first or the chat has ended."""
    return {
        "decided": _("Decided by a colleague: {state}."),
        "over": _("This chat is over."),
        "note": {"said": _("Your note is kept here:"), "label": _("Your note")},
        "choice": {
            "said": _("The question that you chose to merge with is kept here:"),
            "label": _("The question that you chose"),
        },
        "copied": _("Copied."),
    }


def more_words(left: int) -> str:
    return ngettext("Show more ({n} question is left)", "Show more ({n} questions are left)", left)
