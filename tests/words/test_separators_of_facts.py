"""Between short facts on one line stands what the reader's language has there: {% dot %} or {% comma %}.

Neither is written out.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

TEMPLATES = Path("templates")
SENTENCE = re.compile(r"\{% blocktranslate.*?\{% endblocktranslate %\}|\{% translate.*?%\}|\{#.*?#\}", re.DOTALL)
"""Translators choose what stands in these."""
COMMA = re.compile(r"[>}], [<{]")
ONE_LANGUAGE = {"templates/sessions/record/downloads/file.html"}
"""In English, whatever the reader's language is."""
COORDINATES = "{{ matter.lat }}, {{ matter.lon }}"
"""Facts as maps and programs read them."""


def test_no_page_writes_out_what_stands_between_facts() -> None:
    paths = sorted(TEMPLATES.rglob("*.html"))
    assert [str(path) for path in paths if " · " in SENTENCE.sub("", path.read_text(encoding="utf-8"))] == []


def test_no_page_writes_out_a_comma_between_facts() -> None:
    """Urdu has a comma of its own."""
    paths = [path for path in sorted(TEMPLATES.rglob("*.html")) if str(path) not in ONE_LANGUAGE]
    texts = {str(path): path.read_text(encoding="utf-8").replace(COORDINATES, "") for path in paths}
    assert [path for path, text in texts.items() if COMMA.search(SENTENCE.sub("{}", text))] == []


def test_no_sentence_in_urdu_has_a_dot_between_facts() -> None:
    """Urdu's zero is a dot: beside a number, one more would make it tenfold."""
    path = "chatserver/locale/ur/LC_MESSAGES/django.po"
    assert [each.msgid for each in polib.pofile(path) if "·" in each.msgstr] == []


OWN_DOTS = {
    "sessions/log/unreadable.py",
    "sessions/platform/text/by_language.py",
    "sessions/platform/text/spoken/lists.py",
}
"""A sentence in two languages; texts that are kept in all languages at once; and the message itself."""


@pytest.mark.costly
def test_no_program_writes_out_what_stands_between_facts() -> None:
    """join_facts() does, and joinWords() in scripts: on cards, in mails and PDFs Urdu would have a further zero."""
    modules = [path for app in ("chatserver", "moderation", "sessions") for path in Path(app).rglob("*.py")]
    written = {str(path) for path in modules if any(" · " in text for text in texts_in(path))}
    assert written == OWN_DOTS
    scripts = [path for path in Path("chatserver/static/js").rglob("*.js") if 'join(" · ")' in path.read_text("utf-8")]
    set_by = [path for path in Path("sessions").rglob("*.typ") if "·" in path.read_text("utf-8")]
    assert (scripts, set_by) == ([], [])
    templates = [path for path in sorted(TEMPLATES.rglob("*.html")) if "·" in SENTENCE.sub("", path.read_text("utf-8"))]
    assert templates == []


DOT_OF_STYLE = re.compile(r"content:[^;]*·")
IN_STYLES = {"chatserver/static/css/components/room/nowbar.css"}
"""chatserver/static/css/rtl.css puts a comma in its place."""


def test_no_style_puts_a_dot_between_facts() -> None:
    styles = sorted(Path("chatserver/static/css").rglob("*.css"))
    assert {str(path) for path in styles if DOT_OF_STYLE.search(path.read_text("utf-8"))} == IN_STYLES


FOR_FILES_AND_OPERATORS = {
    "chatserver/config/posting_targets.py",
    "chatserver/outside/posting/dry_run.py",
    "sessions/platform/database/text_index.py",
    "sessions/promises/owed_block/redacting.py",
    "sessions/promises/verifying/recomputing.py",
    "sessions/record/forms/akoma_ntoso/debate.py",
    "sessions/record/forms/bag_contents.py",
    "sessions/record/forms/record_facts.py",
    "sessions/record/proof/verifier/verify.py",
    "sessions/city/wards/map/survey.py",
}
IN_EVERY_LANGUAGE = {
    "sessions/city/places/landmarks.py",
    "sessions/chats/questions/public_names.py",
}
"""Two degrees, as maps read them; a name, as the log keeps it."""


@pytest.mark.costly
def test_no_program_writes_out_a_comma_between_facts() -> None:
    """join_with_commas() has the one of the reader's language. The admin site and the commands are in English."""
    modules = [path for app in ("chatserver", "moderation", "sessions") for path in Path(app).rglob("*.py")]
    pages = [path for path in modules if not {"models", "management"} & set(path.parts)]
    assert {str(path) for path in pages if has_comma_between(path)} == FOR_FILES_AND_OPERATORS | IN_EVERY_LANGUAGE


def test_no_script_writes_out_a_comma_between_facts() -> None:
    scripts = sorted(Path("chatserver/static/js").rglob("*.js"))
    assert [str(path) for path in scripts if "}, ${" in path.read_text("utf-8")] == []


def has_comma_between(path: Path) -> bool:
    """Whether in any f-string a comma and a blank alone are between two values."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        parts = node.values if isinstance(node, ast.JoinedStr) else []
        for before, between, after in zip(parts, parts[1:], parts[2:], strict=False):
            is_comma = isinstance(between, ast.Constant) and between.value == ", "
            if is_comma and isinstance(before, ast.FormattedValue) and isinstance(after, ast.FormattedValue):
                return True
    return False


def texts_in(path: Path) -> Iterator[str]:
    """All string constants but docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    notes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in notes:
            yield node.value


def test_scripts_need_only_one_of_the_two_separators() -> None:
    """Scripts get the comma of a language where it is not the usual one, and put it between facts, too."""
    for path in sorted(Path("chatserver/locale").glob("*/LC_MESSAGES/django.po")):
        found = {each.msgctxt: each.msgstr for each in polib.pofile(str(path)) if each.msgctxt}
        both = found["between the items of a list"], found["between short facts"]
        assert both == (", ", " · ") or both[0] == both[1] != ", ", path
