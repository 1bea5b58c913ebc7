"""The filters of the search: ward, office, month, topic, kind, answered or not; and their words in the index; pure.

A filter is a word of the index, so that the database joins it with the words of the search. No text of a person has an
underscore in its folded words, and each word of a filter begins with one.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Self

from sessions.contract.topics import Topic
from sessions.platform.text.form_values import number_in
from sessions.platform.text.months import read_year_and_month
from sessions.platform.text.text_input import fold_digits

LONGEST = 20
KIND_VALUES = ("question", "complaint", "suggestion")
"""Values of sessions.models.QuestionKind, repeated here because that module is not pure."""

TOPIC_VALUES = tuple(topic.value for topic in Topic)
ANSWERED_VALUES = ("yes", "promised", "no")
"""yes: some answer was given. promised: a written one is owed. no: none was given."""

FILTER_NAMES = ("ward", "office", "month", "topic", "kind", "answered")


@dataclass(frozen=True, slots=True)
class SearchFilters:
    """Blank or None: not filtered by it. office: the id of a term of office. month: as 2027-01."""

    ward: int | None = None
    office: int | None = None
    month: str = ""
    topic: str = ""
    kind: str = ""
    answered: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Self:
        """Read the filters from the parameters of an address; invalid input filters nothing."""
        given = {name: fold_digits(query.get(name, "")[:LONGEST].strip()) for name in FILTER_NAMES}
        return cls(
            ward=number_in(given["ward"], 3),
            office=number_in(given["office"], 9),
            month=given["month"] if read_year_and_month(given["month"]) else "",
            topic=_one_of(TOPIC_VALUES, given["topic"]),
            kind=_one_of(KIND_VALUES, given["kind"]),
            answered=_one_of(ANSWERED_VALUES, given["answered"]),
        )

    def query(self) -> dict[str, str]:
        """The parameters of an address with these filters."""
        return {name: str(value) for name, value in asdict(self).items() if value not in (None, "")}

    @property
    def is_of_questions(self) -> bool:
        """Whether it filters by what a question is; else whole records can be listed."""
        return bool(self.topic or self.kind or self.answered)

    @property
    def is_narrow(self) -> bool:
        """Whether few questions are left: those of a ward or an office, of a topic or a kind, in one month."""
        is_of_some = self.ward is not None or self.office is not None or bool(self.topic or self.kind)
        return bool(self.month) and is_of_some

    def words(self) -> list[str]:
        """The words of the filters in the index."""
        given = self.query()
        return [f"_{name[0]}{given[name].replace('-', '')}" for name in FILTER_NAMES if name in given]


@dataclass(frozen=True, slots=True)
class FilteredFacts:
    """What the filters ask about one question. offices: the ids of terms of office. topic: blank for none."""

    ward: int
    offices: set[int]
    day: date
    topic: str
    kind: str
    is_answered: bool
    is_promised: bool

    def words(self) -> list[str]:
        """The words that the index holds of the question, for the filters above."""
        words = [f"_w{self.ward}", f"_m{self.day:%Y%m}", f"_k{self.kind}", "_ayes" if self.is_answered else "_ano"]
        words += [f"_o{office}" for office in sorted(self.offices)]
        words += [f"_t{self.topic}"] if self.topic else []
        return words + (["_apromised"] if self.is_promised else [])


def _one_of(values: tuple[str, ...], word: str) -> str:
    return word if word in values else ""
