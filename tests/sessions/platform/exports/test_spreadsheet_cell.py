"""What a spreadsheet could compute is shown as text."""

import pytest

from sessions.platform.exports.spreadsheet_cell import safe_cell
from tests.factories.recorded import BENGALI
from tests.running.tables import table


@pytest.mark.row("threat", 48)
@table(
    ("text", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "' =1"),
        ("\rx", "'\ufffdx"),
        ("\nx", "'\nx"),
        ("  =1", "'  =1"),
        ("\u200b=1", "'\u200b=1"),
        ("\xa0＝1", "'\xa0＝1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠x", "'＠x"),
        ("\0=1", "'\ufffd=1"),
        ("\ufeff=1", "'\ufffd=1"),
        ('"=1', '"=1'),
        ("When? 1+1=2", "When? 1+1=2"),
        (BENGALI, BENGALI),
        ("", ""),
    ],
)
def test_a_formula_is_shown_and_never_computed(text: str, shown: str) -> None:
    assert safe_cell(text) == shown
