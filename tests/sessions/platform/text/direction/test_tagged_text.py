"""A text in another language than the reader's says so in pages, and is plain everywhere else."""

import json
import pickle
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils.translation import override

from chatserver.assets.isolates import with_elements
from sessions.city.display import office_holder
from sessions.models import Office, OfficeKind
from sessions.platform.text.by_language import for_reader
from sessions.platform.text.direction.isolating import isolate
from sessions.platform.text.direction.tagged_text import TaggedText, format_tagged, join_tagged, tag_language

BOTH = {"en": 'Ajoy "Babu" Nag', "bn": "অজয় নাগ"}


def shown(template: str, **values: object) -> str:
    return with_elements(Template(template).render(Context(values)))


def test_only_a_text_that_falls_back_is_tagged() -> None:
    with override("bn"):
        assert (for_reader(BOTH), type(for_reader(BOTH))) == ("অজয় নাগ", str)
    with override("ur"):
        assert for_reader(BOTH) == 'Ajoy "Babu" Nag'
        assert isinstance(for_reader(BOTH), TaggedText)
        assert for_reader({"bn": "মেলা"}) == "মেলা"
        assert tag_language("মেলা", "bn").tagged == "\u2068\U000e0062\U000e006eমেলা\u2069"
        assert type(for_reader({})) is str
    with override("en-gb"):
        assert type(for_reader(BOTH)) is str


def test_a_page_says_the_language_of_its_parts_and_an_attribute_has_the_text_alone() -> None:
    name = tag_language('Ajoy "Babu" Nag', "en")
    marked = '<bdi lang="en">Ajoy &quot;Babu&quot; Nag</bdi>'
    plain = "\u2068Ajoy &quot;Babu&quot; Nag\u2069"
    assert shown("<p>{{ name }}</p>", name=name) == f"<p>{marked}</p>"
    assert shown('<a title="{{ name }}">x</a>', name=name) == f'<a title="{plain}">x</a>'
    assert shown("<option>{{ name }}</option>", name=name) == f"<option>{plain}</option>"
    sentence = "{% load i18n %}<p>{% blocktranslate %}By {{ name }}.{% endblocktranslate %}</p>"
    assert shown(sentence, name=name) == f"<p><span>By {marked}.</span></p>"


def test_an_office_keeps_the_language_of_its_holders_name() -> None:
    office = Office(kind=OfficeKind.COUNCILLOR, names={"en": "Asha Sen"})
    with override("ur"):
        page = shown("<p>{{ office }}</p>", office=office_holder(office))
        assert page == '<p><span>کونسلر <bdi lang="en">Asha Sen</bdi></span></p>'
        assert office_holder(office) == "کونسلر \u2068Asha Sen\u2069"
        assert shown("{{ name }}", name=isolate(office.name)) == '<bdi lang="en">Asha Sen</bdi>'
        assert office_holder(Office(kind=OfficeKind.COUNCILLOR)) == "کونسلر"


def test_it_is_plain_text_where_there_is_no_page() -> None:
    name = tag_language("Asha Sen", "en")
    assert f"{name}" == "Asha Sen"
    assert json.dumps([name]) == '["Asha Sen"]'
    assert type(pickle.loads(pickle.dumps(name))) is str
    assert join_tagged("a", "", "b") == "a b"


@pytest.mark.parametrize("path", [Path("templates/sessions/digests/mail.html")], ids=str)
def test_what_no_middleware_reads_shows_no_text_by_language_itself(path: Path) -> None:
    """A mail would keep the marks. Its lines are put together before, as plain text."""
    text = path.read_text(encoding="utf-8")
    assert not any(f".{name} }}}}" in text for name in ("name", "reason", "because", "address", "hours"))


def test_a_sentence_keeps_the_language_of_what_is_filled_in() -> None:
    title = format_tagged("{kind}: {name}", kind="شکایت", name=tag_language("Drains", "en"))
    assert (title, shown("{{ title }}", title=title)) == (
        "شکایت: Drains",
        '<span>شکایت: <bdi lang="en">Drains</bdi></span>',
    )
    assert type(format_tagged("{a}", a="b")) is str
