"""What old engines read: the same rules with literal values, physical sides, blocks and visible focus."""

import pytest

from chatserver.assets.old_engines import OLD_ONLY, with_fallbacks
from chatserver.assets.style_rules import read_style, write_style

ROOT = ":root{--ink:#111;--s1:.25rem;--s2:.5rem;--edge:var(--ink);}"


@pytest.mark.parametrize(
    ("rule", "written"),
    [
        ("p{color:var(--ink);}", "p{color:#111;color:var(--ink);}"),
        ("p{border:1px solid var(--edge);}", "p{border:1px solid #111;border:1px solid var(--edge);}"),
        ("p{top:var(--bar,4rem);}", "p{top:4rem;top:var(--bar,4rem);}"),
        ("p{color:var(--other);}", "p{color:var(--other);}"),
        ("p{height:calc(1em * var(--s1));}", "p{height:calc(1em * var(--s1));}"),
        ("p{padding-block:var(--s1) 1em;}", "p{padding-top:.25rem;padding-bottom:1em;padding-block:var(--s1) 1em;}"),
        ("p{margin-inline:auto;}", "p{margin-left:auto;margin-right:auto;margin-inline:auto;}"),
        ("p{margin:0;}", "p{margin:0;}"),
        ("p{display:grid;}", "p{display:block;display:grid;}"),
        (
            "p{box-shadow:0 0 1px rgb(0 0 0 / 8%);}",
            "p{box-shadow:0 0 1px rgba(0,0,0,0.08);box-shadow:0 0 1px rgb(0 0 0 / 8%);}",
        ),
        ("@media (min-width:9em){p{color:var(--ink);}}", "@media (min-width:9em){p{color:#111;color:var(--ink);}}"),
        ("@keyframes a{from{color:var(--ink);}}", "@keyframes a{from{color:var(--ink);}}"),
    ],
)
def test_a_literal_stands_before_what_old_engines_leave_out(rule: str, written: str) -> None:
    assert with_fallbacks(ROOT + rule) == ROOT + written


@pytest.mark.parametrize(
    ("rule", "added"),
    [
        (
            "p,b{margin-inline-start:var(--s1);}",
            '[dir="ltr"] p,[dir="ltr"] b{margin-left:.25rem;}[dir="rtl"] p,[dir="rtl"] b{margin-right:.25rem;}',
        ),
        (".a{display:grid;gap:var(--s2);}", ".a>*+*{margin-top:.5rem;}"),
        (".a{display:flex;flex-direction:column;gap:1em;}", ".a>*+*{margin-top:1em;}"),
        (".a{display:flex;gap:0 1em;}", '[dir="ltr"] .a>*{margin-right:1em;}[dir="rtl"] .a>*{margin-left:1em;}'),
        ("i::before{clip-path:var(--shape);}", "i::before{display:none;}"),
        (":focus-visible{outline:3px solid var(--ink);}", ":focus{outline:3px solid #111;}"),
    ],
)
def test_what_a_new_engine_must_not_see_is_for_old_ones_only(rule: str, added: str) -> None:
    assert with_fallbacks(ROOT + rule).endswith(f"{OLD_ONLY}{{{added}}}")


def test_the_tokens_of_another_stylesheet_count_until_it_sets_its_own() -> None:
    assert with_fallbacks("p{color:var(--ink);}", ROOT) == "p{color:#111;color:var(--ink);}"
    own = ":root{--ink:#222;}p{color:var(--ink);}"
    assert with_fallbacks(own, ROOT) == ":root{--ink:#222;}p{color:#222;color:var(--ink);}"


def test_a_gap_that_is_changed_elsewhere_keeps_the_direction_of_its_box() -> None:
    style = ".stack{display:flex;flex-direction:column;gap:1em;}.stack--close{gap:.5em;}"
    assert with_fallbacks(style).endswith(
        f".stack--close{{gap:.5em;}}{OLD_ONLY}{{.stack--close>*+*{{margin-top:.5em;}}}}"
    )


def test_strings_and_addresses_stay_whole() -> None:
    style = 'a{content:"};{";background:url("data:image/svg+xml;a{b}\'c\'");}@media print{a{color:red;}}'
    assert write_style(read_style(style)) == style


@pytest.mark.parametrize("style", ["a{b:c", "a{b:c}}"])
def test_braces_that_do_not_match_are_refused(style: str) -> None:
    with pytest.raises(ValueError, match="clos"):
        read_style(style)
