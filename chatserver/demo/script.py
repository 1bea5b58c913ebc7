"""Reads what is said in the demo: the questions, what becomes of each, and the answers."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from sessions.scripts import text_language
from sessions.wording import clean_text

EVENING = Path(__file__).with_name("evening.toml")


@dataclass(frozen=True, slots=True)
class Scripted:
    """One question of the script; evening.toml explains the fields. by is empty where anybody may ask it."""

    key: str
    text: str
    by: str = ""
    kind: str = "question"
    answer: tuple[str, ...] = ()
    returns: bool = False
    due_in_days: int = 0
    decline: str = ""
    note: str = ""
    into: str = ""
    hold: bool = False
    withdraws: bool = False
    done: str = "waiting"
    backers: int = 0


@dataclass(frozen=True, slots=True)
class Planned:
    """A chat session that is still to come; with a reason in cancelled, one that was called off."""

    ward: int
    in_days: int
    at: str
    minutes: int
    cancelled: str = ""


@dataclass(frozen=True, slots=True)
class Script:
    notices: tuple[str, ...]
    calendar: tuple[Planned, ...]
    unscripted_note: str
    unscripted_answer: Mapping[str, str]
    earlier: tuple[Scripted, ...]
    opening: tuple[Scripted, ...]
    questions: tuple[Scripted, ...]
    later: tuple[Scripted, ...]
    _by_text: dict[str, Scripted] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_text.update({item.text: item for item in (*self.opening, *self.questions, *self.later)})

    def find(self, text: str) -> Scripted | None:
        """The item of ward 95 with these words; None for words that somebody else wrote."""
        return self._by_text.get(text)

    def answer_to(self, text: str) -> tuple[str, ...]:
        """What the councillor says to a question, scripted or not, in its language."""
        item = self.find(text)
        if item is not None and item.answer:
            return item.answer
        return (self.unscripted_answer[text_language(text)],)


@cache
def read_script() -> Script:
    """The script, every text in the spelling that the domain would give it."""
    told = tomllib.loads(EVENING.read_text(encoding="utf-8"))
    return Script(
        notices=tuple(clean_text(text) for text in told["notices"]),
        calendar=tuple(Planned(**facts) for facts in told["calendar"]),
        unscripted_note=clean_text(told["unscripted"]["note"]),
        unscripted_answer={language: clean_text(text) for language, text in told["unscripted"]["answer"].items()},
        earlier=tuple(_scripted(facts) for facts in told["earlier"]),
        opening=tuple(_scripted(facts) for facts in told["opening"]),
        questions=tuple(_scripted(facts) for facts in told["questions"]),
        later=tuple(_for_each_place(told["later"], told["places"])),
    )


def _scripted(facts: Mapping[str, Any]) -> Scripted:
    answer = tuple(clean_text(part) for part in facts.get("answer", ()))
    return Scripted(**{**facts, "text": clean_text(facts["text"]), "answer": answer})


def _for_each_place(templates: list[dict[str, Any]], places: Mapping[str, list[str]]) -> Iterator[Scripted]:
    """Each template with each place of its language, all templates once before any of them comes again."""
    for place in range(min(len(names) for names in places.values())):
        for number, template in enumerate(templates):
            where = places[template["places"]][(place + number) % len(places[template["places"]])]
            facts = {name: value for name, value in template.items() if name != "places"}
            yield _scripted({**facts, "key": f"later-{number}-{place}", "text": template["text"].format(where=where)})
