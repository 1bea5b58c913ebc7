import pytest

from chatserver.assets.bundle import CannotJoin, join_script, join_style
from tests.running.tables import table


def join(entry: str, **files: str) -> tuple[str, set[str]]:
    return join_script(f"{entry}.js", {f"{name}.js": text for name, text in files.items()}.__getitem__)


def test_a_page_is_one_script_with_each_module_once_and_before_its_use():
    text, joined_in = join(
        "room",
        room='import { Chat } from "./chat.js";\nimport { now } from "./clock.js";\n\nnew Chat(now());\n',
        chat='import { now } from "./clock.js";\n\nexport class Chat {\n  start = now();\n}\n',
        clock="export function now() {\n  return Date.now();\n}\n",
    )
    assert text == ("function now() {\n  return Date.now();\n}\nclass Chat {\n  start = now();\n}\nnew Chat(now());\n")
    assert joined_in == {"chat.js", "clock.js"}


def test_addresses_are_relative_to_the_importing_module():
    files = {
        "js/pages/room.js": 'import { say } from "../ui/words.js";\nsay();\n',
        "js/ui/words.js": 'import { text } from "./deep/text.js";\nexport const say = () => text;\n',
        "js/ui/deep/text.js": "export let text = 1;\n",
    }
    text, _ = join_script("js/pages/room.js", files.__getitem__)
    assert text == "let text = 1;\nconst say = () => text;\nsay();\n"


def test_imports_over_several_lines_and_export_lists_are_understood():
    text, _ = join(
        "a",
        a='import {\n  one,\n  two,\n} from "./b.js";\none(two);\n',
        b="const one = () => 1;\nconst two = 2;\nexport { one, two };\n",
    )
    assert text == "const one = () => 1;\nconst two = 2;\none(two);\n"


def test_comments_that_begin_a_line_stay_behind():
    text, _ = join(
        "a",
        a='/** What. */\n\nclass A {\n  /** Why,\n      at length. */\n  b() {\n    return "/* none */";\n  }\n}\n',
    )
    assert text == 'class A {\n  b() {\n    return "/* none */";\n  }\n}\n'


@table(
    ("files", "complaint"),
    [
        (
            {
                "a": 'import { x } from "./b.js";\nfunction fit() {}\n',
                "b": "export const x = 1;\nfunction fit() {}\n",
            },
            "a.js and b.js both declare 'fit' at their top level; rename one.",
        ),
        (
            {"a": 'import { x } from "./b.js";\nconst { y, z } = x;\n', "b": "export const x = 1;\nlet z;\n"},
            "a.js and b.js both declare 'z' at their top level; rename one.",
        ),
        (
            {"a": 'import { y } from "./b.js";\n', "b": "export const x = 1;\n"},
            "a.js imports 'y', which b.js does not export.",
        ),
        (
            {"a": 'import { x as y } from "./b.js";\n', "b": "export const x = 1;\n"},
            "a.js: 'x as y' cannot be joined; names keep their name.",
        ),
        (
            {"a": 'import * as b from "./b.js";\n', "b": "export const x = 1;\n"},
            "a.js: 'import * as b from' cannot be joined; import plain names in braces.",
        ),
        (
            {"a": "export default 1;\n"},
            "a.js: 'export default 1;' cannot be joined; import and export plain names only.",
        ),
        (
            {"a": 'const later = await import("./b.js");\n'},
            "a.js: 'import(\"./b.js\");' cannot be joined; import and export plain names only.",
        ),
        (
            {"a": 'import "https://elsewhere.test/x.js";\n'},
            "a.js imports 'https://elsewhere.test/x.js'; only relative addresses can be joined.",
        ),
        ({"a": 'import "./b.js";\n', "b": 'import "./a.js";\n'}, "a.js imports b.js imports a.js: a circle."),
    ],
)
def test_what_would_change_its_meaning_is_refused(files: dict[str, str], complaint: str):
    with pytest.raises(CannotJoin) as refused:
        join("a", **files)
    assert str(refused.value) == complaint


def test_a_stylesheet_takes_its_imports_in_their_order():
    files = {
        "css/site.css": '/* all */\n@import url("tokens.css");\n@import "parts/card.css";\n\nbody { margin: 0 }\n',
        "css/tokens.css": ":root { --ink: black }\n",
        "css/parts/card.css": '.card { background: url("data:image/svg+xml,x") }\n',
    }
    text, joined_in = join_style("css/site.css", files.__getitem__)
    assert text == (':root { --ink: black }\n.card { background: url("data:image/svg+xml,x") }\nbody { margin: 0 }\n')
    assert joined_in == {"css/tokens.css", "css/parts/card.css"}


@pytest.mark.parametrize(
    ("files", "complaint"),
    [
        (
            {"css/a.css": '@import "parts/b.css";\n', "css/parts/b.css": "x { background: url(b.png) }\n"},
            "css/parts/b.css has a relative url(), which would point elsewhere when joined into css/a.css.",
        ),
        (
            {"css/a.css": '@import "b.css" print;\n', "css/b.css": ""},
            "css/a.css: an @import with a layer or a condition (print) cannot be joined.",
        ),
    ],
)
def test_a_stylesheet_that_would_look_otherwise_is_refused(files: dict[str, str], complaint: str):
    with pytest.raises(CannotJoin) as refused:
        join_style("css/a.css", files.__getitem__)
    assert str(refused.value) == complaint
