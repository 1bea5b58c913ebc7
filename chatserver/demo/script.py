"""Reads the demo's script: the questions, their outcomes, and the answers."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from sessions.platform.text.script_detection import text_language
from sessions.platform.text.text_input import clean_text

EVENING_FILE = Path(__file__).with_name("evening.toml")
SENTENCE_END = re.compile(r"(?<=[.?!।۔]) ")
LINE_AT_LEAST = 45
"""Characters: a shorter sentence is joined to the next one."""


@dataclass(frozen=True, slots=True)
class Scripted:
    """One question of the script; evening.toml explains the fields. by: empty where any resident may ask it."""

    key: str
    text: str
    by: str = ""
    kind: str = "question"
    answer: tuple[str, ...] = ()
    official: str = ""
    slip: tuple[str, str] | tuple[()] = ()
    returns: bool = False
    due_in_days: int = 0
    promised_in_days: int = 0
    decline: str = ""
    note: str = ""
    into: str = ""
    hold: bool = False
    withdraws: bool = False
    done: str = "waiting"
    backers: int = 0

    def lines(self) -> tuple["ScriptLine", ...]:
        """The lines of the answer in their order, each short enough to be read while the next one is written.

        For a question that is put back, the first line is said before that.
        """
        if self.returns:
            return tuple(ScriptLine(part) for part in self.answer)
        first, *others = self.answer
        lines = [*_sentences(first), *([ScriptLine(self.official, by_official=True)] if self.official else [])]
        return tuple(
            self._with_slip(line) for line in (*lines, *(each for part in others for each in _sentences(part)))
        )

    def _with_slip(self, line: "ScriptLine") -> "ScriptLine":
        if not self.slip or self.slip[1] not in line.text:
            return line
        return replace(line, at_first=line.text.replace(self.slip[1], self.slip[0]))


@dataclass(frozen=True, slots=True)
class ScriptLine:
    """A part of an answer. at_first: the text that is given first, and corrected a moment later."""

    text: str
    by_official: bool = False
    at_first: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """A future chat session; cancelled: why it was cancelled, empty where it was not."""

    ward: int
    in_days: int
    at: str
    minutes: int
    cancelled: str = ""


@dataclass(frozen=True, slots=True)
class Script:
    notices: tuple[str, ...]
    last_call: str
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
        """The scripted question of ward 95 with this text; None for any other text."""
        return self._by_text.get(text)

    def answer_to(self, text: str) -> tuple[ScriptLine, ...]:
        """The answer to a question, scripted or not, in its language."""
        item = self.find(text)
        if item is not None and item.answer:
            return item.lines()
        return tuple(_sentences(self.unscripted_answer[text_language(text)]))


@cache
def read_script() -> Script:
    """The script, with every text normalised as the domain does it."""
    told = tomllib.loads(EVENING_FILE.read_text(encoding="utf-8"))
    return Script(
        notices=tuple(clean_text(text) for text in told["notices"]),
        last_call=clean_text(told["last_call"]),
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
    slip = tuple(facts.get("slip", ()))
    return Scripted(**{**facts, "text": clean_text(facts["text"]), "answer": answer, "slip": slip})


def _sentences(part: str) -> list[ScriptLine]:
    """The sentences of a part, short ones joined to the next."""
    lines = [""]
    for sentence in SENTENCE_END.split(part):
        if len(lines[-1]) >= LINE_AT_LEAST:
            lines.append("")
        lines[-1] = f"{lines[-1]} {sentence}".strip()
    if len(lines) > 1 and len(lines[-1]) < LINE_AT_LEAST:
        lines[-2:] = [" ".join(lines[-2:])]
    return [ScriptLine(line) for line in lines]


def _for_each_place(templates: list[dict[str, Any]], places: Mapping[str, list[str]]) -> Iterator[Scripted]:
    """Each template with each place of its language; every template comes once before any comes again."""
    for place in range(min(len(names) for names in places.values())):
        for number, template in enumerate(templates):
            where = places[template["places"]][(place + number) % len(places[template["places"]])]
            facts = {name: value for name, value in template.items() if name != "places"}
            yield _scripted({**facts, "key": f"later-{number}-{place}", "text": template["text"].format(where=where)})
