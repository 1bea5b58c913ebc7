"""The storage of the static files: bundled and minified, with a hash in their names, compressed beforehand."""

import fnmatch
from collections.abc import Callable, Iterator
from typing import Any, override

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

from chatserver.assets.bundle import Read, join_script, join_style
from chatserver.assets.minify import minify_script, minify_style
from chatserver.assets.old_engines import with_fallbacks

Paths = dict[str, tuple[Storage, str]]

# The files that pages load; the files that these import are bundled into them and not served alone.
Join = Callable[[str, Read], tuple[str, set[str]]]
ENTRIES: dict[str, tuple[Join, Callable[[str], str]]] = {
    "js/pages/*.js": (join_script, minify_script),
    "css/*.css": (join_style, minify_style),
}
# The room has no byte to spare for old engines: there its page asks for css/site.css, too (js/pages/room/old.js).
WITHOUT_FALLBACKS = "css/room.css"
# Loaded by every page as a part of its first stylesheet. Their values for Urdu are not those of :root.
TOKENS, WITHOUT_TOKENS = "css/tokens.css", "css/rtl.css"
# Large and rarely used: compressing it would only make the first start slow.
NOT_COMPRESSED = "admin/*"


class JoinedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, with bundling before it. In DEBUG names are plain and the single files are served."""

    @override
    def post_process(self, paths: Paths, dry_run: bool = False, **options: Any) -> Iterator[tuple[str, Any, Any]]:
        """Bundle, then hash and compress. Bundling reads the sources, never an earlier result."""
        if dry_run:
            return
        yield from super().post_process(self._join(paths), dry_run, **options)

    @override
    def compress_files(self, paths: set[str]) -> Iterator[tuple[str, str]]:
        yield from super().compress_files({path for path in paths if not fnmatch.fnmatch(path, NOT_COMPRESSED)})

    def _join(self, paths: Paths) -> Paths:
        def read(name: str) -> str:
            storage, path = paths[name]
            with storage.open(path) as file:
                return bytes(file.read()).decode()

        joined_in: set[str] = set()
        result = dict(paths)
        tokens = read(TOKENS) if TOKENS in paths else ""
        for pattern, (join, minify) in ENTRIES.items():
            for name in fnmatch.filter(paths, pattern):
                text, imported = join(name, read)
                if name.endswith(".css") and name != WITHOUT_FALLBACKS:
                    text = with_fallbacks(text, "" if name == WITHOUT_TOKENS else tokens)
                joined_in |= imported
                self.delete(name)
                self.save(name, ContentFile(minify(text).encode()))
                result[name] = (self, name)
        for name in joined_in:
            del result[name]
            self.delete(name)
        return result
