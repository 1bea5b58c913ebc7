"""Adds what old engines need to the rules of a stylesheet: Opera Mini's extreme mode, KaiOS 2.5.

They know no custom properties, grid, gap, logical properties or :focus-visible, and leave out what they do not know.
So the value of the light colours stands before each var(), block before each grid, the physical property before each
logical one; what a newer engine must not see stands in `@supports not (display: grid)`, which both kinds understand.

Pure. The sources stay clean: this runs when the static files are collected.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from chatserver.assets.style_rules import Declaration, StyleRule, read_style, write_style

OLD_ONLY = "@supports not (display:grid)"

SIDES = {
    "margin-inline": ("margin-left", "margin-right"),
    "padding-inline": ("padding-left", "padding-right"),
    "margin-block": ("margin-top", "margin-bottom"),
    "padding-block": ("padding-top", "padding-bottom"),
    "border-block": ("border-top", "border-bottom"),
}
"""Both sides at once: the same in every direction of writing, unless they differ."""

ONE_SIDE = {
    "margin-block-start": "margin-top",
    "padding-block-start": "padding-top",
    "padding-block-end": "padding-bottom",
    "border-block-end": "border-bottom",
    "inset-block-start": "top",
    "inset-block-end": "bottom",
}
BY_DIRECTION = {
    "margin-inline-start": ("margin-left", "margin-right"),
    "margin-inline-end": ("margin-right", "margin-left"),
    "padding-inline-start": ("padding-left", "padding-right"),
    "padding-inline-end": ("padding-right", "padding-left"),
    "border-inline-start": ("border-left", "border-right"),
    "border-inline-start-color": ("border-left-color", "border-right-color"),
    "inset-inline-start": ("left", "right"),
}
"""Properties by direction: from left to right, and from right to left."""

VAR = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,((?:[^()]|\([^()]*\))*))?\)")
SPACED_COLOUR = re.compile(r"rgb\((\d+) (\d+) (\d+) / (\d+)%\)")
OUT_OF_REACH = re.compile(r"var\(|\b(?:calc|min|max|minmax)\(")
"""Values that old engines do not know either, or that are only known in the browser."""


def with_fallbacks(text: str, tokens: str = "") -> str:
    """Add fallbacks to a stylesheet; in a new engine, its meaning does not change.

    tokens: the stylesheet that precedes it on every page.
    """
    content = read_style(text)
    known = dict(_root_values([*read_style(tokens), *content]))
    layouts = dict(_layouts(content))
    return write_style(_rules_with_fallbacks(content, known, layouts))


def _root_values(content: Iterable[Declaration | StyleRule]) -> Iterator[tuple[str, str]]:
    """The custom properties outside of any condition: those of the light colours, on a phone."""
    for rule in content:
        if isinstance(rule, StyleRule) and rule.head == ":root":
            yield from ((each.name, each.value) for each in rule.declarations if each.name.startswith("--"))


def _layouts(content: Iterable[Declaration | StyleRule]) -> Iterator[tuple[str, str]]:
    """The layouts, by selector, how the children of a box stand: "row" or "column"."""
    for rule in content:
        if not isinstance(rule, StyleRule) or rule.head.startswith("@"):
            continue
        found = {each.name: each.value for each in rule.declarations}
        display = found.get("display", "")
        if display == "grid" or found.get("flex-direction") == "column":
            yield from ((selector, "column") for selector in _selectors(rule.head))
        elif display in ("flex", "inline-flex"):
            yield from ((selector, "row") for selector in _selectors(rule.head))


def _rules_with_fallbacks(
    content: Iterable[Declaration | StyleRule], known: Mapping[str, str], layouts: Mapping[str, str]
) -> Iterator[Declaration | StyleRule]:
    for rule in content:
        if isinstance(rule, Declaration):
            yield rule
        elif rule.head.startswith("@"):
            is_of_boxes = rule.head.startswith("@media")
            inside = list(_rules_with_fallbacks(rule.content, known, layouts)) if is_of_boxes else rule.content
            yield StyleRule(rule.head, inside)
        else:
            yield StyleRule(rule.head, [each for one in rule.declarations for each in _with_fallback(one, known)])
            if old := list(_old_only(rule, known, layouts)):
                yield StyleRule(OLD_ONLY, list(old))


def _with_fallback(one: Declaration, known: Mapping[str, str]) -> Iterator[Declaration]:
    """What an old engine reads, and then the declaration itself."""
    value = _literal(one.value, known)
    if not OUT_OF_REACH.search(value) and not one.name.startswith("--"):
        yield from (each for each in _physical(one.name, value) if each != one)
    yield one


def _physical(name: str, value: str) -> Iterator[Declaration]:
    if name in SIDES:
        first, second = _two(value)
        if name != "margin-inline" or first == second:
            yield Declaration(SIDES[name][0], first)
            yield Declaration(SIDES[name][1], second)
    elif name in ONE_SIDE:
        yield Declaration(ONE_SIDE[name], value)
    elif name == "inset":
        yield from (Declaration(side, value) for side in ("top", "right", "bottom", "left"))
    elif name == "display" and value == "grid":
        yield Declaration("display", "block")
    elif name not in BY_DIRECTION and "gap" not in name:
        yield Declaration(name, value)


def _old_only(rule: StyleRule, known: Mapping[str, str], layouts: Mapping[str, str]) -> Iterator[StyleRule]:
    for one in rule.declarations:
        value = _literal(one.value, known)
        if one.name == "clip-path" and "var(" in value:  # without it, what it cuts out is a full square
            yield StyleRule(rule.head, [Declaration("display", "none")])
        if OUT_OF_REACH.search(value):
            continue
        if one.name in BY_DIRECTION:
            left_to_right, right_to_left = BY_DIRECTION[one.name]
            yield StyleRule(_within('[dir="ltr"]', rule.head), [Declaration(left_to_right, value)])
            yield StyleRule(_within('[dir="rtl"]', rule.head), [Declaration(right_to_left, value)])
        elif one.name == "gap":
            yield from _instead_of_gap(rule.head, *_two(value), layouts)
    if ":focus-visible" in rule.head:
        literal = [Declaration(one.name, _literal(one.value, known)) for one in rule.declarations]
        yield StyleRule(rule.head.replace(":focus-visible", ":focus"), list(literal))


def _instead_of_gap(head: str, rows: str, columns: str, layouts: Mapping[str, str]) -> Iterator[StyleRule]:
    for selector in _selectors(head):
        layout = layouts.get(selector, layouts.get(selector.partition("--")[0]))
        if layout == "column" and rows != "0":
            yield StyleRule(f"{selector}>*+*", [Declaration("margin-top", rows)])
        elif layout == "row" and columns != "0":
            yield StyleRule(f'[dir="ltr"] {selector}>*', [Declaration("margin-right", columns)])
            yield StyleRule(f'[dir="rtl"] {selector}>*', [Declaration("margin-left", columns)])


def _literal(value: str, known: Mapping[str, str]) -> str:
    """The literal value, without var(), as far as the values are known."""
    before = ""
    while value != before:
        before, value = value, VAR.sub(lambda found: known.get(found[1], found[2] or found[0]).strip(), value)
    return SPACED_COLOUR.sub(lambda found: f"rgba({found[1]},{found[2]},{found[3]},{int(found[4]) / 100})", value)


def _two(value: str) -> tuple[str, str]:
    first, _, second = value.partition(" ")
    return first, second or first


def _within(outer: str, head: str) -> str:
    return ",".join(f"{outer} {selector}" for selector in _selectors(head))


def _selectors(head: str) -> list[str]:
    """Split the selectors at the commas that are not inside of brackets."""
    return [each.strip() for each in re.split(r",(?![^()]*\))", head)]
