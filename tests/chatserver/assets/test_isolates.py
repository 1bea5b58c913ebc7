import re
from pathlib import Path

from chatserver.assets.isolates import with_elements

F, P = "\u2068", "\u2069"


def test_marks_become_elements_where_elements_may_stand() -> None:
    assert with_elements(f"<p>{F}12-11{P}</p>") == "<p><bdi>12-11</bdi></p>"
    assert (
        with_elements(f"<p>{F}{F}12{P}{P}</p><p>{F}<b>a</b>{P}</p>") == "<p><bdi>12</bdi></p><p><bdi><b>a</b></bdi></p>"
    )


def test_words_with_isolated_parts_are_one_element_so_that_no_row_drops_their_spaces() -> None:
    assert with_elements(f"<a>a {F}95{P}</a>") == "<a><span>a <bdi>95</bdi></span></a>"
    assert with_elements(f"<b></b> {F}1{P} a <b></b>") == "<b></b> <span><bdi>1</bdi> a</span> <b></b>"
    nested = "<p><span><bdi>12</bdi>, <bdi>a <bdi>b</bdi></bdi></span></p>"
    assert with_elements(f"<p>{F}{F}12{P}{P}, {F}a {F}b{P}{P}</p>") == nested


def test_an_isolate_around_elements_is_not_torn() -> None:
    assert with_elements(f"<p>a {F}b <i>c</i>{P} d</p>") == "<p>a <bdi>b <i>c</i></bdi> d</p>"


def test_marks_stay_in_attributes_titles_options_fields_and_scripts() -> None:
    for html in (
        f'<a title="{F}1{P}" href="#">x</a>',
        f"<title>{F}1{P}</title>",
        f"<option>{F}1{P}</option>",
        f"<textarea>{F}1{P}</textarea>",
        f'<script type="application/json">{{"a": "{F}1{P} < 2"}}</script>',
        f"<!-- {F}1{P} -->",
    ):
        assert with_elements(html) == html


def test_no_tag_that_somebody_writes_becomes_more_than_the_code_of_a_language() -> None:
    def tag(text: str) -> str:
        return "".join(chr(0xE0000 + ord(sign)) for sign in text)

    assert with_elements(f"<p>{F}{tag('en')}a{P}</p>") == '<p><bdi lang="en">a</bdi></p>'
    for written in ('en"><script>', '"', "<", "&", "en onclick=1", "EN"):
        html = with_elements(f"<p>{F}{tag(written)}a{P}</p>")
        assert re.fullmatch(r'<p><bdi(?: lang="en")?>[^<>"&]*</bdi></p>', html)


def test_no_title_of_a_page_holds_a_number_that_is_not_isolated() -> None:
    """After Urdu letters, a browser's tab would show 95-2027-0001 from its end."""
    in_titles = {
        path.name: re.findall(r"\{\{ [\w.]*(?:number|receipt|code) \}\}", title)
        for path in Path("templates").rglob("*.html")
        for title in re.findall(r"\{% block title %\}(.*?)\{% endblock", path.read_text(encoding="utf-8"))
        if "blocktranslate" not in title
    }
    assert {name: numbers for name, numbers in in_titles.items() if numbers} == {}
