"""Each hook of a room is heard, each hearer takes what its hook gives, and nothing else joins rooms at the start."""

import ast
import re
from importlib import import_module
from inspect import Parameter, signature
from pathlib import Path

import pytest
from django.utils.module_loading import import_string

from chatserver.hearers import HEARERS
from sessions.platform.hooks import Hook

ROOT = Path(__file__).parents[2]
PRODUCT = [path for top in ("sessions", "moderation", "chatserver") for path in (ROOT / top).rglob("*.py")]
SOURCES = {path.relative_to(ROOT): path.read_text(encoding="utf-8") for path in PRODUCT}
OTHER_MECHANISM = re.compile(
    r"\bSignal\(|\bdef connect_\w+\(\) -> None|^\w+: list\[(?:Callable|type)\b.* = \[\]$", re.MULTILINE
)
OF_DJANGO = re.compile(r"\b(\w+)\.connect\(.*(?:sender|dispatch_uid)=|@receiver\((\w+)")


def declared_hooks() -> dict[str, Hook[..., object]]:
    found = {}
    for path, source in SOURCES.items():
        if "@Hook" not in source:
            continue
        module = ".".join(path.with_suffix("").parts)
        for node in ast.parse(source).body:
            if isinstance(node, ast.FunctionDef) and any(ast.unparse(each) == "Hook" for each in node.decorator_list):
                assert node.name not in found, f"two hooks are named {node.name}"
                found[node.name] = getattr(import_module(module), node.name)
    return found


HOOKS = declared_hooks()


def test_each_hook_is_heard_and_each_row_is_of_a_hook() -> None:
    assert set(HOOKS) == set(HEARERS)
    assert [name for name, paths in HEARERS.items() if not paths] == []
    assert [path for paths in HEARERS.values() for path in paths if paths.count(path) > 1] == []


@pytest.mark.parametrize(("name", "path"), [(name, path) for name, paths in HEARERS.items() for path in paths])
def test_a_hearer_takes_what_its_hook_gives(name: str, path: str) -> None:
    given = signature(HOOKS[name]).parameters.values()
    by_position = [each.name for each in given if each.kind != Parameter.KEYWORD_ONLY]
    by_name = [each.name for each in given if each.kind == Parameter.KEYWORD_ONLY]
    signature(import_string(path)).bind(*by_position, **dict.fromkeys(by_name))


def test_hearers_are_called_in_the_order_of_the_list() -> None:
    for name, hook in HOOKS.items():
        assert hook.hearers == [import_string(path) for path in HEARERS[name]], name


def test_no_other_mechanism_joins_rooms() -> None:
    assert [str(path) for path, source in SOURCES.items() if OTHER_MECHANISM.search(source)] == []
    signals = {name for source in SOURCES.values() for pair in OF_DJANGO.findall(source) for name in pair if name}
    assert signals <= {"post_save"}
