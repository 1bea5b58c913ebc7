"""A guide as HTML, without raw HTML and pictures; and each translation says what its original says."""

import re
from collections.abc import Iterator
from unicodedata import decimal

import pytest
from django.conf import settings
from markdown_it.token import Token

from chatserver.web.documentation import documents, rendering
from chatserver.web.documentation.documents import FOLDER, FOR_WHOM, WRITTEN_IN
from chatserver.web.documentation.rendering import Heading, parse_guide, render_guide
from tests.running.tables import table

LANGUAGES = [code for code, _name in settings.LANGUAGES if code != WRITTEN_IN]
TRANSLATED = ["clerk", "councillor", "first-evening", "moderator", "record"]


def guide(text: str, monkeypatch: pytest.MonkeyPatch, language: str = WRITTEN_IN) -> rendering.RenderedGuide:
    monkeypatch.setattr(rendering, "read_document", lambda _name, language: (text, language))
    return render_guide.__wrapped__("clerk", language)


def test_html_in_a_guide_is_shown_as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    found = guide("# Title\n\nWords <b>bold</b>\n\n<script>alert(1)</script>\n", monkeypatch)
    assert found.body == ("<p>Words &lt;b&gt;bold&lt;/b&gt;</p>\n<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n")


def test_links_lead_to_the_guides_that_are_served_and_others_are_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "# Title\n\n[a](record.md) [b](record.md#x) [c](order.md) [d](https://example.org/) ![e](e.png)\n"
    found = guide(text.replace(" ![e](e.png)", ""), monkeypatch)
    assert found.body == '<p><a href="/docs/record/">a</a> <a href="/docs/record/#x">b</a> c d</p>\n'


def test_the_address_of_a_page_leads_there_and_an_example_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    found = guide("# Title\n\n`/planning/` `/wards/95/` `/no/such/` `//example.org/`\n", monkeypatch)
    assert re.findall("<a [^>]*>", found.body) == ['<a href="/planning/">']
    assert found.body.count('<code dir="ltr" translate="no">') == 4


def test_pictures_are_left_out_and_headings_have_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    found = guide("# Title\n\n## First part\n\n![a picture](a.png)\n\n### Below\n", monkeypatch)
    assert (found.title, found.headings) == ("Title", [Heading("first-part", "First part"), Heading("below", "Below")])
    assert found.body == '<h2 id="first-part">First part</h2>\n<h3 id="below">Below</h3>\n'


def test_code_scrolls_within_itself_and_stacked_tables_keep_their_roles(monkeypatch: pytest.MonkeyPatch) -> None:
    found = guide("# Title\n\n| a |\n|---|\n| b |\n\n```sh\nbin/run <x>\n```\n", monkeypatch)
    assert re.findall(r"<(?:table|thead|tbody|tr|th|td|pre)[^>]*>", found.body) == [
        '<table role="table" aria-label="Title">',
        '<thead role="rowgroup">',
        '<tr role="row">',
        '<th role="columnheader">',
        '<tbody role="rowgroup">',
        '<tr role="row">',
        '<td role="cell">',
        '<pre class="guide-frame" dir="ltr" translate="no" tabindex="0">',
    ]
    assert "bin/run &lt;x&gt;\n</code>" in found.body


def test_figures_and_latin_names_in_a_translation_are_isolated(monkeypatch: pytest.MonkeyPatch) -> None:
    found = guide("# ریکارڈ\n\nPython 3.10 یا ۱۲ & `a 1`۔ PDF/A-3a، JSON-LD.\n", monkeypatch, "ur")
    assert found.body == (
        '<p><bdi lang="en">Python 3.10</bdi> یا <bdi>۱۲</bdi> &amp; <code dir="ltr" translate="no">a 1</code>۔ '
        '<bdi lang="en">PDF/A-3a</bdi>، <bdi lang="en">JSON-LD</bdi>.</p>\n'
    )


@table("name", FOR_WHOM)
def test_each_guide_is_rendered_in_every_language(name: str) -> None:
    found = {language: render_guide(name, language) for language in (WRITTEN_IN, *LANGUAGES)}
    translated = name in TRANSLATED
    assert {language: each.language for language, each in found.items()} == {
        language: language if translated else WRITTEN_IN for language in found
    }
    assert len({tuple(heading.anchor for heading in each.headings) for each in found.values()}) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guides_for_residents_and_staff_are_translated(language: str) -> None:
    assert sorted(path.stem for path in (FOLDER / language).iterdir()) == TRANSLATED


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TRANSLATED)
def test_a_translation_has_the_parts_commands_links_and_figures_of_its_original(name: str, language: str) -> None:
    """Fails where the original was changed and the translation was not."""
    original, found = documents.read_document(name, WRITTEN_IN), documents.read_document(name, language)
    assert list(facts_of(found[0])) == list(facts_of(original[0]))


def facts_of(text: str) -> Iterator[tuple[str, object]]:
    """What is the same in each language, part by part: a sentence may have its words and figures in another order."""
    for token in parse_guide(text):
        if token.type == "fence":
            yield "fence", token.content
        elif token.children is None:
            yield token.type, token.tag
        else:
            inline = token.children
            yield "codes", sorted(each.content for each in inline if each.type == "code_inline")
            yield "links", sorted(str(each.attrGet("href")) for each in inline if each.type == "link_open")
            yield "strong", sum(each.type == "strong_open" for each in inline)
            yield "figures", sorted(figures_in(inline))


def figures_in(inline: list[Token]) -> list[str]:
    words = "".join(each.content for each in inline if each.type == "text")
    return ["".join(str(decimal(digit)) for digit in number) for number in re.findall(r"\d+", words)]
