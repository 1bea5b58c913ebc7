"""Where the service is and what it speaks (https://wiki.open311.org/Service_Discovery/)."""

from django.conf import settings

from chatserver.outside.open311.server.forms import WrittenDocument
from sessions.platform.text.absolute_addresses import WholeAddress

ROOT = "/open311/v2"
CHANGED_AT = "2026-11-28T00:00:00+05:30"
"""Moment at which the service itself last changed: set it when an address or a field is added."""


def discover(whole: WholeAddress) -> WrittenDocument:
    contact = settings.SECURITY_CONTACT or whole("/")
    endpoint = {
        "specification": "http://wiki.open311.org/GeoReport_v2",
        "url": whole(ROOT),
        "changeset": CHANGED_AT,
        "type": "production",
        "formats": ["text/xml", "application/json"],
    }
    return WrittenDocument(
        "discovery",
        {
            "changeset": CHANGED_AT,
            "contact": f"{contact}",
            "key_service": "The ward office gives keys out (bin/manage open311_key add).",
            "endpoints": [endpoint],
        },
    )
