"""bin/manage screen: a text a line in, a verdict a line out, whatever the line."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from moderation.management.commands.screen import MOST_BYTES, NO_UTF8, TOO_LONG
from sessions.platform.text.masking import MASK
from tests.servers.server import ROOT

ALONE = [sys.executable, "manage.py", "screen", "--json"]


@pytest.fixture
def screened(monkeypatch: pytest.MonkeyPatch) -> Any:
    def of(given: bytes, *options: str) -> list[Any]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        out = io.StringIO()
        call_command("screen", "--json", *options, stdout=out)
        return [json.loads(line) for line in out.getvalue().splitlines()]

    return of


def test_each_line_has_a_verdict_with_ranges_in_code_points(screened: Any) -> None:
    lines = screened("আমার আধার ২৩৪১ ২৩৪১ ২৩৪৬।\nhttps://example.org\n\nclean".encode())
    assert lines == [
        {
            "flags": [{"check": "aadhaar", "start": 10, "end": 24, "mask": True}],
            "public_text": f"আমার আধার {MASK}।",
        },
        {
            "flags": [{"check": "link", "start": 0, "end": 19, "mask": False}],
            "public_text": "https://example.org",
        },
        {"flags": [], "public_text": ""},
        {"flags": [], "public_text": "clean"},
    ]


def test_the_end_of_a_line_may_be_of_windows(screened: Any) -> None:
    assert [line["public_text"] for line in screened(b"a\r\nb\r\n")] == ["a", "b"]


@pytest.mark.costly
def test_a_line_that_cannot_be_read_has_an_error_and_nothing_public(screened: Any) -> None:
    lines = screened(b"\xff 9830012345\n" + b"9" * (MOST_BYTES + 1) + b"\n" + b"a" * MOST_BYTES + b"\nlast")
    assert lines[:2] == [
        {"flags": [], "public_text": "", "error": NO_UTF8},
        {"flags": [], "public_text": "", "error": TOO_LONG},
    ]
    assert [len(line["public_text"]) for line in lines[2:]] == [MOST_BYTES, 4]


def test_a_very_long_line_is_read_away_in_pieces(screened: Any) -> None:
    lines = screened(b"9" * (3 * MOST_BYTES) + b"\nlast\n")
    assert [line["public_text"] for line in lines] == ["", "last"]


def test_slogans_and_wording_come_from_the_starter_lists_or_from_files(screened: Any, tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text("\nvote with me\n", encoding="utf-8")
    given = b"vote for me\nvote with me\nbastard\n"
    assert [[flag["check"] for flag in line["flags"]] for line in screened(given)] == [["slogan"], [], ["wording"]]
    listed = screened(given, f"--slogans={own}", "--wording=/dev/null")
    assert [[flag["check"] for flag in line["flags"]] for line in listed] == [[], ["slogan"], []]


def test_a_list_that_cannot_be_read_is_named(screened: Any, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"/none cannot be read: No such file or directory\.$"):
        screened(b"", f"--wording={tmp_path}/none")
    (tmp_path / "latin").write_bytes(b"caf\xe9")
    with pytest.raises(CommandError, match=r"/latin is not UTF-8\.$"):
        screened(b"", f"--slogans={tmp_path}/latin")


@pytest.mark.long
@pytest.mark.slow
def test_a_verdict_is_there_before_the_next_line_is_asked_for() -> None:
    with subprocess.Popen(ALONE, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdin
        assert running.stdout
        for text in ("one", "two"):
            running.stdin.write(f"{text}\n".encode())
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["public_text"] == text
        running.stdin.close()
        assert running.wait() == 0


@pytest.mark.long
@pytest.mark.slow
def test_a_reader_who_leaves_is_one_line_and_a_failure() -> None:
    pipe = subprocess.PIPE
    with subprocess.Popen(ALONE, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe) as running:
        assert running.stdin
        assert running.stdout
        assert running.stderr
        running.stdout.close()
        running.stdin.write(b"one\n")
        running.stdin.close()
        assert running.stderr.read().decode().splitlines() == [
            "CommandError: The reader of the verdicts has gone (broken pipe)."
        ]
        assert running.wait() == 1
