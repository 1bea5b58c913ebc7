"""Readers of the log, of the wire and of records know events by their types: no name of one is written out twice."""

import ast
import re
from pathlib import Path

import pytest

from chatserver.live.wire.ops import OPS
from sessions.log.event_form import kind_of, tag_of
from sessions.log.events.desk import DeskMerged
from sessions.log.events.room import QuestionMerged
from sessions.log.events.streams import DECLARED

ROOT = Path(__file__).parents[3]
DECLARATIONS = {
    f"sessions/log/events/{name}.py"
    for name in ("chat_session", "desk", "months", "promises_and_activities", "room", "staff")
}
WITHOUT_THE_PROGRAM = "sessions/record/proof/verifier/verify.py"
"""One file that is given away, and imports nothing of ours."""

EVENTS = {tag_of(kind) for kinds in DECLARED.values() for kind in kinds.__args__}
SUBJECTS = "|".join(sorted({name.split(".")[0] for name in EVENTS}))
DOTTED = re.compile(rf"[\"'`]((?:{SUBJECTS})\.[a-z_]+)[\"'`]")


def names_written_in(source: str) -> set[str]:
    """Docstrings and comments may tell of an event by its name."""
    tree = ast.parse(source)
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and node.value in EVENTS - set(OPS)}


@pytest.mark.costly
def test_no_code_beside_the_declarations_and_the_lone_verifier_writes_the_name_of_an_event() -> None:
    found = {}
    for folder in ("sessions", "moderation", "chatserver"):
        for path in (ROOT / folder).rglob("*.py"):
            names = names_written_in(path.read_text(encoding="utf-8")) if "migrations" not in path.parts else set()
            if names:
                found[path.relative_to(ROOT).as_posix()] = sorted(names)
    assert found.keys() - DECLARATIONS - {WITHOUT_THE_PROGRAM} == set(), found
    assert found.keys() >= DECLARATIONS


def test_the_scripts_name_no_event_or_command_that_there_is_not() -> None:
    scripts = (ROOT / "chatserver" / "static" / "js").rglob("*.js")
    named = {name for path in scripts for name in DOTTED.findall(path.read_text(encoding="utf-8"))}
    assert named - EVENTS - set(OPS) == set()
    assert "question.queued" in named


def test_a_name_is_another_event_in_another_stream() -> None:
    assert (kind_of("public", "question.merged"), kind_of("desk", "question.merged")) == (QuestionMerged, DeskMerged)
    assert kind_of("public", "question.invented") is None
