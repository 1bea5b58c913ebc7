"""Addresses of pages that a release may not have yet: blank then, so that the link is left out."""

from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse


def page_address(name: str, *args: object, **query: object) -> str:
    """The page of that name; query: its parameters, without those that are blank or None."""
    try:
        address = reverse(name, args=args)
    except NoReverseMatch:
        return ""
    given = {key: value for key, value in query.items() if value not in ("", None)}
    return f"{address}?{urlencode(given)}" if given else address
