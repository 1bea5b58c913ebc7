"""JSON Patch (RFC 6902), as far as the vectors use it: add, remove and replace."""

import copy
from collections.abc import Iterator, Sequence
from typing import Any

Operation = dict[str, Any]


def patch_between(old: Any, new: Any, path: str = "") -> Iterator[Operation]:
    """Applied one after the other, these make the new value of the old one."""
    if type(old) is not type(new) or not isinstance(old, dict | list):
        if old != new or type(old) is not type(new):
            yield {"op": "replace", "path": path, "value": new}
    elif isinstance(old, dict):
        for name in old:
            if name in new:
                yield from patch_between(old[name], new[name], f"{path}/{_escaped(name)}")
            else:
                yield {"op": "remove", "path": f"{path}/{_escaped(name)}"}
        yield from (
            {"op": "add", "path": f"{path}/{_escaped(name)}", "value": new[name]} for name in new if name not in old
        )
    else:
        yield from _between_lists(old, new, path)


def _between_lists(old: list[Any], new: list[Any], path: str) -> Iterator[Operation]:
    """Same ends stay; between them, one after the other, and then what is left over is removed or added."""
    start = next((n for n, (one, two) in enumerate(zip(old, new, strict=False)) if one != two), min(len(old), len(new)))
    left = min(len(old), len(new)) - start
    end = 0
    if len(old) != len(new):
        while end < left and old[len(old) - 1 - end] == new[len(new) - 1 - end]:
            end += 1
    before, after = old[start : len(old) - end], new[start : len(new) - end]
    for n, (one, two) in enumerate(zip(before, after, strict=False), start):
        yield from patch_between(one, two, f"{path}/{n}")
    common = start + min(len(before), len(after))
    yield from ({"op": "remove", "path": f"{path}/{common}"} for _each in before[len(after) :])
    for n, value in enumerate(after[len(before) :], common):
        yield {"op": "add", "path": f"{path}/{n}", "value": value}


def apply_patch(document: Any, operations: Sequence[Operation]) -> Any:
    """A new document. Raises LookupError for a path that is not there."""
    changed = copy.deepcopy(document)
    for each in operations:
        *way, last = [step.replace("~1", "/").replace("~0", "~") for step in each["path"].split("/")[1:]]
        place = changed
        for step in way:
            place = place[int(step) if isinstance(place, list) else step]
        key: Any = int(last) if isinstance(place, list) else last
        if each["op"] == "remove":
            del place[key]
        elif each["op"] == "add" and isinstance(place, list):
            place.insert(key, each["value"])
        else:
            place[key] = each["value"]
    return changed


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
