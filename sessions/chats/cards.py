"""Finds the card that an address means, that of a chat among them, if everybody may see it now."""

from uuid import UUID

from django.utils.translation import gettext as _

from sessions.chats.calendar.public.entries import Occasion, occasions_of
from sessions.city.display import clock_time, office_holder, ward_name, weekday_date
from sessions.models import ChatSession
from sessions.platform.text.labels import OCCASION_WORDS
from sessions.record.cards.card import Card, CardKind
from sessions.record.cards.contents import make_card
from sessions.record.cards.finding import NoSuchCard, find_recorded_card
from sessions.record.cards.shown_words import said_words


def find_card(kind: str, card_id: str) -> Card:
    """Find a card in the active language. Raises NoSuchCard, CardGone."""
    return _find_chat(card_id) if kind == CardKind.CHAT else find_recorded_card(kind, card_id)


def card_of_chat(occasion: Occasion) -> Card:
    """The card of a chat: who answers, and when; without the time while there is none."""
    chat_session = occasion.chat_session
    host = office_holder(chat_session.office) if chat_session.office is not None else ""
    words = [host or _("Live chat of %(ward)s") % {"ward": ward_name(occasion.ward)}]
    if not occasion.waits and not occasion.is_suspended:
        at = occasion.starts_at
        words.append(_("{day}, {time}").format(day=weekday_date(at), time=clock_time(at)))
    return make_card(
        CardKind.CHAT,
        str(chat_session.pk),
        chat_session.pk,
        head=[ward_name(occasion.ward), str(OCCASION_WORDS[occasion.state])],
        words=map(said_words, words),
        foot=[_("Councillor Live Chat")],
    )


def _find_chat(card_id: str) -> Card:
    try:
        found = occasions_of(ChatSession.objects.filter(pk=UUID(card_id), announced_at__isnull=False))
    except ValueError:
        raise NoSuchCard from None
    if not found:
        raise NoSuchCard
    return card_of_chat(found[0])
