"""The names of places in the reader's words, of those that were emptied, too."""

from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.models import ChatSession, Closure, Redaction
from sessions.platform.text.digits import as_code, digits
from sessions.platform.text.spoken.dates import date_words


def emptied_place_words(key: str) -> str:
    """The words of a place that was emptied.

    key: of a QuotingPlace. At most one query; what is gone since keeps the name of its kind.
    """
    kind, _colon, name = key.partition(":")
    match kind:
        case "activity":
            return activity_words(name)
        case "chat":
            chat = ChatSession.objects.select_related("ward").filter(pk=name).first()
            return chat_words(chat) if chat is not None else _("Live chat")
        case "closure":
            closure = Closure.objects.filter(pk=name).first()
            return closed_days_words(closure) if closure is not None else _("Closed days")
        case "redaction":
            redaction = Redaction.objects.filter(pk=name).first()
            return authority_words(redaction) if redaction is not None else _("By whose order")
    return key


def activity_words(number: str) -> str:
    return _("Activity {number}").format(number=as_code(number))


def chat_words(chat: ChatSession) -> str:
    return _("Live chat of ward {ward} on {day}").format(ward=digits(chat.ward.number), day=date_words(chat.day))


def closed_days_words(closure: Closure) -> str:
    return f"{_('Closed days')}: {date_words(closure.from_on)}"


def authority_words(redaction: Redaction) -> str:
    day = date_words(timezone.localdate(redaction.proposed_at))
    return _("“By whose order” of the redaction of {day}").format(day=day)
