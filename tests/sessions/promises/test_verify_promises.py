"""Anybody can recompute the published figures from downloaded files, and learns what is wrong with those files."""

import json
import shutil
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.matters import WardOffice, on_day
from tests.sessions.promises.lived_year import YEAR, live_through, seal_the_year

pytestmark = pytest.mark.long

FIGURES = f"figures-{YEAR}.json"


@pytest.fixture
def downloads(office: WardOffice, client: Client, tmp_path: Path) -> Path:
    """The sealed months of a lived-through year, its figures and the keys, as everybody can download them."""
    live_through(office)
    seal_the_year(office)
    folder = tmp_path / "downloads"
    folder.mkdir()
    with on_day(date(YEAR + 1, 1, 9)):
        figures = client.get(f"/promises/figures/{YEAR}.json").content
        (folder / FIGURES).write_bytes(figures)
        (folder / "keys.json").write_bytes(client.get("/log/keys.json").content)
        for month in json.loads(figures)["counted_from"]:
            (folder / f"{month['slug']}.json").write_bytes(client.get(month["address"]).content)
    return folder


def verify(folder: Path, *options: str) -> tuple[int, str]:
    """The exit code and what is said; it asks the database for nothing."""
    out, code, last = StringIO(), 0, ""
    with CaptureQueriesContext(connection) as queries:
        try:
            call_command("verify_promises", str(folder), *options, stdout=out)
        except CommandError as error:
            code, last = error.returncode, str(error)
    assert not queries
    return code, out.getvalue() + last


def test_figures_that_agree_are_printed_beside_each_other(downloads: Path) -> None:
    code, said = verify(downloads)
    assert code == 0, said
    assert "ward 95, 2027, kept: 1 recomputed, 1 published" in said
    assert "all wards, 2027, median_days_late: 99.0 recomputed, 99.0 published" in said
    assert "102 figures recomputed, and all agree." in said
    assert "3 months and 0 records verify." in said
    assert "Signatures" not in said


def test_without_keys_and_figures_everything_is_recomputed_and_nothing_compared(downloads: Path) -> None:
    for name in (FIGURES, "keys.json"):
        (downloads / name).unlink()
    code, said = verify(downloads)
    assert code == 0, said
    assert "Nothing to compare with: 2027, until 2027-05-31" in said
    assert "ward 95, 2027, made: 8 recomputed" in said
    assert "Signatures were not checked" in said


def test_a_figure_that_differs_is_marked(downloads: Path) -> None:
    true = (downloads / FIGURES).read_bytes()
    for name, value in (("kept", 7), ("median_days_late", None)):
        document = json.loads(true)
        document["figures"][0][name] = value
        (downloads / FIGURES).write_text(json.dumps(document))
        code, said = verify(downloads)
        assert code == 1
        assert f"DIFFERS  all wards, 2027, {name}: " in said
        assert "1 of them differ" in said
    document = json.loads(true)
    del document["figures"][1]
    (downloads / FIGURES).write_text(json.dumps(document))
    assert verify(downloads)[0] == 1


def test_figures_of_a_release_that_counted_less_are_compared_without_the_rest(downloads: Path) -> None:
    document = json.loads((downloads / FIGURES).read_bytes())
    document["figures"][0]["unconfirmed"] = 5
    (downloads / FIGURES).write_text(json.dumps(document))
    assert "DIFFERS  all wards, 2027, unconfirmed: 0 recomputed, 5 published" in verify(downloads)[1]
    for row in document["figures"]:
        del row["unconfirmed"], row["unconfirmable"]
    (downloads / FIGURES).write_text(json.dumps(document))
    code, said = verify(downloads)
    assert code == 0, said
    assert "90 figures recomputed, and all agree." in said


def _missing(folder: Path) -> str:
    (folder / "ward-95-2027-02.json").unlink()
    return f"ward-95-2027-02 is missing: {FIGURES} counts it. Download /wards/95/log/2027-02.json."


def _cut(folder: Path) -> str:
    raw = (folder / "ward-95-2027-05.json").read_bytes()
    (folder / "ward-95-2027-05.json").write_bytes(raw[: len(raw) // 2])
    return "ward-95-2027-05.json is damaged: this is no JSON"


def _forged(folder: Path) -> str:
    path = folder / "ward-95-2027-05.json"
    path.write_bytes(path.read_bytes().replace(b'"broken"', b'"kept"'))
    return "ward-95-2027-05.json does not verify: entry "


def _no_figures(folder: Path) -> str:
    (folder / FIGURES).write_text('{"format": "councillor-chat-promise-figures/1", "year": 2027}')
    return f"{FIGURES} is damaged: it is no document of figures"


def _foreign_keys(folder: Path) -> str:
    keys = json.loads((folder / "keys.json").read_bytes())
    keys["keys"] = [{"vkey": "other+00000000+AAAA"}]
    (folder / "keys.json").write_text(json.dumps(keys))
    return "ward-95-2027-01.json does not verify: "


def _empty(folder: Path) -> str:
    for each in folder.iterdir():
        each.unlink()
    return "holds no month of a ward"


def test_what_is_wrong_with_a_file_is_said(downloads: Path, tmp_path: Path) -> None:
    spoils: list[Callable[[Path], str]] = [_missing, _cut, _forged, _no_figures, _foreign_keys, _empty]
    for n, spoil in enumerate(spoils):
        folder = shutil.copytree(downloads, tmp_path / str(n))
        words = spoil(folder)
        code, said = verify(folder)
        assert code == 2, said
        assert words in said
    assert verify(downloads / "no-such-folder")[0] == 2


def test_a_month_that_was_hidden_is_seen_by_the_numbers_alone(downloads: Path) -> None:
    (downloads / FIGURES).unlink()
    (downloads / "ward-95-2027-01.json").rename(downloads.parent / "hidden.json")
    code, said = verify(downloads)
    assert (code, "nothing here tells how 95-P-2027-1 began" in said) == (2, True)
