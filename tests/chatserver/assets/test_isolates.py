from chatserver.assets.isolates import with_elements

F, P = "\u2068", "\u2069"


def test_marks_become_elements_where_elements_may_stand() -> None:
    assert with_elements(f"<p>{F}12-11{P} a</p>") == "<p><bdi>12-11</bdi> a</p>"
    assert with_elements(f"<p>{F}{F}12{P}{P}, {F}a {F}b{P}{P}</p>") == "<p><bdi>12</bdi>, <bdi>a <bdi>b</bdi></bdi></p>"


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
