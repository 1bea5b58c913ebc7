"""News as Atom and JSON feeds."""
