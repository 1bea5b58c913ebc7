"""What comes from outside is never read as XML: no entity can be expanded where there is no parser."""

import ast
from pathlib import Path
from unicodedata import normalize

import pytest

from tests.servers.server import ROOT

PARSERS = {"lxml", "minidom", "sax", "expat", "xmlrpc", "fromstring", "fromstringlist", "iterparse", "XMLParser", "XML"}


@pytest.mark.costly
@pytest.mark.row("threat", 49)
def test_no_module_of_the_product_has_a_parser_of_xml():
    modules = [path for folder in ("chatserver", "moderation", "sessions") for path in (ROOT / folder).rglob("*.py")]
    assert len(modules) > 200
    assert {str(path): found for path in modules if (found := names_among(PARSERS, path))} == {}


def names_among(wanted: set[str], path: Path) -> set[str]:
    """The names that are imported or asked of a module there. A text without them is not parsed."""
    text = normalize("NFKC", path.read_text(encoding="utf-8"))  # as Python reads names
    return names_in(text) & wanted if any(name in text for name in wanted) else set()


def names_in(text: str) -> set[str]:
    """Whatever is imported or asked of a module, by its last name."""
    names = set()
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                names |= {part for alias in aliases for part in alias.name.split(".")}
            case ast.Attribute(attr=name):
                names.add(name)
    return names
