"""A borough with many complaints, as after two years; their words are those of the search's corpus."""

import random
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from sessions.log import log
from sessions.matters.categories import load_starter_categories
from sessions.matters.matter_numbers import matter_number
from sessions.matters.public.indexing import indexed_words_of
from sessions.models import (
    ENDED_STATES,
    WORK_STATES,
    Borough,
    Category,
    Event,
    Matter,
    MatterEvent,
    MatterKind,
    MatterText,
    MonthLog,
    Stream,
    StreamName,
    Ward,
)
from sessions.platform.text.receipts import new_receipt

WARDS = 12
SOUTH, WEST, SIDE = 22.47, 88.35, 0.05
"""A borough of about 5 km each way."""

DAYS = 730
BATCH = 500
_IN_WORK = 0.4
STEPS = 3
"""Told in the log about each, on the average of those that were acknowledged, planned and done."""


def fill(words: list[str], count: int) -> None:
    """In a migrated, empty database."""
    load_starter_categories()
    chance, categories = random.Random(1), list(Category.objects.all())
    borough = Borough.objects.create(code="X", names={"en": "Borough X"})
    wards = [Ward.objects.create(number=91 + each, borough=borough) for each in range(WARDS)]
    streams = {ward.pk: _stream_of(ward) for ward in wards}
    for start in range(0, count, BATCH):
        numbers = range(start, min(start + BATCH, count))
        made = [_invent(chance, serial, wards[serial % WARDS], categories, words) for serial in numbers]
        with transaction.atomic():
            Matter.objects.bulk_create(made)
            MatterText.objects.bulk_create(MatterText(matter=each, **indexed_words_of(each)) for each in made)
            _tell_steps(made, streams, start)
    Stream.objects.filter(pk__in=[stream.pk for stream in streams.values()]).update(seq=STEPS * count)


def _stream_of(ward: Ward) -> Stream:
    """One for all the months: nothing that is measured here reads a whole month."""
    month_log = MonthLog.objects.create(ward=ward, month=timezone.localdate().replace(day=1))
    log.start_month_streams(month_log)
    return month_log.streams.get(name=StreamName.WARD)


def _tell_steps(made: list[Matter], streams: dict[int, Stream], start: int) -> None:
    told = [
        (
            matter,
            Event(
                stream=streams[matter.ward_id],
                seq=STEPS * (start + index) + step + 1,
                type="matter.stepped",
                body={"id": str(matter.pk), "number": matter.number, "version": step + 2, "step": "update"}
                | {"state": matter.state, "by": "office", "text": f"Step {step + 1}: the crew was here and goes on."},
                actor="official",
                at=matter.lodged_at,
            ),
        )
        for index, matter in enumerate(made)
        for step in range(STEPS)
    ]
    Event.objects.bulk_create([event for _matter, event in told])
    MatterEvent.objects.bulk_create(MatterEvent(matter=matter, event=event) for matter, event in told)


def _invent(chance: random.Random, serial: int, ward: Ward, categories: list[Category], words: list[str]) -> Matter:
    at = timezone.now() - timedelta(days=DAYS * chance.random())
    kind = MatterKind.SUGGESTION if chance.random() < 0.1 else MatterKind.COMPLAINT
    state = chance.choice(WORK_STATES if chance.random() < _IN_WORK else ENDED_STATES)
    fields: dict[str, Any] = place_of(chance) if chance.random() < 0.9 else {}
    return Matter(
        ward=ward,
        year=at.year,
        serial=serial,
        number=matter_number(ward.number, at.year, serial),
        kind=kind,
        category=chance.choice(categories),
        text=" ".join(chance.choices(words, k=chance.randint(8, 30))),
        label="Resident",
        receipt=new_receipt(),
        landmark=" ".join(chance.choices(words, k=2)),
        state=state,
        lodged_at=at,
        published_at=at,
        changed_at=at,
        ended_at=at + timedelta(days=20) if state in ENDED_STATES else None,
        due_on=timezone.localdate(at) + timedelta(days=30),
        **fields,
    )


def place_of(chance: random.Random) -> dict[str, Decimal]:
    """Anywhere in the borough."""
    lat, lon = SOUTH + SIDE * chance.random(), WEST + SIDE * chance.random()
    return {"lat": Decimal(f"{lat:.4f}"), "lon": Decimal(f"{lon:.4f}")}
