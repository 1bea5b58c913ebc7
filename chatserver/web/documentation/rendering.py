"""Renders a guide from Markdown: its title, the list of its headings, and its body as HTML."""

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from django.urls import Resolver404, resolve, reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from chatserver.web.documentation.documents import FOR_WHOM, WRITTEN_IN, read_document

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

PICTURE = re.compile(r"^!\[.*\n", re.MULTILINE)
GUIDE = re.compile(r"([a-z-]+)\.md(#[a-z0-9-]+)?")
OF_ANOTHER_DIRECTION = re.compile(r"([A-Za-z](?:[A-Za-z0-9./-]| (?=[A-Za-z0-9]))*(?<![./-])|\d+(?:\.\d+)*)")
"""A name in Latin letters, or a figure, within a sentence of another script."""
CLASSES = {"bullet_list_open": "bullets", "ordered_list_open": "steps"}
ROLES = {
    "thead_open": "rowgroup",
    "tbody_open": "rowgroup",
    "tr_open": "row",
    "th_open": "columnheader",
    "td_open": "cell",
}
"""Browsers take a table's roles away where its rows are stacked (guide.css), unless they are written out."""


class Heading(NamedTuple):
    anchor: str
    words: str


class RenderedGuide(NamedTuple):
    """language: that of the words, which is English where there is no translation."""

    language: str
    title: str
    headings: list[Heading]
    body: SafeString


@cache
def render_guide(name: str, language: str) -> RenderedGuide:
    """Render a guide once for each process. Its headings have the anchors of the English ones in every language."""
    text, found_language = read_document(name, language)
    markdown = _parser()
    tokens = parse_guide(text)
    anchors = [slugify(words) for words in _headings(parse_guide(read_document(name, WRITTEN_IN)[0]))]
    headings = [Heading(*each) for each in zip(anchors, _headings(tokens), strict=True)]
    for token, heading in zip(_openings(tokens), headings, strict=True):
        token.attrSet("id", heading.anchor)
    part = tokens[1].content
    for before, token in pairwise(tokens):
        if before.type == "heading_open":
            part = token.content
        if token.type in CLASSES:
            token.attrSet("class", CLASSES[token.type])
        elif token.type in ROLES:
            token.attrSet("role", ROLES[token.type])
        elif token.type == "table_open":
            token.attrSet("aria-label", part)
        elif token.children:
            token.children = _links_to_guides(token.children)
    # What is before the title's end is the title; raw HTML in a guide is shown as text.
    body = mark_safe(markdown.renderer.render(tokens[3:], markdown.options, {"language": found_language}))  # noqa: S308
    return RenderedGuide(found_language, tokens[1].content, headings, body)


def parse_guide(text: str) -> "list[Token]":
    """Parse a guide, which begins with its title, into the tokens of markdown-it; pictures are left out."""
    return _parser().parse(PICTURE.sub("", text))


@cache
def _parser() -> "MarkdownIt":
    # Only a process that is asked for a guide imports the parser.
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.add_render_rule("text", _render_text)
    parser.add_render_rule("code_inline", _render_code)
    parser.add_render_rule("fence", _render_block)
    parser.add_render_rule("table_open", _open_table)
    return parser


def _openings(tokens: "Sequence[Token]") -> "list[Token]":
    return [token for token in tokens if token.type == "heading_open" and token.tag != "h1"]


def _headings(tokens: "Sequence[Token]") -> list[str]:
    return [tokens[tokens.index(opening) + 1].content for opening in _openings(tokens)]


def _links_to_guides(inline: "Sequence[Token]") -> "list[Token]":
    """Let links lead to the guides that are served; all others become plain text."""
    kept, leads_on = [], False
    for token in inline:
        if token.type == "link_open":
            target = GUIDE.fullmatch(str(token.attrGet("href")))
            leads_on = target is not None and target[1] in FOR_WHOM
            if target is not None and leads_on:
                token.attrSet("href", reverse("document", args=[target[1]]) + (target[2] or ""))
        if leads_on or token.type not in {"link_open", "link_close"}:
            kept.append(token)
    return kept


def _render_text(
    _renderer: object, tokens: "Sequence[Token]", at: int, _options: object, page: "Mapping[str, str]"
) -> str:
    """Render words; figures and Latin names in a translation are isolated, the names marked as English."""
    words = tokens[at].content
    if page["language"] == WRITTEN_IN:
        return escape(words)
    pieces = OF_ANOTHER_DIRECTION.split(words)  # each second one is a figure or a name
    return "".join(_isolate(piece) if place % 2 else escape(piece) for place, piece in enumerate(pieces))


def _isolate(piece: str) -> str:
    return f'<bdi lang="{WRITTEN_IN}">{piece}</bdi>' if piece[0].isalpha() else f"<bdi>{piece}</bdi>"


def _render_code(_renderer: object, tokens: "Sequence[Token]", at: int, *_: "Any") -> str:
    """Render what is typed as it stands; the address of a page that needs nothing filled in leads there."""
    content = tokens[at].content
    code = format_html('<code dir="ltr" translate="no">{}</code>', content)
    return format_html('<a href="{}">{}</a>', content, code) if _is_page(content) else code


def _is_page(address: str) -> bool:
    if not re.fullmatch("/(?:[a-z-]+/)+", address):
        return False
    try:
        return not resolve(address).kwargs
    except Resolver404:
        return False


def _render_block(_renderer: object, tokens: "Sequence[Token]", at: int, *_: "Any") -> str:
    block = '<pre class="guide-frame" dir="ltr" translate="no" tabindex="0"><code>{}</code></pre>'
    return format_html(block, tokens[at].content)


def _open_table(_renderer: object, tokens: "Sequence[Token]", at: int, *_: "Any") -> str:
    return format_html('<table role="table" aria-label="{}">', tokens[at].attrGet("aria-label"))
