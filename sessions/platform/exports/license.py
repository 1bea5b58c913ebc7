"""Names the licence of the data, where the operator has set one, in what programs and archives read."""

from typing import Any

from django.conf import settings


def license_field() -> dict[str, Any]:
    """The member "license" of a JSON document: its name and address; nothing where none is set."""
    licensed = settings.DATA_LICENSE
    return {"license": {"name": licensed.name, "url": licensed.address}} if licensed else {}


def license_in_words() -> str:
    """Return the licence's name and address in one line; blank if no licence is set."""
    return " ".join(settings.DATA_LICENSE or ())


def license_link() -> str:
    """A value of the Link header (RFC 8288, with the relation of RFC 4946); blank where none is set."""
    return f'<{settings.DATA_LICENSE.address}>; rel="license"' if settings.DATA_LICENSE else ""
