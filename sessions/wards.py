"""Load wards from a table and find them by number, neighbourhood or PIN.

The table of Borough X beside this module holds facts: ward numbers (Wikidata, CC0), neighbourhoods (Wikipedia's ward
pages, CC BY-SA 4.0, blank where none was readable) and the PINs that cover more than one per cent of a ward (from
the DataMeet polygons of wards and PINs, CC BY-SA 2.5 IN).
"""

import csv
import re
from pathlib import Path

from django.db import transaction
from django.db.models import Q

from sessions.models import Borough, Ward, WardPin
from sessions.models.ward import WardQuerySet
from sessions.wording import fold_digits

BOROUGH_X = Path(__file__).with_name("borough_x.csv")
COLUMNS = ("ward", "borough", "borough_en", "borough_bn", "neighbourhoods_en", "neighbourhoods_bn", "pins")


@transaction.atomic
def load_wards(path: Path) -> int:
    """Load or update wards from a CSV with the columns above; all rows or none. Gives the number of wards.

    Raises ValueError that names the line, OSError where the file cannot be read.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
        if missing:
            raise ValueError(f"line 1: the columns {', '.join(missing)} are missing")
        rows = [_checked(row, reader.line_num) for row in reader]
    for row in rows:
        _save(row)
    return len(rows)


def find_wards(words: str) -> WardQuerySet:
    """Wards that fit a number, a PIN, or words of a neighbourhood, in any of our digits and both languages."""
    words = fold_digits(" ".join(words.split()))
    wards = Ward.objects.select_related("borough")
    number = re.fullmatch(r"(?:(?:ward|ওয়ার্ড|ওয়ার্ড)\s*)?(?:no\.?\s*)?(\d{1,3})", words, re.IGNORECASE)
    if number:
        return wards.filter(number=int(number[1]))
    pin = re.fullmatch(r"(\d{3})\s?(\d{3})", words)
    if pin:
        return wards.with_pin(pin[1] + pin[2])
    found = Q()
    for word in words.split():
        found &= Q(neighbourhoods_en__icontains=word) | Q(neighbourhoods_bn__icontains=word)
    return wards.filter(found) if words else wards


def _checked(row: dict[str, str], line: int) -> dict[str, str]:
    if not (row["ward"] or "").isascii() or not (row["ward"] or "").isdigit():
        raise ValueError(f"line {line}: ward is not a number: {row['ward']!r}")
    if not row["borough"]:
        raise ValueError(f"line {line}: ward {row['ward']} has no borough")
    for pin in (row["pins"] or "").split():
        if not re.fullmatch(r"[1-9][0-9]{5}", pin):
            raise ValueError(f"line {line}: {pin!r} is not a PIN of six digits")
    return row


def _save(row: dict[str, str]) -> None:
    names = {"name_en": row["borough_en"], "name_bn": row["borough_bn"]}
    borough, _is_new = Borough.objects.update_or_create(code=row["borough"], defaults=names)
    facts = {
        "borough": borough,
        "neighbourhoods_en": row["neighbourhoods_en"],
        "neighbourhoods_bn": row["neighbourhoods_bn"],
    }
    ward, _is_new = Ward.objects.update_or_create(number=int(row["ward"]), defaults=facts)
    ward.pins.all().delete()
    WardPin.objects.bulk_create(WardPin(ward=ward, pin=pin) for pin in row["pins"].split())
