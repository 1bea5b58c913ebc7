"""What only readers need is taken out, and nothing that means anything."""

from pathlib import Path

import pytest

from chatserver.joining import join_script, join_style
from chatserver.shrinking import CannotShrink, shrink_script, shrink_style

STATIC = Path(__file__).resolve().parents[2] / "chatserver" / "static"


@pytest.mark.parametrize(
    ("script", "shrunk"),
    [
        ("/** What. */\nfunction a(b, c) {\n  return b + c; // why\n}\n", "function a(b,c){return b+c;}\n"),
        ("const a = b\n  .c()\n  ?.d;\n", "const a=b.c()?.d;"),
        ("let a = 1\nlet b = a\n(c)\n", "let a=1\nlet b=a\n(c)\n"),
        ("say(\"a , b\", 'c  {');\n", "say(\"a , b\",'c  {');"),
        ("say(`a , ${b && `, ${c({ d: '}' })}`} {  }`);\n", "say(`a , ${b && `, ${c({ d: '}' })}`} {  }`);"),
        ("a.replace(/[\"' ] , \\/\\//g, b);\n", "a.replace(/[\"' ] , \\/\\//g,b);"),
        ("a = b / c; d = e / f;\n", "a=b/c;d=e/f;"),
        ('const u = "https://a/* b */";\n', 'const u="https://a/* b */";'),
        ("class A {\n  #b = 1;\n\n  get c() {}\n}\n", "class A{#b=1;get c(){}}\n"),
        ("return a - -b;\n", "return a - -b;"),
        ("a = b++ + c; d = e - (f % g); h = `i` + j;\n", "a=b++ + c;d=e-(f%g);h=`i` + j;"),
    ],
)
def test_a_script_loses_its_comments_and_blanks_alone(script: str, shrunk: str) -> None:
    assert shrink_script(script).strip("\n") == shrunk.strip("\n")


@pytest.mark.parametrize(
    ("style", "shrunk"),
    [
        (
            "/* What. */\n.a > .b :hover,\n.c {\n  margin: 0 calc(1px + 2px);\n}\n",
            ".a > .b :hover,.c{margin:0 calc(1px + 2px)}",
        ),
        ('.a::before {\n  content: "a ; b: { c";\n}\n', '.a::before{content:"a ; b: { c"}'),
        ("@media (min-width: 48em) {\n  a { color: red; }\n}\n", "@media (min-width:48em){a{color:red}}"),
    ],
)
def test_a_stylesheet_loses_its_comments_and_line_ends(style: str, shrunk: str) -> None:
    assert shrink_style(style).strip() == shrunk


def test_a_template_that_is_not_understood_is_refused_and_not_guessed_at() -> None:
    with pytest.raises(CannotShrink):
        shrink_script("say(`a ${b(`c`)};")


def test_our_own_files_are_understood_and_shrunk_once_for_all() -> None:
    def read(name: str) -> str:
        return (STATIC / name).read_text(encoding="utf-8")

    for path in sorted(STATIC.glob("js/pages/*.js")):
        text = shrink_script(join_script(f"js/pages/{path.name}", read)[0])
        assert shrink_script(text) == text
    for path in sorted(STATIC.glob("css/*.css")):
        text = shrink_style(join_style(f"css/{path.name}", read)[0])
        assert shrink_style(text) == text
