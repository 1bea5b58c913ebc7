"""Bundles a script or stylesheet with everything that it imports into one text, so that a page makes one request each.

Pure: a function reads the files. It understands only what our own files use: static imports of names by a relative
address. It refuses anything else, with file and line. Comments that begin a line are left out.
"""

import posixpath
import re
from collections.abc import Callable, Iterator

Read = Callable[[str], str]

SCRIPT_IMPORT = re.compile(
    r"^import\b(?:(?P<clause>[^;'\"]*)\bfrom\b)?\s*(['\"])(?P<address>[^'\"]+)\2;?[ \t]*$", re.MULTILINE
)
EXPORT_LIST = re.compile(r"^export\s*\{(?P<names>[^}]*)\};?[ \t]*$", re.MULTILINE)
EXPORT_WORD = re.compile(r"^export\s+(?=(?:async\s+)?function\b|class\b|const\b|let\b)", re.MULTILINE)
DECLARATION = re.compile(
    r"^(?P<export>export\s+)?(?:(?:async\s+)?function\s*\*?|class|const|let|var)\s+(?:(?P<name>[\w$]+)|[{\[](?P<names>[^=]*?)[}\]]\s*=)",
    re.MULTILINE,
)
LEFT_OVER = re.compile(r"^(?:import|export)\b.*|\bimport\s*\(.*", re.MULTILINE)
STYLE_IMPORT = re.compile(
    r"^@import\s+(?:url\(\s*)?['\"](?P<address>[^'\"]+)['\"]\s*\)?\s*(?P<rest>[^;]*);[ \t]*$", re.MULTILINE
)
COMMENT = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n?", re.MULTILINE | re.DOTALL)
RELATIVE_URL = re.compile(r"url\(\s*(?!['\"]?(?:data:|/|#|https?:))")


class CannotJoin(Exception):
    """A file has a statement that the bundler does not understand, or whose meaning bundling would change."""


def join_script(entry: str, read: Read) -> tuple[str, set[str]]:
    """The entry module with all modules that it reaches, each once and after its imports; and their names."""
    texts = dict(_in_order(entry, read, _script_imports))
    declared: dict[str, str] = {}
    for name, text in texts.items():
        for word in _declared_in(text):
            if word in declared:
                raise CannotJoin(f"{name} and {declared[word]} both declare {word!r} at their top level; rename one.")
            declared[word] = name
    exports = {name: _exported_by(text) for name, text in texts.items()}
    return "".join(_strip_module(name, text, exports) for name, text in texts.items()), set(texts) - {entry}


def join_style(entry: str, read: Read) -> tuple[str, set[str]]:
    """The stylesheet with its imports replaced by their files; and the names of those files."""
    texts = dict(_in_order(entry, read, _style_imports))
    for name, text in texts.items():
        if posixpath.dirname(name) != posixpath.dirname(entry) and RELATIVE_URL.search(text):
            raise CannotJoin(f"{name} has a relative url(), which would point elsewhere when joined into {entry}.")
    bare = [COMMENT.sub("", STYLE_IMPORT.sub("", text)).strip() for text in texts.values()]
    return "".join(f"{text}\n" for text in bare), set(texts) - {entry}


def _in_order(entry: str, read: Read, imports: Callable[[str, str], list[str]]) -> Iterator[tuple[str, str]]:
    """Every file that the entry reaches, once, after the files that it imports."""
    done: set[str] = set()
    open_: list[str] = []

    def visit(name: str) -> Iterator[tuple[str, str]]:
        if name in open_:
            raise CannotJoin(f"{' imports '.join([*open_, name])}: a circle.")
        if name in done:
            return
        open_.append(name)
        text = read(name)
        for imported in imports(name, text):
            yield from visit(imported)
        open_.pop()
        done.add(name)
        yield name, text

    yield from visit(entry)


def _script_imports(name: str, text: str) -> list[str]:
    return [_resolve(name, found["address"]) for found in SCRIPT_IMPORT.finditer(text)]


def _style_imports(name: str, text: str) -> list[str]:
    found = list(STYLE_IMPORT.finditer(text))
    for one in found:
        if one["rest"]:
            raise CannotJoin(f"{name}: an @import with a layer or a condition ({one['rest']}) cannot be joined.")
    return [_resolve(name, one["address"]) for one in found]


def _resolve(name: str, address: str) -> str:
    if "//" in address or address.startswith("/"):
        raise CannotJoin(f"{name} imports {address!r}; only relative addresses can be joined.")
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), address))


def _strip_module(name: str, text: str, exports: dict[str, set[str]]) -> str:
    for found in SCRIPT_IMPORT.finditer(text):
        target = _resolve(name, found["address"])
        for word in _imported_names(name, found["clause"]):
            if word not in exports[target]:
                raise CannotJoin(f"{name} imports {word!r}, which {target} does not export.")
    text = EXPORT_WORD.sub("", EXPORT_LIST.sub("", SCRIPT_IMPORT.sub("", text)))
    if left_over := LEFT_OVER.search(text):
        raise CannotJoin(f"{name}: {left_over.group().strip()!r} cannot be joined; import and export plain names only.")
    return COMMENT.sub("", text).strip() + "\n"


def _imported_names(name: str, clause: str | None) -> list[str]:
    if clause is None:
        return []
    inside = re.fullmatch(r"\s*\{([^}]*)\}\s*", clause)
    if inside is None:
        raise CannotJoin(f"{name}: 'import{clause}from' cannot be joined; import plain names in braces.")
    return _plain_names(name, inside[1])


def _plain_names(name: str, listed: str) -> list[str]:
    names = [word.strip() for word in listed.split(",") if word.strip()]
    for word in names:
        if not re.fullmatch(r"[\w$]+", word):
            raise CannotJoin(f"{name}: {word!r} cannot be joined; names keep their name.")
    return names


def _declared_in(text: str) -> list[str]:
    words: list[str] = []
    for found in DECLARATION.finditer(text):
        words += [found["name"]] if found["name"] else re.findall(r"[\w$]+(?=\s*(?:[,=}\]]|$))", found["names"])
    return words


def _exported_by(text: str) -> set[str]:
    words = {word for found in EXPORT_LIST.finditer(text) for word in re.findall(r"[\w$]+", found["names"])}
    for found in DECLARATION.finditer(text):
        if found["export"] and found["name"]:
            words.add(found["name"])
    return words
