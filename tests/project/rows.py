"""Which tests inject which row of the tables of threats and faults: `python -m tests.project.rows` rewrites the tables.

A test says so by its marker, `@pytest.mark.row("threat", 43)`, of one row or several; a file, in its `pytestmark`.
They are read from the source, so that neither servers nor settings are needed.
"""

import ast
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
DOCS = ROOT / "chatserver" / "docs"
TABLES = ("threats", "faults")
HEAD = """# {title}

Made by `python -m tests.project.rows` from `{name}.toml` and the tests' markers; {covered} of {count} rows are tried.

| | what happens | what must hold | tested in |
|--:|---|---|---|
"""


class MisplacedMarker(ValueError):
    """A marker is in a place where it would be overlooked."""


@dataclass(frozen=True, order=True)
class Injection:
    """A test, and the row that it injects."""

    kind: str
    number: int
    path: str
    test: str

    @property
    def link(self) -> str:
        """To its file: the markers in it say which test it is."""
        return f"[{Path(self.path).stem.removeprefix('test_')}](../../{self.path})"


def find_injections(folder: Path = TESTS) -> list[Injection]:
    return sorted({found for path in folder.rglob("*.py") for found in read_markers(path)})


def read_markers(path: Path) -> Iterator[Injection]:
    """The markers of one file. Raises MisplacedMarker."""
    source = path.read_text(encoding="utf-8")
    if "mark.row(" not in source:
        return
    tree = ast.parse(source)
    name = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
    seen = set()
    for test, node in places_of(tree):
        for call in row_calls(node):
            seen.add(call)
            kind, *numbers = (ast.literal_eval(argument) for argument in call.args)
            yield from (Injection(kind, number, name, test) for number in numbers)
    for call in row_calls(tree):
        if call not in seen:
            raise MisplacedMarker(f"{name}:{call.lineno}: a row stands on a test, or in pytestmark")


def places_of(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Where markers belong: the decorators of each test, by its name, and the file's pytestmark, under no name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for decorator in node.decorator_list:
                yield node.name, decorator
    for statement in tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="pytestmark")], value=marks):
                yield "", marks


def row_calls(tree: ast.AST) -> list[ast.Call]:
    return [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("mark.row")
    ]


def write_table(name: str, injections: list[Injection]) -> str:
    """The table as it is to be committed. Raises LookupError for a row that does not exist."""
    source = tomllib.loads((DOCS / f"{name}.toml").read_text(encoding="utf-8"))
    rows = {int(number): texts for number, texts in source["rows"].items()}
    links: dict[int, dict[str, None]] = {number: {} for number in rows}
    for injection in injections:
        if injection.kind == source["kind"]:
            links[injection.number][injection.link] = None
    covered = sum(map(bool, links.values()))
    head = HEAD.format(title=source["title"], name=name, covered=covered, count=len(rows))
    lines = [
        f"| {number} | {what} | {holds} | {', '.join(links[number]) or '**open**'} |"
        for number, (what, holds) in sorted(rows.items())
    ]
    return head + "\n".join(lines) + "\n"


def main() -> None:
    injections = find_injections()
    for name in TABLES:
        text = write_table(name, injections)
        (DOCS / f"{name}.md").write_text(text, encoding="utf-8")
        sys.stdout.write(f"chatserver/docs/{name}.md: {text.count('**open**')} open\n")


if __name__ == "__main__":
    main()
