"""Loads wards from a table, and finds them by number, neighbourhood, street, landmark or PIN.

The table of Borough X beside this module holds facts: ward numbers (Wikidata, CC0), neighbourhoods (Wikipedia's ward
pages, CC BY-SA 4.0, blank where none was readable; the Hindi and Urdu spellings are our own) and the PINs that cover
more than one per cent of a ward (from the DataMeet polygons of wards and PINs, CC BY-SA 2.5 IN).
"""

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from sessions.contract.limits import HIGHEST_WARD
from sessions.models import Borough, TimelineEntry, Ward, WardPin
from sessions.models.wards.ward import WardQuerySet
from sessions.platform.text.by_language import ByLanguage, from_fields
from sessions.platform.text.place_names import fold_place
from sessions.platform.text.text_input import fold_digits

WARD = "(?:ward|ওয়ার্ড|वार्ड|وارڈ)"
NUMBER = r"(?:number|no\.?|\#|নং|নম্বর|नं\.?|नंबर|نمبر)"
WARD_NUMBER = re.compile(rf"(?:{WARD}[\s-]*)?(?:{NUMBER}\s*)?(\d{{1,3}})(?:\s*{NUMBER})?(?:\s*{WARD})?", re.IGNORECASE)
"""A ward's number as people write it, in NFC: 95, Ward No. 95, ৯৫ নং ওয়ার্ড."""

TOWN = r"(?:(?:kolkata|calcutta|কলকাতা|कोलकाता|कलकत्ता|کولکاتا|کلکتہ)[\s,-]*)?"
CALLED_PIN = r"(?:(?:pin|পিন|पिन|پن)(?:\s*(?:code|কোড|कोड|کوڈ))?[\s:-]*)?"
PIN = re.compile(rf"{TOWN}{CALLED_PIN}([1-9]\d{{2}})[\s-]?(\d{{3}})", re.IGNORECASE)
"""A PIN as people write it: 700032, 700 032, Kolkata - 700032, পিন ৭০০০৩২."""

LONGEST_WORDS = 100
"""Characters of a search, or of a text that is read as a PIN."""

SHORT_WORD, LONG_WORD = 2, 6
BOROUGH_X = Path(__file__).with_name("borough_x.csv")
LONGEST = {
    "ward": 20,
    "borough": 8,
    "borough_": 80,
    "neighbourhoods_": 2000,
    "pins": 2000,
    "places": 20_000,
}
"""The most characters of each field; of those by language (borough_en, borough_bn, …), the start of their names."""

MAX_OTHER_COLUMN = 2000
LARGEST_TABLE = 8 * 1024 * 1024
"""Bytes. The table of a whole city has 60 KiB."""

COLUMNS = ("ward", "borough", "borough_en", "borough_bn", "neighbourhoods_en", "neighbourhoods_bn", "pins")
"""The required columns. Optional: `places` with streets and landmarks, and names in further languages (borough_hi)."""


@transaction.atomic
def load_wards(path: Path) -> int:
    """Load or update wards from a CSV with the columns above; all rows or none. Answers the number of wards.

    Raises ValueError, which names the line, and OSError where the file cannot be read.
    """
    if path.stat().st_size > LARGEST_TABLE:
        raise ValueError("it is larger than any table of wards")
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        try:
            missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
            if missing:
                raise ValueError(f"line 1: the columns {', '.join(missing)} are missing")
            rows = [_checked(row, reader.line_num) for row in reader]
        except csv.Error as error:
            raise ValueError(f"below line {reader.line_num} there is no row of a table: {error}") from error
    _require_different(rows)
    for row in rows:
        save_row(row)
    return len(rows)


def find_wards(words: str) -> WardQuerySet:
    """Wards that match a number, a PIN, or words of a neighbourhood, in any of our digits and languages."""
    words = fold_digits(" ".join(unicodedata.normalize("NFC", words[:LONGEST_WORDS]).split()))
    wards = Ward.objects.select_related("borough")
    number = WARD_NUMBER.fullmatch(words)
    if number:
        return wards.filter(number=int(number[1]))
    pin = read_pin(words)
    if pin is not None:
        return wards.with_pin(pin)
    return wards.filter(pk__in=_wards_called(words)) if words else wards


def read_pin(words: str) -> str | None:
    """The six digits of a PIN as people write it; None where the text is no PIN."""
    found = PIN.fullmatch(fold_digits(" ".join(words.split()))) if len(words) <= LONGEST_WORDS else None
    return found[1] + found[2] if found else None


def save_row(row: Mapping[str, str]) -> None:
    """Make or update a ward, its borough and its PINs, from a checked row of a table."""
    borough = None
    if row["borough"]:
        known = Borough.objects.filter(code=row["borough"]).values_list("names", flat=True).first() or {}
        names = _renewed(known, row, "borough")
        borough, _is_new = Borough.objects.update_or_create(code=row["borough"], defaults={"names": names})
    known = Ward.objects.filter(number=int(row["ward"])).values_list("neighbourhood_names", flat=True).first() or {}
    facts: dict[str, Any] = {"borough": borough, "neighbourhood_names": _renewed(known, row, "neighbourhoods")}
    if "places" in row:
        facts["places"] = row["places"]
    ward, _is_new = Ward.objects.update_or_create(number=int(row["ward"]), defaults=facts)
    TimelineEntry.objects.filter(ward=ward).exclude(borough=borough).update(borough=borough)
    ward.pins.all().delete()
    WardPin.objects.bulk_create(WardPin(ward=ward, pin=pin) for pin in row["pins"].split())


def _renewed(known: ByLanguage, row: Mapping[str, str], column: str) -> ByLanguage:
    """The names of the row; in a language that the table has no column for, the known ones stay."""
    kept = {code: text for code, text in known.items() if f"{column}_{code}" not in row}
    return kept | from_fields(column, row)


def _wards_called(words: str) -> list[int]:
    """The ids of the wards whose names contain each of these words, in any spelling."""
    wanted = fold_place(words).split()
    rows = Ward.objects.values_list("pk", "neighbourhood_names", "places")
    texts = {pk: " ".join([*names.values(), places]) for pk, names, places in rows}
    return [pk for pk, text in texts.items() if wanted and _holds_all(fold_place(text), wanted)]


def _holds_all(names: str, wanted: Iterable[str]) -> bool:
    """A long word also matches two words of the names: Netajinagar, Netaji Nagar. A short one matches whole words."""
    joined, alone = names.replace(" ", ""), names.split()
    return all(
        word in alone or (len(word) > SHORT_WORD and word in names) or (len(word) >= LONG_WORD and word in joined)
        for word in wanted
    )


def _checked(row: dict[str, str], line: int) -> dict[str, str]:
    # The csv reader puts surplus fields under the key None, and None in place of missing ones.
    if None in row or None in row.values():
        raise ValueError(f"line {line}: it does not have as many fields as the first line")
    for column, text in row.items():
        most = LONGEST.get(column) or LONGEST.get(column.rpartition("_")[0] + "_", MAX_OTHER_COLUMN)
        if len(text) > most:
            raise ValueError(f"line {line}: {column} is longer than {most} characters")
    if not re.fullmatch(r"0*[1-9][0-9]{0,4}", row["ward"]) or int(row["ward"]) > HIGHEST_WARD:
        raise ValueError(f"line {line}: ward is not a number from 1 to {HIGHEST_WARD}: {row['ward']!r}")
    if row["borough"] and not row["borough_en"]:
        raise ValueError(f"line {line}: the borough {row['borough']!r} has no name in borough_en")
    if "\0" in "".join(row.values()):
        raise ValueError(f"line {line}: it holds a character that is none (NUL)")
    pins = row["pins"].split()
    for pin in pins:
        if not re.fullmatch(r"[1-9][0-9]{5}", pin):
            raise ValueError(f"line {line}: {pin!r} is not a PIN of six digits")
    return row | {"pins": " ".join(dict.fromkeys(pins))}


def _require_different(rows: Iterable[Mapping[str, str]]) -> None:
    seen = Counter(int(row["ward"]) for row in rows)
    if not seen:
        raise ValueError("it holds no ward")
    twice = [str(number) for number, times in seen.items() if times > 1]
    if twice:
        raise ValueError(f"these wards stand there more than once: {', '.join(twice)}")
