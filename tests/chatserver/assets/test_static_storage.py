import json
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage

from chatserver.assets.bundle import CannotJoin
from chatserver.assets.static_storage import JoinedStaticFilesStorage

SOURCES = {
    "css/site.css": '@import "tokens.css";\nbody { margin: 0 }\n',
    "css/tokens.css": ":root { --ink: black }\n",
    "js/pages/room.js": 'import { say } from "../ui/words.js";\nsay();\n',
    "js/ui/words.js": "export function say() {}\n",
    "js/alone.js": "// asked for by a page on its own\n",
}


class Collected:
    """The outcome of collecting a folder of sources, as collectstatic does it."""

    def __init__(self, folder: Path) -> None:
        self.sources = folder / "sources"
        self.root = folder / "static"

    def write(self, name: str, text: str) -> None:
        path = self.sources / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def collect(self) -> JoinedStaticFilesStorage:
        source = FileSystemStorage(location=self.sources)
        storage = JoinedStaticFilesStorage(location=self.root, base_url="/static/")
        names = [str(path.relative_to(self.sources)) for path in self.sources.rglob("*.*")]
        for name in names:
            storage.delete(name)
            with source.open(name) as file:
                storage.save(name, file)
        for _, _, problem in storage.post_process({name: (source, name) for name in names}):
            if isinstance(problem, Exception):
                raise problem
        return storage

    def read(self, storage: JoinedStaticFilesStorage, name: str) -> str:
        return Path(self.root, storage.stored_name(name)).read_text(encoding="utf-8")


@pytest.fixture
def collected(tmp_path: Path) -> Collected:
    collected = Collected(tmp_path)
    for name, text in SOURCES.items():
        collected.write(name, text)
    return collected


def test_a_page_costs_one_script_and_one_stylesheet(collected: Collected):
    storage = collected.collect()
    assert collected.read(storage, "js/pages/room.js") == "(function(){function e(){}e()})()"
    assert collected.read(storage, "css/site.css") == ":root{--ink:black}body{margin:0}"


def test_names_carry_the_hash_of_the_whole(collected: Collected):
    before = collected.collect().stored_name("js/pages/room.js")
    collected.write("js/ui/words.js", "export function say() { return 1; }\n")
    after = collected.collect()
    assert after.stored_name("js/pages/room.js") != before
    assert collected.read(after, "js/pages/room.js") == "(function(){function e(){return 1}e()})()"


def test_a_stylesheet_that_comes_beside_the_first_has_literals_for_its_tokens_too(collected: Collected):
    collected.write("css/parts/charts.css", "th { color: var(--ink) }\n")
    collected.write("css/rtl.css", "th { color: var(--ink) }\n")
    storage = collected.collect()
    assert collected.read(storage, "css/parts/charts.css") == "th{color:#000;color:var(--ink)}"
    assert collected.read(storage, "css/rtl.css") == "th{color:var(--ink)}"


def test_what_was_joined_in_is_not_served_on_its_own(collected: Collected):
    collected.collect()
    manifest = json.loads((collected.root / "staticfiles.json").read_text(encoding="utf-8"))
    assert sorted(manifest["paths"]) == ["css/site.css", "js/alone.js", "js/pages/room.js"]
    assert not (collected.root / "js/ui/words.js").exists()


def test_a_text_worth_it_is_there_compressed(collected: Collected):
    collected.write("css/tokens.css", ":root { --ink: black }\n" * 100)
    storage = collected.collect()
    path = collected.root / storage.stored_name("css/site.css")
    assert Path(f"{path}.br").stat().st_size < path.stat().st_size / 10
    assert Path(f"{path}.gz").exists()


def test_two_modules_with_one_name_stop_the_collecting(collected: Collected):
    collected.write("js/pages/room.js", 'import { say } from "../ui/words.js";\nconst say = 1;\n')
    with pytest.raises(CannotJoin, match="both declare 'say'"):
        collected.collect()
