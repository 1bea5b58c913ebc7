"""No two scripts and no two folders of scripts import each other, as import-linter holds it for Python."""

import posixpath
from collections import defaultdict
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from chatserver.assets.bundle import SCRIPT_IMPORT

SCRIPTS = Path(__file__).parents[2] / "chatserver" / "static" / "js"

type Imports = dict[str, dict[str, set[str]]]
"""By folder, which of its scripts and folders imports which other one of them."""


def imports_among_siblings(texts: dict[str, str]) -> Imports:
    """texts: by the scripts' names, from the folder of all of them on."""
    siblings: Imports = defaultdict(lambda: defaultdict(set))
    for name, text in texts.items():
        for found in SCRIPT_IMPORT.finditer(text):
            other = posixpath.normpath(posixpath.join(posixpath.dirname(name), found["address"]))
            folder = posixpath.commonpath([posixpath.dirname(name), posixpath.dirname(other)])
            of, imported = (each[len(folder) :].lstrip("/").split("/")[0] for each in (name, other))
            if of != imported:
                siblings[folder][of].add(imported)
    return siblings


def circles_among(texts: dict[str, str]) -> dict[str, list[str]]:
    circles = {}
    for folder, imports in imports_among_siblings(texts).items():
        try:
            TopologicalSorter(imports).prepare()
        except CycleError as circle:
            circles[folder] = list(circle.args[1])
    return circles


def test_no_scripts_and_no_folders_of_scripts_import_each_other() -> None:
    texts = {str(path.relative_to(SCRIPTS)): path.read_text(encoding="utf-8") for path in SCRIPTS.rglob("*.js")}
    assert len(texts) > 200
    assert circles_among(texts) == {}


def test_a_circle_is_found_between_scripts_and_between_folders() -> None:
    lists = {"ui/lists/a.js": 'import { b } from "../words/b.js";\n', "ui/lists/d.js": ""}
    words = {"ui/words/b.js": "", "ui/words/c.js": 'import { d } from "../lists/d.js";\n'}
    assert circles_among(lists) == {}
    assert {folder: set(each) for folder, each in circles_among(lists | words).items()} == {"ui": {"lists", "words"}}
    both = {"a.js": 'import "./b.js";\n', "b.js": 'import "./a.js";\n'}
    assert {folder: set(each) for folder, each in circles_among(both).items()} == {"": {"a.js", "b.js"}}
