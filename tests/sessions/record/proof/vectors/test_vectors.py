"""Both verifiers of the product come to the verdict and the line of each test vector; the product makes the same."""

import io
import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from sessions.record.proof.installation_log import append_draft, append_record_state, append_redaction
from sessions.record.proof.verifier import verify
from tests.sessions.record.proof.vectors.fixed_world import fixed_world
from tests.sessions.record.proof.vectors.json_patches import apply_patch, patch_between
from tests.sessions.record.proof.vectors.sound_records import OLDER
from tests.sessions.record.proof.vectors.writing import arguments_of, make_vectors, read_vectors, run_verifier

VECTORS, FILES = read_vectors()
BY_NAME = {each["name"]: each for each in VECTORS}
NOT_GIVEN = ("entries",)
"""To bin/manage verify_record: it has them as its own log."""


def named(vectors: list[dict[str, Any]]) -> Any:
    return pytest.mark.parametrize("vector", vectors, ids=[each["name"] for each in vectors])


def expected(vector: dict[str, Any]) -> tuple[int, str, list[str]]:
    return vector["exit_code"], vector["line"], vector.get("notes", [])


def test_there_are_21_sound_ones_and_65_that_fail() -> None:
    sound = [each for each in VECTORS if each["is_sound"]]
    assert (len(sound), len(VECTORS), len(BY_NAME)) == (21, 86, 86)
    assert [each["name"] for each in sound if each["exit_code"]] == ["draft"]
    assert {each["exit_code"] for each in VECTORS if not each["is_sound"]} == {verify.FAILED}


@named(VECTORS)
def test_the_file_that_anybody_can_run(vector: dict[str, Any]) -> None:
    assert run_verifier(vector, FILES) == expected(vector)


@pytest.mark.parametrize("name", ["every-outcome", "witnessed", "decision-hidden", "forged-against-log"])
def test_it_runs_outside_of_our_code(name: str, tmp_path: Path) -> None:
    arguments = arguments_of(BY_NAME[name], FILES, tmp_path)
    command = [sys.executable, "-I", verify.__file__, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8", cwd=tmp_path)
    assert (done.returncode, (done.stdout or done.stderr).strip().splitlines()[0]) == expected(BY_NAME[name])[:2]


@pytest.mark.costly
@pytest.mark.django_db
@named(VECTORS)
def test_the_command_of_an_installation_with_that_log(vector: dict[str, Any], tmp_path: Path) -> None:
    options = {name: given for name, given in vector["options"].items() if name not in NOT_GIVEN}
    with fixed_world(vector["name"]):
        for bundle in vector["options"].get("entries", ()):
            fill_log(FILES[bundle])
        code, line = verify_record(arguments_of(vector | {"options": options}, FILES, tmp_path))
    told = vector["line"]
    if told.startswith("failed: these are not the "):
        told = line if line.startswith("failed: the log here does not begin with the ") else told
    assert (code, line) == (vector["exit_code"], told)


def fill_log(bundle: bytes) -> None:
    """Fill the log of this installation, which gets these entries under the same signed checkpoints."""
    for leaf in verify.entries_in(bundle):
        body = json.loads(leaf)
        if "draft" in body:
            append_draft(slug=body.pop("draft"), **body)
        elif "record" in body:
            append_record_state(slug=body.pop("record"), **body)
        else:
            append_redaction(data=body["redaction"])


def verify_record(arguments: list[str]) -> tuple[int, str]:
    out, beside = io.StringIO(), io.StringIO()
    try:
        call_command("verify_record", *arguments, stdout=out, stderr=beside)
    except CommandError as error:
        return error.returncode, str(error)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue().strip()
    return 0, out.getvalue().strip()


@cache
def made() -> dict[str, bytes]:
    return make_vectors()


@pytest.mark.costly
@pytest.mark.django_db
def test_the_product_makes_the_same_bytes_today() -> None:
    """Else: python -m tests.sessions.record.proof.vectors, and read the diff."""
    now = made()
    assert sorted(now) == sorted(FILES)
    assert [name for name, content in now.items() if content != FILES[name]] == []


def test_a_record_that_was_sealed_before_says_what_it_does_not_prove() -> None:
    [said] = BY_NAME[OLDER]["notes"]
    assert said == (
        "It was made by an older version, and does not prove that it was not changed before it was sealed, or that no "
        "question was left undecided without an entry, or what the moderators decided, or what the merged questions "
        "said."
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"a": [1, 2, 3]}, {"a": [1, 3]}),
        ({"a": [1, 3]}, {"a": [0, 1, 2, 3, 4]}),
        ({"a/b": {"~c": None}}, {"a/b": {"d": False}}),
        ([[1], [2]], [[2], [1]]),
        ({"a": 1}, {"a": 1.5, "b": []}),
        ({"a": [{"n": 0}, {"n": 1}, {"n": 2}]}, {"a": [{"n": 0}, {"n": 2}]}),
    ],
)
def test_a_patch_makes_the_new_value(old: Any, new: Any) -> None:
    assert apply_patch(old, list(patch_between(old, new))) == new
