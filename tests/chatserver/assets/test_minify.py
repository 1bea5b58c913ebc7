"""Scripts and stylesheets are small, and mean what they meant: the journeys run on them."""

import pytest

from chatserver.assets.minify import minify_script, minify_style


def test_a_script_loses_comments_blanks_and_long_names_and_keeps_what_others_see() -> None:
    script = "// Why.\nconst counted = 1;\nsay({ counted, other: `a  ${counted}` });\n"
    small = minify_script(script)
    assert "Why" not in small
    assert "say({counted:" in small
    assert "`a  ${" in small
    assert len(small) < len(script)


def test_a_stylesheet_loses_comments_and_blanks() -> None:
    style = '/* Why. */\n.a > .b,\n.c {\n  margin: 0 calc(1px + 2px);\n}\n.d::before {\n  content: "e ; f";\n}\n'
    assert minify_style(style) == '.a>.b,.c{margin:0 calc(1px + 2px)}.d::before{content:"e ; f"}'


def test_what_is_no_script_is_refused() -> None:
    with pytest.raises(ValueError, match="unexpected"):
        minify_script("const a = ;")
