"""Texts for tables that spreadsheets open, where a cell could be taken for a formula (OWASP, CSV Injection); pure."""

import regex

from sessions.platform.exports.plain_text import plain_text

_FORMULA = regex.compile(r"(?V1)[\s\p{C}\p{Default_Ignorable_Code_Point}\ufffd]*[=+\-@|%＝＋－＠﹦﹢﹣﹫−]|[\t\r\n]")


def safe_cell(text: str) -> str:
    """The text as a spreadsheet shows it and never computes it.

    It begins with an apostrophe if it looks like a formula, whatever blank or invisible characters stand before that.
    """
    is_formula = _FORMULA.match(text) is not None
    shown = plain_text(text)
    return f"'{shown}" if is_formula or _FORMULA.match(shown) else shown
