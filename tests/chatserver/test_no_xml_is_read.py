"""What comes from outside is never read as XML: no entity can be expanded where there is no parser."""

import ast
from pathlib import Path

import pytest

from tests.servers.server import ROOT

PARSERS = {"lxml", "minidom", "sax", "expat", "xmlrpc", "fromstring", "fromstringlist", "iterparse", "XMLParser", "XML"}


@pytest.mark.row("threat", 49)
def test_no_module_of_the_product_has_a_parser_of_xml():
    modules = [path for folder in ("chatserver", "moderation", "sessions") for path in (ROOT / folder).rglob("*.py")]
    assert len(modules) > 200
    assert {str(path): found for path in modules if (found := names_in(path) & PARSERS)} == {}


def names_in(path: Path) -> set[str]:
    """Whatever is imported or asked of a module, by its last name."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                names |= {part for alias in aliases for part in alias.name.split(".")}
            case ast.Attribute(attr=name):
                names.add(name)
    return names
