"""The options of the search's form: kept for each language, and made again where their source has changed."""

import pytest
from django.test import Client
from django.utils.translation import override

from sessions.models import Office
from sessions.platform.exports.form_options import KeptOptions, Options
from tests.factories.evening import make_evening
from tests.sessions.record.pages.search.test_page import ENGLISH, close


def test_one_value_is_selected() -> None:
    options = Options([(1, "One"), (11, "Eleven")])
    assert options.html(1) == '<option value="1" selected>One</option><option value="11">Eleven</option>'
    assert options.html(None) == options.html("1") == '<option value="1">One</option><option value="11">Eleven</option>'


def test_words_are_escaped_and_cannot_be_taken_for_another_option() -> None:
    options = Options([("a", '<option value="b">B</option>'), ("b", "B")])
    assert options.html("b").count(" selected") == 1
    assert options.html("b").endswith('<option value="b" selected>B</option>')
    assert "&lt;option" in options.html("a")


def test_they_are_made_once_for_each_language_and_source() -> None:
    made: list[list[int]] = []

    def make(numbers: list[int]) -> list[tuple[object, object]]:
        made.append(numbers)
        return [(number, f"Ward {number}") for number in numbers]

    kept = KeptOptions[list[int]](make)
    for language in ("en", "bn", "en", "bn"):
        with override(language):
            kept.html([95], None)
    assert made == [[95], [95]]
    with override("en"):
        assert kept.html([95, 96], 96).endswith('<option value="96" selected>Ward 96</option>')
    assert made == [[95], [95], [95, 96]]


@pytest.mark.costly
@pytest.mark.django_db
def test_a_reader_gets_a_corrected_name_and_the_words_of_their_language(client: Client) -> None:
    record = close(make_evening())
    query = {"office": str(record.chat_session.office_id)}

    def page(language: str) -> str:
        return client.get("/records/", query, headers={"accept-language": language}).content.decode()

    assert "Ward 95" in page("en")
    assert "ওয়ার্ড ৯৫" in page("bn")
    Office.objects.update(names={"en": "Asha <Sen>"})
    shown = client.get("/records/", query, headers=ENGLISH).content.decode()
    assert f'<option value="{record.chat_session.office_id}" selected>Ward 95: Councillor' in shown
    assert "Asha &lt;Sen&gt;" in shown
