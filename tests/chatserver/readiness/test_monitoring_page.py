"""chatserver/docs/monitoring.md tells of each check, each of its words and each metric what the code knows of it."""

import re
from pathlib import Path

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from chatserver.monitoring.metrics import GREATEST_OF_ALL, LEAST_OF_ALL
from chatserver.readiness import checks

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "chatserver" / "docs" / "monitoring.md").read_text(encoding="utf-8")


def table(heading: str) -> list[list[str]]:
    """The cells of each row of the table below a heading."""
    rows = [line for line in PAGE.partition(heading)[2].partition("\n## ")[0].splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def names(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_each_check_has_a_row_with_its_words() -> None:
    rows = table("## The checks of /readyz")
    assert sorted(name for row in rows for name in names(row[0])) == sorted([*checks.READINESS_CHECKS, "hints"])
    assert {len(row) for row in rows} == {5}
    not_ready = {word for row in rows for word in names(row[1])}
    told = {word for row in rows for word in names(row[2])}
    assert not_ready & checks.READY_ANSWERS == set()
    assert told - {"down"} == checks.READY_ANSWERS - checks.GOOD_ANSWERS
    source = "".join((ROOT / path).read_text(encoding="utf-8") for path in SAID_IN)
    assert [word for word in not_ready - {"down"} if f'"{word}"' not in source] == []
    said = set(re.findall(r'(?:return|else) "([a-z]+)"', (ROOT / SAID_IN[0]).read_text(encoding="utf-8")))
    assert said - not_ready - checks.READY_ANSWERS == set()


SAID_IN = (
    "chatserver/readiness/checks.py",
    "chatserver/operations/workers/clock_thread.py",
    "chatserver/serving/process/heartbeat.py",
    "chatserver/database/serving.py",
    "chatserver/database/files.py",
)


def test_the_thresholds_are_those_of_the_code() -> None:
    [disk] = [row[3] for row in table("## The checks of /readyz") if row[0] == "`disk`"]
    assert f"below {checks.LOW_FREE_BYTES >> 30} GB" in disk
    assert f"below {checks.MIN_FREE_BYTES >> 20} MB" in disk


@pytest.mark.django_db
def test_each_metric_has_a_row_with_its_kind_and_how_it_is_joined() -> None:
    told = {name: (row[1], row[4]) for row in table("## The metrics") for name in names(row[0])}
    families = text_string_to_metric_families(Client().get("/metrics").content.decode())
    known = {
        each.name + "_total" * (each.type == "counter"): (each.type, way_of(each.name))
        for each in families
        if not each.name.endswith("_created")
    }
    assert {name: told.get(name) for name in known} == known
    assert told.keys() - known.keys() <= {"chat_last_tick_age_seconds"}  # where no clock ever ran


def way_of(name: str) -> str:
    return "least" if name in LEAST_OF_ALL else "greatest" if name in GREATEST_OF_ALL else "sum"
