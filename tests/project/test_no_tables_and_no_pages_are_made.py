"""Two modules write what a spreadsheet opens, three hand it out, and one program draws pages of what people wrote.

An export that needs one of these comes with the tests that the two rows ask for, and takes its name off the lists here.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.project.test_no_xml_is_read import names_among
from tests.servers.server import ROOT

pytestmark = pytest.mark.costly

FOLDERS = ("chatserver", "moderation", "sessions")
TABLE_WRITERS = {"DictWriter", "openpyxl", "xlsxwriter", "xlwt", "odf", "pandas", "tablib", "import_export"}
TABLE_TYPES = ("text/csv", "text/tab-separated-values", "spreadsheet", "ms-excel")
RENDERERS = {
    "weasyprint",
    "reportlab",
    "typst",
    "pdfkit",
    "xhtml2pdf",
    "fpdf",
    "pypdf",
    "pikepdf",
    "cairosvg",
    "imgkit",
}
STARTS_PROGRAMS = {
    "subprocess",
    "create_subprocess_exec",
    "create_subprocess_shell",
    "playwright",
    "posix_spawn",
    "popen",
    "run_child_process",
}
DRAWS_RECORDS = "sessions/record/forms/pdf/render_process.py"
DRAWS_CARDS = "sessions/record/cards/draw_process.py"
RUNS_THEM = "sessions/platform/processes/running.py"
START_THEM = {
    "sessions/record/forms/pdf/rendering.py",
    "sessions/record/cards/drawing.py",
    "sessions/platform/photos/preparing.py",
    "sessions/platform/exports/making_exports.py",
}
"""What was sent reaches them as data alone: tests/sessions/record/forms/test_pdf.py, tests/sessions/record/cards/,
tests/sessions/platform/photos/; the filters of a list as text on the standard input:
tests/sessions/platform/exports/."""

PROGRAMS_OF_THE_OPERATOR = {
    "chatserver/operations/backups/postgresql_dump.py",
    "chatserver/management/commands/serve.py",
    "chatserver/serving/supervision/supervisor.py",
    "chatserver/serving/supervision/worker_process.py",
}
"""They start pg_dump and worker processes. None is given words of a request."""


def modules() -> Iterator[Path]:
    yield from (path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))


def with_any(names: set[str]) -> dict[str, set[str]]:
    found = {path.relative_to(ROOT).as_posix(): names_among(names, path) for path in modules()}
    return {path: names for path, names in found.items() if names}


@pytest.mark.long
@pytest.mark.row("threat", 48)
def test_few_modules_write_what_a_spreadsheet_opens() -> None:
    """Their cells are safe: tests/sessions/platform/exports/, of earlier lists tests/sessions/matters/importing/."""
    assert with_any(TABLE_WRITERS) == {}
    assert sorted(csv_writers()) == ["csv_form.py", "csv_table.py", "export.py"]
    tables = [path for path in modules() if any(kind in path.read_text(encoding="utf-8") for kind in TABLE_TYPES)]
    assert {path.relative_to(ROOT).parent.as_posix() for path in tables} == {
        "chatserver/web/open_data",
        "moderation/ledger",
        "sessions/activities/public",
        "sessions/platform/exports",
        "sessions/matters/importing",
        "sessions/matters/public",
        "sessions/promises/public",
        "sessions/record/search",
        "sessions/record/forms",
        "sessions/record/pages/figures",
        "sessions/matters/pages/seeing",
        "sessions/promises/pages",
        "sessions/record/pages/records",
    }


def csv_writers() -> Iterator[str]:
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and ast.unparse(node) == "csv.writer":
                yield path.name
            if isinstance(node, ast.ImportFrom) and node.module == "csv":
                yield path.name


@pytest.mark.row("threat", 52)
def test_one_program_draws_pages_and_nothing_else_does() -> None:
    assert with_any(RENDERERS) == {DRAWS_RECORDS: {"typst"}, DRAWS_CARDS: {"typst"}}
    assert set(with_any(STARTS_PROGRAMS)) <= PROGRAMS_OF_THE_OPERATOR | START_THEM | {RUNS_THEM}
