"""Form fields about chats, which hold to what the calendar's rules allow."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sessions.chats.calendar.lifecycle.announcing import require_ask_days, require_length
from sessions.city.pages.planning.fields import NumberField, from_to
from sessions.contract.limits import MAX_ASK_DAYS, MAX_CHAT_MINUTES, MIN_CHAT_MINUTES
from sessions.platform.refusals import Refused


class ChatMinutesField(NumberField):
    def __init__(self) -> None:
        super().__init__(label=_("Length in minutes"), help_text=from_to(MIN_CHAT_MINUTES, MAX_CHAT_MINUTES))

    def validate(self, value: Any) -> None:
        super().validate(value)
        _hold_to(require_length, value)


class AskDaysField(NumberField):
    """How many days before the chat its questions open."""

    def __init__(self) -> None:
        super().__init__(label=_("Questions open (days before the chat)"), help_text=from_to(0, MAX_ASK_DAYS))

    def validate(self, value: Any) -> None:
        super().validate(value)
        _hold_to(require_ask_days, value)


def _hold_to(require: Callable[[int], None], value: int) -> None:
    try:
        require(value)
    except Refused as refused:
        raise ValidationError(str(refused.message)) from refused
