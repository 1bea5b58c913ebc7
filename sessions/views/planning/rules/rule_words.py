"""A ward's rules in plain words, in both languages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sessions.calendar.rules.parsing import parse_rule
from sessions.calendar.rules.words import schedule_in_words
from sessions.models import Schedule, Ward
from sessions.text.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class RuleInWords:
    schedule: Schedule
    words: Bilingual


@dataclass(frozen=True, slots=True)
class WardRules:
    """The rules of a ward that are valid on a day or after it, the present one first."""

    ward: Ward
    rules: list[RuleInWords]


def rules_of(wards: Iterable[Ward], day: date) -> list[WardRules]:
    """The rules of these wards, in one query."""
    schedules = list(Schedule.objects.reaching(day).filter(ward__in=list(wards)).order_by("from_on"))
    return [
        WardRules(ward, [RuleInWords(each, words_of(each)) for each in schedules if each.ward_id == ward.pk])
        for ward in wards
    ]


def words_of(schedule: Schedule) -> Bilingual:
    return capital(schedule_in_words(parse_rule(schedule.rule), at=schedule.at, minutes=schedule.minutes))


def capital(words: Bilingual) -> Bilingual:
    """The words with a capital at the start. Bengali has no capitals."""
    return Bilingual(words.en[:1].upper() + words.en[1:], words.bn)
