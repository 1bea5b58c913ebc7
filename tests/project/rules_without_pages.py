"""A contract of import directions: in a room of the domain, nothing outside of its pages imports pages."""

from typing import override

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, output

PAGES = "pages"
ABOVE_ALL_ROOMS = {"urls", "templatetags", "management"}


class RulesWithoutPages(Contract):
    """Holds for sessions.ROOM: whatever has no `pages` in its name imports nothing that has."""

    @override
    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        wrong = [
            f"{importer} -> {imported}"
            for importer in sorted(graph.modules)
            if _is_rule(importer)
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if PAGES in imported.split(".")
        ]
        return ContractCheck(kept=not wrong, metadata={"wrong": wrong})

    @override
    def render_broken_contract(self, check: ContractCheck) -> None:
        for each in check.metadata["wrong"]:
            output.print_error(each)


def _is_rule(module: str) -> bool:
    parts = module.split(".")
    return parts[0] == "sessions" and len(parts) > 1 and parts[1] not in ABOVE_ALL_ROOMS and PAGES not in parts
