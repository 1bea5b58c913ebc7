"""What only tests use, or nobody, is no part of the product: functions, classes and constants of modules, filters and
tags of templates, names that scripts export, and properties of stylesheets."""

import ast
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "chatserver" / "static"
FOUND_BY_THEIR_NAME = {
    "chatserver.accounts.apps.AccountsConfig",
    "chatserver.apps.EdgeConfig",
    "moderation.apps.ModerationConfig",
    "chatserver.accounts.cookie_sessions.store.SessionStore",
    "chatserver.urls.handler500",
    # The catalogues are made from it.
    "sessions.chats.calendar.rules.holiday_suggestions.HOLIDAYS",
}
"""By Django and by other programs."""

EXPORTED_FOR_TESTS = {"APPLIED", "IGNORED", "SecondLook", "findSolution", "POLICIES"}
"""Names that their own script uses, too."""

type Trees = Mapping[str, ast.Module]
type Used = defaultdict[str, set[str]]


def modules() -> Trees:
    trees = {}
    for folder in ("sessions", "moderation", "chatserver", "bin"):
        for path in (ROOT / folder).rglob("*.py"):
            parts = path.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            trees[name] = ast.parse(path.read_text(encoding="utf-8"))
    trees["manage"] = ast.parse((ROOT / "manage.py").read_text(encoding="utf-8"))
    return trees


def used_elsewhere(trees: Trees) -> Used:
    """The modules that import each name, take it from an imported module, or name it in a dotted string."""
    used: Used = defaultdict(set)
    for name, tree in trees.items():
        aliases = {}
        nodes = list(ast.walk(tree))
        for node in nodes:
            if isinstance(node, ast.ImportFrom) and node.module:
                for each in node.names:
                    used[f"{node.module}.{each.name}"].add(name)
                    aliases[each.asname or each.name] = f"{node.module}.{each.name}"
        for node in nodes:
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in aliases:
                used[f"{aliases[node.value.id]}.{node.attr}"].add(name)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "." in node.value:
                used[node.value].add(name)
    return used


def read_in(tree: ast.Module) -> set[str]:
    """The names that a module reads, or has in strings, as in annotations."""
    nodes = list(ast.walk(tree))
    read = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    return read | {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def declared_in(tree: ast.Module) -> Iterator[tuple[str, bool]]:
    """The names at the top of a module, and whether a decorator registers each somewhere."""
    for node in tree.body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.name, any("regist" in ast.unparse(each) for each in node.decorator_list)
            case ast.Assign(targets=targets):
                yield from ((each.id, False) for each in targets if isinstance(each, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name)) | ast.TypeAlias(name=ast.Name(id=name)):
                yield name, False


def test_every_name_of_a_module_is_used_by_the_product() -> None:
    trees = modules()
    used = used_elsewhere(trees)
    unused = {
        f"{module}.{name}"
        for module, tree in trees.items()
        if "migrations" not in module and module != "chatserver.settings" and module.split(".")[-2:-1] != ["commands"]
        for read in [read_in(tree)]
        for name, is_registered in declared_in(tree)
        if not is_registered and name not in read and not used[f"{module}.{name}"] - {module}
    }
    of_the_language = {name for name in unused if name.endswith((".__all__", ".register", ".urlpatterns", ".app_name"))}
    assert unused - of_the_language == FOUND_BY_THEIR_NAME


def test_every_filter_and_tag_is_used_by_a_template() -> None:
    templates = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.*"))
    registered = re.compile(
        r"@register\.(?:filter|simple_tag|inclusion_tag)(?:\(\"?([a-z_]+)\"(?:,[^)]*)?\)|\([^)]*\))?\ndef (\w+)"
    )
    sources = [path.read_text(encoding="utf-8") for path in ROOT.glob("*/templatetags/*.py")]
    names = {given or name for source in sources for given, name in registered.findall(source)}
    assert {name for name in names if not re.search(rf"\b{name}\b", templates)} == set()
    assert "text_language" in names


def test_every_exported_name_of_a_script_is_imported_by_another() -> None:
    scripts = {path: path.read_text(encoding="utf-8") for path in (STATIC / "js").rglob("*.js")}
    exported = re.compile(r"^export (?:async )?(?:function\*?|const|class|let) ([A-Za-z_$][\w$]*)", re.MULTILINE)
    unused = {
        name
        for path, script in scripts.items()
        for name in exported.findall(script)
        if not any(re.search(rf"\b{name}\b", other) for elsewhere, other in scripts.items() if elsewhere != path)
    }
    assert unused == EXPORTED_FOR_TESTS
    for name in unused:
        assert any(len(re.findall(rf"\b{name}\b", script)) > 1 for script in scripts.values()), name


def test_every_property_of_a_stylesheet_is_read() -> None:
    sheets = "\n".join(path.read_text(encoding="utf-8") for path in (STATIC / "css").rglob("*.css"))
    others = "\n".join(path.read_text(encoding="utf-8") for path in (STATIC / "js").rglob("*.js"))
    declared = set(re.findall(r"^\s+(--[a-z][\w-]*):", sheets, re.MULTILINE))
    assert {name for name in declared if f"var({name}" not in sheets and name not in others} == set()


def test_every_class_of_a_template_is_styled_or_read_and_every_styled_one_is_given() -> None:
    sheets = "\n".join(path.read_text(encoding="utf-8") for path in (STATIC / "css").rglob("*.css"))
    styled = set(re.findall(r"\.([a-z][\w-]*)(?=[^;{}]*\{)", re.sub(r"/\*.*?\*/", "", sheets, flags=re.DOTALL)))
    scripts = [path.read_text(encoding="utf-8") for path in (STATIC / "js").rglob("*.js")]
    modules = [
        path.read_text(encoding="utf-8")
        for top in ("sessions", "moderation", "chatserver")
        for path in (ROOT / top).rglob("*.py")
    ]
    templates = [path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.*")]
    plain = [re.sub(r"\{\{.*?\}\}", "-", re.sub(r"\{%.*?%\}", " ", template)) for template in templates]
    given = {name for markup in plain for names in re.findall(r'\bclass="([^"]*)"', markup) for name in names.split()}
    read = set(re.findall(r"[a-z][\w-]*", "\n".join(scripts + modules)))
    assert {name for name in given if not name.endswith("-") and name not in styled | read} == set()
    assert {name for name in styled if name not in given | read and not is_begun(name, given)} == set()
    assert "button--quiet" in styled & given


def is_begun(name: str, given: Collection[str]) -> bool:
    """Whether a template gives it as a beginning and a value, such as tag--{{ state }}."""
    return any(name.startswith(beginning) for beginning in given if beginning.endswith("-"))
