"""The log's newest checkpoint on sheets of paper: as a QR code and as twelve words."""

import base64
from collections.abc import Mapping
from typing import Any

import segno
from django import template
from django.urls import reverse
from django.utils.safestring import mark_safe

from sessions.platform.text.absolute_addresses import whole_address
from sessions.record.proof.consistency import newest_published
from sessions.record.proof.log_refused import LogRefused
from sessions.record.proof.notes.checkpoint_words import words_of_root

register = template.Library()


@register.inclusion_tag("sessions/record/log/_on_paper.html", takes_context=True)
def checkpoint_on_paper(context: Mapping[str, Any], *, is_print_only: bool = False) -> dict[str, Any]:
    """The page loads css/paper/paper.css. Nothing is printed while the log is empty, or may not be published."""
    try:
        newest = newest_published()
    except LogRefused:
        newest = None
    if newest is None or not newest.size:
        return {}
    address = whole_address(context["request"], reverse("log_words"))
    return {
        "size": newest.size,
        "words": words_of_root(base64.b64decode(newest.root)),
        "qr": _qr_svg(newest.note),
        "address": address.partition("://")[2],
        "is_print_only": is_print_only,
    }


def _qr_svg(note: str) -> str:
    """The whole signed note: read by a telephone, it proves what was signed without any network."""
    code = segno.make_qr(note, error="l")
    # segno wrote it, of squares alone; the styles are in paper.css, as our security policy asks.
    return mark_safe(code.svg_inline(border=4, omitsize=True, svgclass=None, lineclass=None, dark="#000", light="#fff"))  # noqa: S308
