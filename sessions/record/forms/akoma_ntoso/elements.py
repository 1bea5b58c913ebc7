"""Elements of Akoma Ntoso, in its namespace, with texts that XML can hold; pure."""

from typing import Any

from lxml import etree

from sessions.platform.exports.plain_text import plain_text

AKOMA_NTOSO_NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"

REMOVED_IN_ENGLISH = "These words were removed."
"""What an export says in place of words: Akoma Ntoso is written in English."""

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

type Element = Any


def add(parent: Element, name: str, text: str = "", /, **attributes: str) -> Element:
    """A new last child. An attribute whose name is a word of Python ends in an underscore, which is left out."""
    child = etree.SubElement(parent, f"{{{AKOMA_NTOSO_NAMESPACE}}}{name}")
    for key, value in attributes.items():
        child.set(key.rstrip("_"), plain_text(value))
    if text:
        child.text = plain_text(text)
    return child


def add_paragraphs(parent: Element, text: str, *, language: str) -> None:
    """One `p` for each line of the text; language: as text_language() answers, "und" for an unknown one."""
    for line in plain_text(text).split("\n"):
        if line:
            paragraph = add(parent, "p", line)
            paragraph.set(XML_LANG, language)
