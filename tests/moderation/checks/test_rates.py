"""Personal numbers in each form in which people write them are found, and lists, dates, amounts and dockets pass."""

import pytest

from tests.moderation.checks.generated_numbers import FORMS
from tests.moderation.checks.rates import (
    CASES,
    DOCUMENT,
    MOST_MISSED,
    MOST_WRONG,
    measure_table,
    missed,
    with_table,
    wrongly_masked,
)
from tests.running.tables import table

FEW = 40
FEW_CLEAN = 500
BY_NAME = {form.name: form for form in FORMS}


@pytest.mark.costly
@pytest.mark.row("threat", 47)
def test_hardly_a_number_is_missed_whatever_its_form() -> None:
    found = {form.name: [case.text for case in missed(form, FEW)] for form in FORMS}
    assert sum(map(len, found.values())) <= MOST_MISSED * FEW * len(FORMS), found


@pytest.mark.row("threat", 47)
def test_hardly_a_clean_sentence_is_masked() -> None:
    wrong = list(wrongly_masked(FEW_CLEAN))
    assert len(wrong) <= MOST_WRONG * FEW_CLEAN, wrong


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.row("threat", 47)
@table("name", BY_NAME)
def test_of_a_thousand_numbers_of_a_form_at_most_five_are_missed(name: str) -> None:
    texts = [case.text for case in missed(BY_NAME[name], CASES)]
    assert len(texts) <= MOST_MISSED * CASES, texts


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.row("threat", 47)
def test_the_table_of_the_document_is_what_is_measured() -> None:
    """`python -m tests.moderation.checks.rates` writes it anew."""
    document = DOCUMENT.read_text(encoding="utf-8")
    assert with_table(document, measure_table()) == document
    assert len(list(wrongly_masked(CASES))) <= MOST_WRONG * CASES
