"""The licence under which what is published here may be used, as DATA_LICENSE names it; pure."""

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

EXAMPLE = "CC BY 4.0 https://creativecommons.org/licenses/by/4.0/"
MOST_LETTERS = 80


class DataLicense(NamedTuple):
    """The licence of the open data. name: as people know it. address: of its text; programs know the licence by it."""

    name: str
    address: str


def find_data_license(environment: Mapping[str, str]) -> DataLicense | None:
    """DATA_LICENSE: a name and, as its last word, an address. None without it.

    Raises ImproperlyConfigured: the address stands in headers and links.
    """
    given = environment.get("DATA_LICENSE", "").strip()
    if not given:
        return None
    name, _space, address = given.rpartition(" ")
    parts, name = urlsplit(address), name.strip()
    is_address = parts.scheme in {"http", "https"} and parts.hostname and address.isascii() and address.isprintable()
    if not is_address or set(address) & set('<>"') or not 0 < len(name) <= MOST_LETTERS or not name.isprintable():
        raise ImproperlyConfigured(f"DATA_LICENSE is {given!r}; it must be a name and an address: {EXAMPLE}")
    return DataLicense(name, address)
