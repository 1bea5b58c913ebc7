"""bin/manage preview_schedule: its Contract as a real process, and what it says to bad input."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.running.tables import table
from tests.servers.server import Server

GIVEN = {
    "--rule": "FREQ=MONTHLY;BYDAY=1WE",
    "--at": "18:00",
    "--minutes": "60",
    "--from": "2027-01-01",
    "--months": "12",
}


def arguments(changed: dict[str, str]) -> list[str]:
    return [f"{option}={value}" for option, value in (GIVEN | changed).items()]


def run(*more: str, **changed: str) -> str:
    out = StringIO()
    options = {f"--{name.replace('_', '-')}": value for name, value in changed.items()}
    call_command("preview_schedule", *arguments(options), *more, stdout=out)
    return out.getvalue()


def ask(*more: str, **changed: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("--json", *more, **changed))
    return found


@pytest.mark.long
@pytest.mark.slow
def test_the_contract_holds_for_a_real_process_without_a_database(tmp_path: Path):
    manage = Server(tmp_path / "data").manage
    given = {"--rule": "FREQ=MONTHLY;BYDAY=1SA", "--months": "2"}
    shown = manage("preview_schedule", *arguments(given), "--json")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert json.loads(shown.stdout) == [
        {
            "on": f"2027-{day}",
            "starts_at": f"2027-{day}T18:00:00+05:30",
            "minutes": 60,
            "moved_from": None,
            "because": None,
        }
        for day in ("01-02", "02-06")
    ]
    refused = manage("preview_schedule", *arguments({"--rule": "FREQ=MONTHLY;BYDAY=5MO;BYSETPOS=2"}), "--json")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == ("CommandError: --rule: BYSETPOS: no month has such a day, so the rule never fires.\n")


def test_closed_ranges_move_and_freezes_suspend():
    found = ask(
        "--closed=2027-10-06/2027-10-09=Durga Puja", "--closed=2027-06-02/2027-06-30", "--freeze=2027-02-01/2027-03-20"
    )
    odd = {entry["on"]: entry for entry in found if entry["because"]}
    assert [entry["suspended"] for entry in found].count(True) == 2
    assert list(odd) == ["2027-02-03", "2027-03-03", "2027-06-02", "2027-10-10"]
    assert odd["2027-02-03"]["suspended"] is True
    assert odd["2027-06-02"]["waits"] is True
    assert odd["2027-10-10"] == {
        "on": "2027-10-10",
        "starts_at": "2027-10-10T18:00:00+05:30",
        "minutes": 60,
        "moved_from": "2027-10-06",
        "because": "6 to 9 October 2027 are closed: Durga Puja",
        "suspended": False,
    }


def test_the_clerk_may_ask_to_choose_every_move():
    found = ask("--closed=2027-10-06/2027-10-09", "--on-closed=wait")
    assert [(entry["on"], entry["because"]) for entry in found if entry.get("waits")] == [
        ("2027-10-06", "6 to 9 October 2027 are closed")
    ]


def test_an_interval_counts_from_since():
    rule = "FREQ=MONTHLY;INTERVAL=2;BYDAY=1WE"
    from_february = {"rule": rule, "from": "2027-02-01", "months": "3"}
    assert [entry["on"] for entry in ask(**from_february)] == ["2027-02-03", "2027-04-07"]
    assert [entry["on"] for entry in ask("--since=2027-01-01", **from_february)] == ["2027-03-03"]


def test_without_json_it_is_a_table_in_the_language_asked_for():
    lines = run("--ward=95", "--language=bn", months="1").splitlines()
    assert lines == [
        "ওয়ার্ড ৯৫: প্রতি মাসের প্রথম বুধবার, সন্ধ্যা\N{NO-BREAK SPACE}৬:০০, ৬০ মিনিট (Asia/Kolkata)",
        "  বুধবার ৬ জানুয়ারি ২০২৭, সন্ধ্যা\N{NO-BREAK SPACE}৬:০০",
    ]
    assert run(rule="FREQ=MONTHLY;BYMONTH=7;BYDAY=1WE", months="1").splitlines()[1:] == [
        "  No date falls into these months."
    ]


def test_bengali_digits_are_read():
    assert ask(at="১৮:৩০", minutes="৯০", **{"from": "২০২৭-০১-০১"})[0] == {
        "on": "2027-01-06",
        "starts_at": "2027-01-06T18:30:00+05:30",
        "minutes": 90,
        "moved_from": None,
        "because": None,
    }


@table(
    ("option", "value", "sentence"),
    [
        ("rule", "nonsense", "--rule: NONSENSE: write it as parts with = between semicolons"),
        ("rule", "FREQ=WEEKLY;BYDAY=SA", "--rule: FREQ: a chat comes by the month"),
        ("rule", "FREQ=MONTHLY;BYDAY=SA", "--rule: BYDAY: the rule fires 5 times in one month"),
        ("rule", "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2", "--rule: BYMONTHDAY: no month has such a day"),
        ("rule", "FREQ=MONTHLY;INTERVAL=12;BYMONTH=2;BYDAY=1SA", "--rule: INTERVAL: counted in steps of 12 months"),
        ("at", "25:00", "--at: '25:00' is not a time from 00:00 to 23:59."),
        ("at", "18:60", "--at: '18:60' is not a time from 00:00 to 23:59."),
        ("at", "6 pm", "--at: '6 pm' is not a time from 00:00 to 23:59."),
        ("minutes", "0", "--minutes: A chat lasts from 5 minutes to 5 hours."),
        ("minutes", "720", "--minutes: A chat lasts from 5 minutes to 5 hours."),
        ("minutes", "-60", "--minutes: A chat lasts from 5 minutes to 5 hours."),
        ("minutes", "an hour", "--minutes: 'an hour' is not a whole number."),
        ("from", "01/02/2027", "--from: '01/02/2027' is not a day such as 2027-01-31."),
        ("from", "20270102", "--from: '20270102' is not a day such as 2027-01-31."),
        ("from", "2027-02-29", "--from: '2027-02-29' is not a day such as 2027-01-31."),
        ("from", "9999-12-31", "--from: The year must be from 2000 to 2200."),
        ("since", "2027-01-02", "--since: it cannot be later than --from."),
        ("months", "0", "--months: A preview covers from 1 to 60 months."),
        ("months", "-1", "--months: A preview covers from 1 to 60 months."),
        ("months", "61", "--months: A preview covers from 1 to 60 months."),
        ("months", "9999999999", "--months: '9999999999' is not a whole number."),
        (
            "closed",
            "2027-10-09/2027-10-06",
            "--closed: The last day, 6 October 2027, is before the first, 9 October 2027.",
        ),
        ("closed", "2027-10-06", "--closed: '2027-10-06' is not FROM/TO, such as 2027-10-06/2027-10-09."),
        ("closed", "2027-10-06/soon", "--closed: 'soon' is not a day such as 2027-01-31."),
        ("closed", "2027-10-06/2027-10-09=\x07", "--closed: The text has characters that cannot be shown."),
        (
            "freeze",
            "2027-10-09/2027-10-06",
            "--freeze: The last day, 6 October 2027, is before the first, 9 October 2027.",
        ),
        ("on-closed", "skip", "--on-closed: 'skip' is neither next_free nor wait."),
        ("ward", "0", "--ward: a ward's number is 1 or more."),
        ("ward", "X", "--ward: 'X' is not a whole number."),
        ("language", "fr", "--language: 'fr' is none of bn, en, hi, ur."),
    ],
)
def test_bad_input_is_refused_in_one_sentence_that_names_the_part(option: str, value: str, sentence: str):
    with pytest.raises(CommandError) as refusal:
        run("--json", **{option: value})
    assert str(refusal.value).startswith(sentence)
    assert "\n" not in str(refusal.value)
