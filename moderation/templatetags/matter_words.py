"""How the desk between the evenings says what waits there."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

register = template.Library()

WAITING_WORDS: dict[str, Promise] = {
    "words": _("New"),
    "photo": _("Photos"),
    "reply": _("Added later"),
    "appeal": _("Appeal"),
}
"""Words for a row, by what waits of the matter (moderation/matters/waiting.py)."""


@register.filter
def waiting_word(what: str) -> str | Promise:
    return WAITING_WORDS[what]
