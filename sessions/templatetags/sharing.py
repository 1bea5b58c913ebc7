"""How a public page looks as a link elsewhere: description, canonical address, Open Graph and Twitter card."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.conf import settings
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from sessions.platform.text.absolute_addresses import whole_address
from sessions.record.cards.card import Card
from sessions.record.cards.prepared import prepared_path

register = template.Library()

COUNTRY = "IN"


@register.simple_block_tag
def keep(content: SafeString) -> SafeString:
    """What a page writes between its tags, to be used twice: {% keep as page_title %}…{% endkeep %}."""
    return content


@register.inclusion_tag("sessions/platform/sharing/_heads.html", takes_context=True)
def share_heads(
    context: Mapping[str, Any],
    description: str = "",
    *,
    title: str = "",
    card: Card | None = None,
    kind: str = "website",
) -> dict[str, Any]:
    """Links to share, for visitors only.

    What is read by a robot is no page of a person, and a signed-in page stays light.

    description: one or two sentences; without it, what the card says. title: that of the page, where none is given;
    a page whose title repeats what somebody searched for gives one, as a link must not put words into our mouth.
    kind: an og:type.
    """
    request = context.get("request")
    if request is None or request.user.is_authenticated:
        return {}
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "description": description or (card.alt if card is not None else ""),
        "title": title or context.get("page_title", ""),
        "kind": kind,
        "address": whole_address(request, request.path),
        "locale": f"{language}_{COUNTRY}",
        "other_locales": [f"{code}_{COUNTRY}" for code, _name in settings.LANGUAGES if code != language],
        "picture": whole_address(request, card.path if card is not None else prepared_path()),
        "alt": card.alt if card is not None else "",
    }


@register.inclusion_tag("sessions/platform/sharing/_link.html", takes_context=True)
def share_link(context: Mapping[str, Any], words: str) -> dict[str, Any]:
    """A link that opens WhatsApp with these words and the page's address, and the same to copy."""
    address = whole_address(context["request"], context["request"].path)
    message = f"{words} {address}"
    return {"message": message, "whatsapp": f"https://wa.me/?{urlencode({'text': message})}"}
