"""A ward's rules in plain words, in the reader's language and in the others, as residents who read those are told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sessions.chats.calendar.rules.parsing import parse_rule
from sessions.chats.calendar.rules.words import schedule_in_words
from sessions.chats.calendar.schedules.draft import ScheduleDraft
from sessions.models import Schedule, Ward
from sessions.platform.text.by_language import Spoken, in_other_languages


@dataclass(frozen=True, slots=True)
class RuleInWords:
    schedule: Schedule

    @property
    def words(self) -> str:
        return self._say()

    @property
    def other_words(self) -> list[Spoken]:
        return in_other_languages(self._say)

    def _say(self) -> str:
        return rule_as_sentence(self.schedule)


@dataclass(frozen=True, slots=True)
class WardRules:
    """The rules of a ward that are valid on a day or after it, the present one first."""

    ward: Ward
    rules: list[RuleInWords]


def rules_of(wards: Iterable[Ward], day: date) -> list[WardRules]:
    """The rules of these wards, in one query."""
    schedules = list(Schedule.objects.reaching(day).filter(ward__in=list(wards)).order_by("from_on"))
    return [WardRules(ward, [RuleInWords(each) for each in schedules if each.ward_id == ward.pk]) for ward in wards]


def rule_as_sentence(rule: Schedule | ScheduleDraft) -> str:
    """A rule with its hour and length, with a capital at the start, where the reader's script has any."""
    words = schedule_in_words(parse_rule(rule.rule), at=rule.at, minutes=rule.minutes)
    return words[:1].upper() + words[1:]
