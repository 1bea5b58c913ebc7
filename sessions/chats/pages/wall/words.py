"""The words of the big screen, for the page and its scripts."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sessions.chats.pages.room.words.counted_words import counted
from sessions.chats.pages.room.words.live_words import ScriptWords, live_words
from sessions.chats.pages.room.words.owed_words import owed_words
from sessions.platform.text.digits import digits


def wall_words() -> ScriptWords:
    return live_words() | {
        "owed_list": owed_words(),
        "wall": {
            "now": _("Being answered now"),
            "answered": _("Answered"),
            "on_notice": _("A written answer will follow"),
            "by_lot": by_lot_words(),
            "waiting": counted(lambda n: ngettext("{n} question is waiting", "{n} questions are waiting", n)),
        },
    }


def by_lot_words() -> str:
    return _("The next question is drawn by lot.")


def waiting_words(count: int) -> str:
    return ngettext("{n} question is waiting", "{n} questions are waiting", count).format(n=digits(count))
