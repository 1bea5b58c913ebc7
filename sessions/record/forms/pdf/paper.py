"""The checkpoint that a printed record carries: as a QR code and as twelve words, as other sheets do; pure."""

import base64
from typing import Any

import segno
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sessions.platform.text.digits import digits
from sessions.record.proof.notes.checkpoint_words import words_of_root


def paper_of(note: str, *, address: str) -> dict[str, Any]:
    """Data for a printed sheet with a signed checkpoint, which is `note`.

    address: of the record's page; the words are compared at a page of the same website.
    """
    _origin, size, root = note.split("\n", 3)[:3]
    page = f"{address.partition('://')[2].partition('/')[0]}{reverse('log_words')}"
    return {
        "heading": ngettext(
            "Checkpoint of the records, %(number)s line", "Checkpoint of the records, %(number)s lines", int(size)
        )
        % {"number": digits(int(size))},
        "words": " ".join(words_of_root(base64.b64decode(root))),
        "keep": _("Other words at %(address)s would mean that records were changed since. Keep this sheet.")
        % {"address": page},
        "qr": segno.make_qr(note, error="l").svg_inline(border=4, dark="#000", light="#fff"),
        "alt": _("QR code of the signed checkpoint"),
    }
