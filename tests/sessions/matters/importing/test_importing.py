"""An earlier list is entered whole or not at all, can be resumed, and comes out again as it was."""

import csv
from collections.abc import Mapping
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sessions.matters.importing import import_run
from sessions.matters.importing.columns import IMPORTED_COLUMNS
from sessions.matters.importing.entering import path_to
from sessions.matters.importing.import_run import ImportRun
from sessions.matters.importing.rows import BadFile
from sessions.models import (
    Event,
    ImportedMatter,
    Matter,
    MatterEvent,
    MatterText,
    MonthLog,
    MonthText,
    Stream,
    TimelineEntry,
)
from tests.factories.evening import make_ward
from tests.factories.matters import WardOffice, make_category, on_day

ROW = {
    "external_id": "FMS-1",
    "ward": "95",
    "category": "drains",
    "text": "The drain overflows.",
    "lodged_at": "2026-03-01T09:30:00+05:30",
}


def write(folder: Path, *rows: Mapping[str, str]) -> Path:
    path = folder / "list.csv"
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.DictWriter(file, names)
        lines.writeheader()
        lines.writerows(rows)
    return path


def run(path: Path, *arguments: str) -> str:
    said = StringIO()
    call_command("import_matters", str(path), *arguments, stdout=said, stderr=StringIO())
    return said.getvalue()


def problems(path: Path) -> list[str]:
    told = StringIO()
    with pytest.raises(CommandError):
        call_command("import_matters", str(path), stdout=StringIO(), stderr=told)
    return told.getvalue().splitlines()


def exported(*arguments: str) -> str:
    said = StringIO()
    call_command("export_matters", *arguments, stdout=said)
    return said.getvalue()


def test_rows_wait_for_a_moderator_with_the_day_on_which_they_were_lodged(office: WardOffice, tmp_path: Path) -> None:
    path = write(tmp_path, ROW, ROW | {"external_id": "FMS-2", "lodged_at": "2025-12-31", "published": "yes"})
    assert (
        run(path) == "2 entered, 0 had been entered before. 1 rows are marked published; they wait without --publish.\n"
    )
    first, second = Matter.objects.order_by("imported__external_id")
    assert (first.state, first.source, first.number, first.author) == ("waiting", "import", "95-2026-0001", None)
    assert first.lodged_at == datetime(2026, 3, 1, 4, tzinfo=UTC)
    assert (second.state, second.number) == ("waiting", "95-2025-0001")
    assert timezone.localtime(second.lodged_at).isoformat() == "2025-12-31T00:00:00+05:30"
    assert [event["type"] for event in office.desk_events()] == ["matter.lodged", "matter.lodged"]
    assert office.public_events() == []


@pytest.mark.costly
def test_with_publish_what_was_public_comes_to_its_state_by_the_steps_of_the_log(
    office: WardOffice, tmp_path: Path
) -> None:
    public = ROW | {
        "published": "yes",
        "state": "confirmed_done",
        "published_at": "2026-03-02T10:00:00Z",
        "ended_at": "2026-03-20",
        "due_on": "2026-03-31",
        "agency": "Drainage",
    }
    waits = dict.fromkeys(public, "") | ROW | {"external_id": "FMS-2", "published": "no"}
    assert run(write(tmp_path, public, waits), "--publish").endswith("1 rows are marked published: public now.\n")
    matter = Matter.objects.get(imported__external_id="FMS-1")
    assert (matter.state, str(matter.due_on), matter.agency) == ("confirmed_done", "2026-03-31", "Drainage")
    assert matter.ended_at is not None
    assert timezone.localtime(matter.ended_at).date() == date(2026, 3, 20)
    assert Matter.objects.get(imported__external_id="FMS-2").state == "waiting"
    told = [(event["type"], event.get("state")) for event in office.public_events()]
    assert told == [
        ("matter.published", None),
        ("matter.stepped", "claimed_done"),
        ("matter.stepped", "confirmed_done"),
    ]


def test_what_had_ended_gets_no_day_that_nobody_set(office: WardOffice, tmp_path: Path) -> None:
    public = ROW | {"published": "yes"}
    states = ["confirmed_done", "not_possible", "claimed_done", "in_progress"]
    rows = [public | {"external_id": f"FMS-{each}", "state": each} for each in states]
    run(write(tmp_path, *rows), "--publish")
    days = {row["state"]: row["due_on"] for row in csv.DictReader(StringIO(exported()))}
    assert [days[each] for each in states[:3]] == ["", "", ""]
    assert date.fromisoformat(days["in_progress"]) > timezone.localdate()  # the office owes it from today on
    published = [event for event in office.public_events() if event["type"] == "matter.published"]
    assert ["due_on" in event or "acknowledge_by" in event for event in published] == [False, False, False, True]


def test_rows_of_several_wards_and_years_come_in_few_statements_with_numbers_of_their_own(
    office: WardOffice, tmp_path: Path
) -> None:
    make_ward(7)
    rows = [
        ROW | {"external_id": f"{ward}-{year}-{each}", "ward": ward, "lodged_at": f"{year}-03-01", "published": "yes"}
        for each in range(3)
        for year in ("2025", "2026")
        for ward in ("95", "7")
    ]
    run(write(tmp_path, *rows), "--publish")
    numbers = sorted(Matter.objects.values_list("number", flat=True))
    assert numbers == sorted(
        f"{ward}-{year}-000{each}" for ward in (7, 95) for year in (2025, 2026) for each in (1, 2, 3)
    )
    for matter in Matter.objects.all():
        told = [(each.event.type, each.event.body["number"]) for each in MatterEvent.objects.filter(matter=matter)]
        assert told == [("matter.lodged", matter.number), ("matter.published", matter.number)]
    assert TimelineEntry.objects.count() == MonthText.objects.filter(field="text").count() == 12


def test_every_state_that_a_file_may_have_can_be_come_to() -> None:
    from sessions.matters.importing.checking import OF_ONE_KIND

    for kind, states in OF_ONE_KIND.items():
        for state in states:
            assert len(path_to(kind, state)) <= 2
    with pytest.raises(ValueError, match="cannot come to"):
        path_to("complaint", "waiting")


def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_entered(office: WardOffice, tmp_path: Path) -> None:
    bad = {
        "number": "96-2026-1",
        "ward": "9",
        "kind": "praise",
        "category": "space",
        "state": "waiting",
        "text": "a" * 4001,
        "language": "xx",
        "lat": "95",
        "lon": "88",
        "lodged_at": "1 March",
        "published": "perhaps",
        "due_on": "soon",
    }
    rows = [ROW, {"text": "Without all else."}, ROW | bad | {"external_id": "FMS-3"}, ROW]
    told = problems(write(tmp_path, *rows))
    assert [line.partition(": ")[0] for line in told] == ["line 3"] * 4 + ["line 4"] * 11 + ["line 5"]
    assert {line.split(": ")[1] for line in told[4:15]} == set(bad) - {"lon"}
    assert told[-1] == "line 5: external_id: FMS-1 stands in line 2, too"
    assert Matter.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"lat": "22.5"}, "lat, lon: one without the other"),
        ({"lodged_at": "2999-01-01"}, "lodged_at: lies in the future"),
        ({"lodged_at": "0001-01-01"}, "lodged_at: lies too far back"),
        ({"lodged_at": "1 March"}, "lodged_at: not a moment, such as 2027-01-31T09:00:00+05:30 or 2027-01-31"),
        ({"ended_at": "2026-02-01"}, "ended_at: before lodged_at"),
        ({"published_at": "2026-02-01"}, "published_at: before lodged_at"),
        ({"number": "95-2026-0"}, "number: does not belong to ward 95"),
        (
            {"kind": "suggestion", "state": "disputed"},
            "state: is none of accepted, done, not_accepted, open, under_review",
        ),
        ({"external_id": "x" * 201}, "external_id: more than 200 characters, or invisible ones"),
    ],
)
def test_a_wrong_cell_is_told(office: WardOffice, tmp_path: Path, change: dict[str, str], problem: str) -> None:
    assert problems(write(tmp_path, ROW | change)) == [f"line 2: {problem}"]


def test_a_dry_run_enters_nothing(office: WardOffice, tmp_path: Path) -> None:
    assert run(write(tmp_path, ROW), "--dry-run") == "1 would be entered, 0 had been entered before.\n"
    assert Matter.objects.count() == 0


@pytest.mark.costly
def test_a_stopped_import_goes_on_where_it_stopped(
    office: WardOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_run, "TOGETHER", 2)
    path = write(tmp_path, *(ROW | {"external_id": f"FMS-{each}"} for each in range(5)))
    stopped = ImportRun(path).enter(publish=False)
    assert next(stopped) == 2
    del stopped
    assert Matter.objects.count() == 2
    assert run(path) == "3 entered, 2 had been entered before.\n"
    assert run(path) == "0 entered, 5 had been entered before.\n"
    assert Matter.objects.count() == ImportedMatter.objects.count() == 5


def test_a_row_that_was_changed_between_two_runs_is_told_and_stays_as_it_was(
    office: WardOffice, tmp_path: Path
) -> None:
    second, third = ROW | {"external_id": "FMS-2"}, ROW | {"external_id": "FMS-3"}
    run(write(tmp_path, ROW, second, third))
    Matter.objects.filter(imported__external_id="FMS-3").update(text="")  # redacted
    changed = write(tmp_path, ROW, second | {"text": "Other words."}, third, ROW | {"external_id": "FMS-4"})
    said, told = StringIO(), StringIO()
    call_command("import_matters", str(changed), stdout=said, stderr=told)
    assert told.getvalue() == (
        "1 rows entered earlier have another text, ward or kind in the file. They stay as they were entered: "
        "see lines 3.\n"
    )
    assert said.getvalue() == "1 entered, 3 had been entered before.\n"
    texts = dict(Matter.objects.values_list("imported__external_id", "text"))
    assert texts == {"FMS-1": ROW["text"], "FMS-2": ROW["text"], "FMS-3": "", "FMS-4": ROW["text"]}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"text": ""}, "the file was changed after it was checked"),
        ({"external_id": "FMS-9"}, "a number or an external_id was taken meanwhile"),
    ],
)
def test_a_file_that_is_changed_while_it_is_entered_is_told_and_what_came_before_is_here(
    office: WardOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, str], why: str
) -> None:
    rows = [ROW | {"external_id": f"FMS-{number}"} for number in range(1, 4)]
    path = write(tmp_path, *rows)
    monkeypatch.setattr(import_run, "TOGETHER", 2)
    run_of_file = ImportRun(path)
    assert run_of_file.check().problems == []
    write(tmp_path, *rows[:2], rows[2] | change, rows[2] | change)
    entered = run_of_file.enter(publish=False)
    assert next(entered) == 2
    with pytest.raises(BadFile, match=why):
        next(entered)
    assert Matter.objects.count() == 2
    assert run(write(tmp_path, *rows)) == "1 entered, 2 had been entered before.\n"


def test_who_stops_it_while_the_file_is_checked_is_told_that_nothing_was_entered(
    office: WardOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_given: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(import_run, "check_row", stop)
    with pytest.raises(CommandError, match="Nothing was entered"):
        run(write(tmp_path, ROW))


@pytest.mark.long
def test_each_row_is_indexed_once_however_many_steps_it_takes(office: WardOffice, tmp_path: Path) -> None:
    done = ROW | {"published": "yes", "state": "confirmed_done"}
    run(write(tmp_path, ROW))  # the month's log begins
    path = write(
        tmp_path, *(done | {"external_id": f"OLD-{each}", "text": f"Drain {each} overflows."} for each in range(20))
    )
    with CaptureQueriesContext(connection) as asked:
        run(path, "--publish")
    assert Matter.objects.filter(state="confirmed_done").count() == MatterText.objects.count() == 20
    assert sum("INSERT INTO" in each["sql"] and "mattertext" in each["sql"] for each in asked) == 1
    assert len(asked) <= 40
    assert "overflows" in MatterText.objects.all()[0].words


@pytest.mark.costly
def test_numbers_are_kept_by_all_rows_or_by_none_and_never_taken_twice(office: WardOffice, tmp_path: Path) -> None:
    kept = ROW | {"number": "95-2026-0143"}
    run(write(tmp_path, kept))
    assert Matter.objects.get().number == "95-2026-0143"
    assert problems(write(tmp_path, kept | {"external_id": "FMS-2"})) == ["line 2: number: 95-2026-0143 is taken here"]
    twice = [kept | {"external_id": f"B-{each}", "number": "95-2026-0144"} for each in range(2)]
    assert problems(write(tmp_path, *twice)) == ["line 3: number: 95-2026-0144 stands in line 2, too"]
    assert problems(write(tmp_path, twice[0], ROW | {"external_id": "C"})) == [
        "number: either all rows keep theirs, or none does"
    ]
    run(write(tmp_path, ROW | {"external_id": "D"}))
    assert Matter.objects.get(imported__external_id="D").number == "95-2026-0144"


@pytest.fixture
def many(office: WardOffice) -> WardOffice:
    """In every state that is public, with words of every kind."""
    texts = ["=SUM(A1)", "'=1", 'Say "no", please\nand go', "নালা উপচে পড়ছে", "-5 lamps"]
    steps: list[list[str]] = [
        [],
        ["acknowledge"],
        ["plan"],
        ["transfer"],
        ["claim_done", "half"],
        ["claim_done", "lapse"],
    ]
    with on_day(date(2026, 3, 2)):
        for number, names in enumerate(steps):
            matter = office.publish(texts[number % len(texts)], is_landmark_only=number == 1)
            for name in names:
                office.step(matter, name)
        office.category = make_category("noise", is_place_hidden=True)
        office.step(office.publish("Plant trees.", kind="suggestion", lat=None, lon=None, landmark=""), "accept")
        office.lodge("Waits for a moderator.")
        office.step(office.publish("Taken down."), "take_down")
    return office


@pytest.mark.long
def test_an_export_that_is_entered_elsewhere_comes_out_the_same(many: WardOffice, tmp_path: Path) -> None:
    first = exported()
    path = tmp_path / "list.csv"
    path.write_text(first, encoding="utf-8", newline="")
    rows = list(csv.DictReader(StringIO(first)))
    assert (tuple(rows[0]), len(rows)) == (IMPORTED_COLUMNS, 7)
    assert "22.4989" not in [row["lat"] for row in rows if row["is_place_hidden"] == "yes"]
    _forget_all()
    assert run(path, "--publish") == "7 entered, 0 had been entered before. 7 rows are marked published: public now.\n"
    assert exported() == first
    assert exported("--ward", "95") == first
    with pytest.raises(CommandError):
        exported("--ward", "7")


@transaction.atomic
def _forget_all() -> None:
    """Forget everything, as in a database in which nobody has lodged anything."""
    for table in (MatterEvent, ImportedMatter, Matter, Event, Stream, MonthText, MonthLog):
        table.objects.all().delete()


@pytest.mark.costly
def test_the_export_reads_page_by_page(many: WardOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = exported()
    monkeypatch.setattr("sessions.matters.importing.export.PAGE", 2)
    assert exported() == whole


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a,b\n"])
def test_a_file_that_is_no_table_is_told_in_one_line(office: Any, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError) as told:
        run(path)
    assert "\n" not in str(told.value)
    with pytest.raises(CommandError):
        run(tmp_path / "nothing.csv")


@pytest.mark.usefixtures("office")
def test_of_rows_that_nobody_can_have_joined_no_supporters_are_looked_for(tmp_path: Path) -> None:
    path = write(tmp_path, ROW | {"published": "yes", "state": "claimed_done"})
    with CaptureQueriesContext(connection) as queries:
        run(path, "--publish")
    assert Matter.objects.get().state == "claimed_done"
    assert [query["sql"] for query in queries if "mattersupport" in query["sql"]] == []


def test_who_stops_it_by_ctrl_c_is_told_how_far_it_came(
    office: WardOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_run, "TOGETHER", 2)
    path = write(tmp_path, *(ROW | {"external_id": f"FMS-{each}"} for each in range(5)))

    def stop_at_the_third(execute: Any, sql: str, params: Any, *more: Any) -> Any:
        if "INSERT" in sql and "FMS-2" in str(params):  # PostgreSQL takes each column's values in one list
            raise KeyboardInterrupt
        return execute(sql, params, *more)

    with (
        connection.execute_wrapper(stop_at_the_third),
        pytest.raises(CommandError, match=r"Stopped after 2 of 5 rows, which are entered\. Run it again"),
    ):
        run(path)
    assert ImportedMatter.objects.count() == 2
    assert run(path) == "3 entered, 2 had been entered before.\n"
