"""Measures how often the checks miss a personal number, by form, and how often they mask what is none.

`python -m tests.moderation.checks.rates` writes the table into chatserver/docs/checks.md and prints each error.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from moderation.checks.screen import screen
from sessions.platform.text.masking import MaskedPlace
from tests.moderation.checks.generated_clean import clean_sentences
from tests.moderation.checks.generated_numbers import FORMS, Case, Form, cases_of

CASES = 1000
MOST_MISSED, MOST_WRONG = 0.005, 0.01
DOCUMENT = Path(__file__).resolve().parents[3] / "chatserver" / "docs" / "checks.md"
BEGIN, END = "<!-- measured -->\n", "<!-- end of what is measured -->\n"


def missed(form: Form, count: int) -> Iterator[Case]:
    """Cases in which a letter or digit of the number can be read by the public."""
    for case in cases_of(form, count):
        places = screen(case.text).masked
        if any(_is_read(case.text, at, places) for at in range(case.start, case.end)):
            yield case


def wrongly_masked(count: int) -> Iterator[tuple[str, str]]:
    """Clean sentences of which something is masked, each with what the public would read."""
    for text in clean_sentences(count):
        screened = screen(text)
        if screened.masked:
            yield text, screened.public_text


def measure_table() -> str:
    """The table of the document."""
    rows = [f"| {form.name} | `{_example(form)}` | {len(list(missed(form, CASES))) / CASES:.1%} |" for form in FORMS]
    wrong = len(list(wrongly_masked(CASES))) / CASES
    rows.append(f"| *clean sentences, of which something is masked* | | *{wrong:.1%}* |")
    return "\n".join(["| written | for example | missed |", "|---|---|--:|", *rows, ""])


def with_table(document: str, table: str) -> str:
    """The document with this table in the place of its own."""
    before, rest = document.split(BEGIN)
    return f"{before}{BEGIN}{table}{END}{rest.split(END)[1]}"


def _is_read(text: str, at: int, places: Sequence[MaskedPlace]) -> bool:
    return text[at].isalnum() and not any(place["start"] <= at < place["end"] for place in places)


def _example(form: Form) -> str:
    """How the first number of the form is written, with neither its digits nor its letters: it might be somebody's."""
    case = next(cases_of(form, 1))
    number = case.text[case.start : case.end].replace("\n", " ").replace("|", "\\|")
    return re.sub(r"[^\W\d_]", "A", re.sub(r"\d", "0", number))


if __name__ == "__main__":
    DOCUMENT.write_text(with_table(DOCUMENT.read_text(encoding="utf-8"), measure_table()), encoding="utf-8")
    for form in FORMS:
        for case in missed(form, CASES):
            print(f"{form.name}: missed in {case.text!r}")  # noqa: T201 -- what somebody wants to see
    for text, public in wrongly_masked(CASES):
        print(f"masked in {text!r}: {public!r}")  # noqa: T201 -- what somebody wants to see
