"""What a push message says: nothing. The same few words for every occasion, at one length, and an address to open.

The form is that of Declarative Web Push, which Safari shows without a worker; elsewhere the worker shows the same
(chatserver/static/js/worker/). Its tag is the Topic of the request: a newer message replaces an older one.
"""

import json

from django.utils.translation import get_language, get_language_bidi, override
from django.utils.translation import gettext as _

PADDED_BYTES = 512
"""Bytes of a padded message, with the delimiter of the padding, so that the encrypted body always has the same length.
"""


def make_payload(*, language: str, navigate: str, tag: str) -> bytes:
    """Build the payload of a notification.

    navigate: a full address. At most 511 bytes, which a test holds for each language.
    """
    with override(language):
        notification = {
            "title": _("Ward chat"),
            "body": _("There is news for you."),
            "navigate": navigate,
            "lang": get_language() or language,
            "dir": "rtl" if get_language_bidi() else "ltr",
            "tag": tag,
        }
    told = {"web_push": 8030, "notification": notification}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
