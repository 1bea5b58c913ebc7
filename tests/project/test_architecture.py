"""What the pages for engineers name exists: each file, each folder, and each name in a file."""

import ast
import re
from collections import defaultdict
from collections.abc import Collection
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.running.tables import table

pytestmark = pytest.mark.costly

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / "chatserver" / "docs" / "architecture.md").read_text(encoding="utf-8")
PAGES = [PAGE, (ROOT / "chatserver" / "docs" / "phones.md").read_text(encoding="utf-8")]
QUOTED = re.compile(r"`([^`\s]+)(?: [^`]*)?`")
NAMED = sorted(
    {
        name
        for page in PAGES
        for name in QUOTED.findall(page)
        if "/" in name and not name.startswith(("pages/", "public/"))
    }
)
LONGEST_PAGE = 150
"""Lines: the tree itself shows the rest."""

FOLDERS = ("chatserver", "moderation", "sessions")
LOCAL_CLASSES = {"Command", "Appeal"}
"""Commands of Django, and commands of the wire: one is always read with its module."""

FILE_NAME = re.compile(
    r"(?<![\w/.-])(?:sessions|moderation|chatserver|tests|templates)/[\w/.-]+\.(?:py|js|css|html|md)\b"
)
COMMAND = re.compile(r"bin/manage ([a-z][a-z0-9_]*)")
DOCSTRING = re.compile(r'^ *""".*?"""', re.MULTILINE | re.DOTALL)
NAME = re.compile(r"[A-Za-z_]\w*")
CALLED = re.compile(r"\b([a-zA-Z_]\w*)\(\)")
OF_BROWSERS = {"toJSON", "var"}
MOST_PARAMETERS = 6
"""A function that needs more is given a small value, or is two functions."""

FUNCTIONS_OF_MANY = {"start", "main"}
"""What begins a thread or a process: it is read with its module."""

NAMES_THAT_FRAMEWORKS_ASK_FOR = {"urlpatterns", "register", "EXPORT"}
"""EXPORT: what find_export() looks for in each room that has a list as a file."""
FUNCTIONS_OF_THE_VERIFIER = {"leaf_hash", "root_hash"}
"""The verifier is handed out alone, so that it has functions of RFC 9162 for itself."""


def parameters_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """By their names; that of the object or the class itself is none."""
    each = function.args
    return [arg.arg for arg in (*each.posonlyargs, *each.args, *each.kwonlyargs) if arg.arg not in {"self", "cls"}]


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def constants_in(tree: ast.Module) -> set[str]:
    """Names that a module gives to values, also two in one line; private ones aside."""
    targets: list[ast.expr] = []
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Tuple(elts=several)]):
                targets += several
            case ast.Assign(targets=[target]) | ast.AnnAssign(target=target):
                targets.append(target)
    return {target.id for target in targets if isinstance(target, ast.Name) and not target.id.startswith("_")}


def names_used_from_others(tree: ast.Module, modules: Collection[str]) -> set[tuple[str, str]]:
    """Each as its module and its name: those that are imported, and those that are read as module.NAME."""
    used: set[tuple[str, str]] = set()
    known_as: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for name in node.names:
                used.add((node.module, name.name))
                if (whole := f"{node.module}.{name.name}") in modules:
                    known_as[name.asname or name.name] = whole
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id=known), attr=attr) if known in known_as:
                used.add((known_as[known], attr))
    return used


def names_in(path: Path) -> set[str]:
    """The names that a module defines itself, those of its classes as Class.name."""
    found: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                found.add(name)
            case ast.ClassDef(name=name, body=body):
                found |= {name} | {
                    f"{name}.{of.name}" for of in body if isinstance(of, ast.FunctionDef | ast.AsyncFunctionDef)
                }
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                found.add(name)
    return found


@table("named", NAMED)
def test_what_the_pages_name_exists(named: str) -> None:
    path, _, name = named.partition("::")
    assert (ROOT / path).exists(), f"there is no {path}"
    assert (ROOT / path).is_dir() == path.endswith("/")
    if name:
        assert name in names_in(ROOT / path), f"{path} defines no {name}"


def test_the_architecture_stays_one_page() -> None:
    assert len(PAGE.splitlines()) <= LONGEST_PAGE


def test_each_file_that_the_code_names_exists() -> None:
    missing = {
        f"{path.relative_to(ROOT)}: {name}"
        for top in (*FOLDERS, "templates")
        for path in (ROOT / top).rglob("*")
        if path.suffix in {".py", ".js", ".css", ".html", ".toml", ".typ", ".md"} and path.parent.name != "migrations"
        for name in FILE_NAME.findall(path.read_text(encoding="utf-8"))
        if not any((ROOT / place / name).exists() for place in ("", "templates"))
    }
    assert missing == set()


def test_each_folder_of_the_code_says_its_one_idea() -> None:
    """But for those that Django names."""
    silent = {
        str(path.parent.relative_to(ROOT))
        for top in FOLDERS
        for path in (ROOT / top).rglob("__init__.py")
        if not {"migrations", "management", "templatetags"} & set(path.relative_to(ROOT).parts)
        and not ast.get_docstring(parsed(path))
    }
    assert silent == set()


@pytest.mark.long
def test_one_class_has_a_name_for_itself() -> None:
    paths = [path for top in FOLDERS for path in (ROOT / top).rglob("*.py") if path.parent.name != "migrations"]
    places: defaultdict[str, list[str]] = defaultdict(list)
    for path in paths:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                places[node.name].append(str(path.relative_to(ROOT)))
    twice = {name: where for name, where in places.items() if len(where) > 1}
    assert {name: where for name, where in twice.items() if name not in LOCAL_CLASSES} == {}


@pytest.mark.long
def test_one_function_has_a_name_for_itself() -> None:
    """facts_of stood in ten modules, and answered ten different things."""
    places: defaultdict[str, list[str]] = defaultdict(list)
    for path in [path for top in FOLDERS for path in (ROOT / top).rglob("*.py") if path.parent.name != "migrations"]:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
                places[node.name].append(str(path.relative_to(ROOT)))
    twice = {name: where for name, where in places.items() if len(where) > 1}
    allowed = FUNCTIONS_OF_MANY | FUNCTIONS_OF_THE_VERIFIER
    assert {name: where for name, where in twice.items() if name not in allowed} == {}


def test_a_constant_that_others_import_has_a_name_for_itself() -> None:
    """PER_PAGE stood in twenty modules. One that only its own module reads may share its name with other such ones."""
    trees = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): parsed(path)
        for top in FOLDERS
        for path in (ROOT / top).rglob("*.py")
        if path.parent.name != "migrations"
    }
    places: defaultdict[str, list[str]] = defaultdict(list)
    for module, tree in trees.items():
        for name in constants_in(tree):
            places[name].append(module)
    imported = {used for tree in trees.values() for used in names_used_from_others(tree, trees.keys())}
    twice = {
        name: modules
        for name, modules in places.items()
        if len(modules) > 1 and any((m, name) in imported for m in modules)
    }
    assert len(imported) > 1000
    assert {name: modules for name, modules in twice.items() if name not in NAMES_THAT_FRAMEWORKS_ASK_FOR} == {}


def test_a_class_that_tests_import_has_a_name_for_itself_among_those() -> None:
    """Two stopwatches measured different things. A class that only its own file reads may be called as it likes."""
    trees = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts): parsed(path) for path in (ROOT / "tests").rglob("*.py")
    }
    imported = {used for tree in trees.values() for used in names_used_from_others(tree, trees.keys())}
    places: defaultdict[str, list[str]] = defaultdict(list)
    for module, tree in trees.items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and (module, node.name) in imported:
                places[node.name].append(module)
    assert len(places) > 100
    assert {name: modules for name, modules in places.items() if len(modules) > 1} == {}


def test_no_function_takes_more_parameters_than_a_reader_can_hold() -> None:
    many = {
        f"{path.relative_to(ROOT)}::{node.name}"
        for path in [path for top in FOLDERS for path in (ROOT / top).rglob("*.py")]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and len(parameters_of(node)) > MOST_PARAMETERS
    }
    assert many == set()


def test_each_command_that_a_text_names_exists() -> None:
    """`bin/manage NAME` in the README, the pages for engineers, the code, its templates and scripts."""
    texts = [ROOT / "README.md", *(path for top in (*FOLDERS, "templates", "bin") for path in (ROOT / top).rglob("*"))]
    named = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in texts
        if path.suffix in {".py", ".html", ".md", ".toml", ".txt", ".js"}
        for name in COMMAND.findall(path.read_text(encoding="utf-8"))
        if name not in get_commands()
    }
    assert named == set()


@pytest.mark.long
def test_each_function_that_a_docstring_calls_exists() -> None:
    """Each name with parentheses, such as find_ward(), stands somewhere outside of all docstrings."""
    paths = [path for top in FOLDERS for path in (ROOT / top).rglob("*.py")]
    texts = {path: path.read_text(encoding="utf-8") for path in paths if path.parent.name != "migrations"}
    known = OF_BROWSERS.union(*(NAME.findall(DOCSTRING.sub("", text)) for text in texts.values()))
    unknown = {
        f"{path.relative_to(ROOT)}: {called}()"
        for path, text in texts.items()
        for docstring in DOCSTRING.findall(text)
        for called in CALLED.findall(docstring)
        if called not in known
    }
    assert unknown == set()
