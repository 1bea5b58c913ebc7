"""Without --all, a run tries one variant of a marked test: one stack of three for a long fault, one language of two.

It also leaves out tests marked `with_all`: a variant that combines what the others try alone, and tests of a minute and
more, whose parts shorter tests try.

The file's name decides which one: always the same, and another one in the next file.
"""

from collections import defaultdict
from zlib import crc32

import pytest

Variants = dict[tuple[str, str], list[object]]


def leave_others_out(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect the parameters that `@pytest.mark.variants("stack")` allows to leave out."""
    some = [item for item in items if not any(item.iter_markers("with_all"))]
    there = find_variants(some)
    kept = [item for item in some if all(is_chosen(item, name, there) for name in names_of(item))]
    stays = set(kept)
    config.hook.pytest_deselected(items=[item for item in items if item not in stays])
    items[:] = kept


def find_variants(items: list[pytest.Item]) -> Variants:
    """The values of each such parameter in a file, in the order in which they come."""
    found: defaultdict[tuple[str, str], list[object]] = defaultdict(list)
    for item in items:
        for name in names_of(item):
            value = values_of(item).get(name)
            if value is not None and value not in found[file_of(item), name]:
                found[file_of(item), name].append(value)
    return dict(found)


def is_chosen(item: pytest.Item, name: str, there: Variants) -> bool:
    values = there.get((file_of(item), name), [])
    own = values_of(item).get(name)
    return own is None or own == values[crc32(file_of(item).encode()) % len(values)]


def names_of(item: pytest.Item) -> set[str]:
    return {name for marker in item.iter_markers("variants") for name in marker.args}


def values_of(item: pytest.Item) -> dict[str, object]:
    return dict(item.callspec.params) if hasattr(item, "callspec") else {}


def file_of(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]
