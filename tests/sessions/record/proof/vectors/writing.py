"""Write the test vectors for those who make a verifier: python -m tests.sessions.record.proof.vectors

The verdicts and lines are those of verify.py. Run this after a change of the record or of the verifier, and read the
diff: each line of it is something that other people's verifiers have to follow.
"""

import copy
import io
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from sessions.record.proof.verifier import verify
from tests.sessions.record.proof.vectors.fixed_world import LOG_KEY, fixed_world
from tests.sessions.record.proof.vectors.json_patches import apply_patch, patch_between
from tests.sessions.record.proof.vectors.sound_records import SOUND, Sound
from tests.sessions.record.proof.vectors.tampered_records import TAMPERED, Tampered

FOLDER = Path(__file__).parents[5] / "chatserver/docs/vectors"
INDEX = "vectors.json"
SUFFIXES = {
    "entries": "entries",
    "ledger": "ledger.json",
    "support": "support.json",
    "checkpoint": "checkpoint",
    "consistency": "consistency.json",
}

Files = dict[str, bytes]
"""By the name below the folder."""

Vector = dict[str, Any]


def as_bytes(document: Any) -> bytes:
    """With sorted keys: each database has its own order of them."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def make_vectors() -> Files:
    """All files of the folder but its README, the index among them."""
    sound = {}
    for name, make in SOUND.items():
        with fixed_world(name) as world:
            sound[name] = make(world)
            sound[name].document = json.loads(as_bytes(sound[name].document))
    files: Files = {}
    vectors = [add_sound(name, each, files) for name, each in sound.items()]
    vectors += [add_tampered(name, each, sound, files) for name, each in TAMPERED.items()]
    for vector in vectors:
        code, line, notes = run_verifier(vector, files)
        is_right = code in (verify.OK, verify.DRAFT) if vector["is_sound"] else code == verify.FAILED
        if not is_right:
            raise AssertionError(f"{vector['name']}: {code} {line}")
        vector |= {"exit_code": code, "line": line, **({"notes": notes} if notes else {})}
    files[INDEX] = as_lines({"format": "councillor-test-vectors/1", "key": LOG_KEY, "vectors": vectors})
    return files


def as_lines(index: Mapping[str, Any]) -> bytes:
    return (json.dumps(index, ensure_ascii=False, indent=1) + "\n").encode()


def add_sound(name: str, sound: Sound, files: Files) -> Vector:
    files[f"sound/{name}.json"] = as_bytes(sound.document)
    about = (SOUND[name].__doc__ or f"{name.replace('-', ' ').capitalize()}.").split("\n\n")[0]
    options: dict[str, list[str]] = {"key": [LOG_KEY]}
    if sound.witnesses:
        options["witness"] = list(sound.witnesses)
    for option, content in sound.files.items():
        place = f"sound/{name}.{SUFFIXES[option]}"
        files[place] = content
        options[option] = [place]
    return {
        "name": name,
        "is_sound": True,
        "about": " ".join(about.split()),
        "record": f"sound/{name}.json",
        "options": options,
    }


def add_tampered(name: str, tampered: Tampered, sounds: Mapping[str, Sound], files: Files) -> Vector:
    base = sounds[tampered.base]
    vector: Vector = {"name": name, "is_sound": False, "about": tampered.about, "record": f"sound/{tampered.base}.json"}
    if tampered.change is not None:
        changed = copy.deepcopy(base.document)
        tampered.change(changed)
        vector["patch"] = list(patch_between(base.document, changed))
        assert apply_patch(base.document, vector["patch"]) == changed
    if tampered.raw is not None:
        vector["record"] = f"tampered/{name}.json"
        files[vector["record"]] = tampered.raw(as_bytes(base.document))
    others = [key for key in base.witnesses if key not in tampered.witnesses]
    options: dict[str, list[str]] = {"key": [LOG_KEY, *others]}
    if tampered.witnesses:
        options["witness"] = list(tampered.witnesses)
    for option in tampered.uses:
        place, content = f"sound/{tampered.base}.{SUFFIXES[option]}", base.files[option]
        if option in tampered.changed:
            place = f"tampered/{name}.{SUFFIXES[option]}"
            files[place] = as_bytes(tampered.changed[option](json.loads(content)))
        options[option] = [place]
    return vector | {"options": options}


def record_of(vector: Vector, files: Mapping[str, bytes]) -> bytes:
    """What is verified: the file, or the file with its patch."""
    raw = files[vector["record"]]
    return as_bytes(apply_patch(json.loads(raw), vector["patch"])) if "patch" in vector else raw


def arguments_of(vector: Vector, files: Mapping[str, bytes], folder: Path) -> list[str]:
    """Write the record and its files into the folder; what a verifier is called with."""
    (folder / "record.json").write_bytes(record_of(vector, files))
    return [str(folder / "record.json"), *_options(vector, files, folder)]


def _options(vector: Vector, files: Mapping[str, bytes], folder: Path) -> Iterator[str]:
    for option, values in vector["options"].items():
        for number, value in enumerate(values):
            path = folder / f"{option}-{number}"
            if value in files:
                path.write_bytes(files[value])
            yield from (f"--{option}", str(path) if value in files else value)


def run_verifier(vector: Vector, files: Mapping[str, bytes]) -> tuple[int, str, list[str]]:
    """The exit code, the line, and what is said beside it."""
    with tempfile.TemporaryDirectory() as folder:
        out, beside = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(beside):
            code = verify.main(arguments_of(vector, files, Path(folder)))
    said = beside.getvalue().splitlines()
    return (code, out.getvalue().strip(), said) if out.getvalue() else (code, said[0], said[1:])


def read_vectors() -> tuple[list[Vector], Files]:
    """The vectors as they are shipped."""
    paths = [path for path in sorted(FOLDER.rglob("*")) if path.is_file() and path.name != "README.md"]
    files = {path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in paths}
    return json.loads(files[INDEX])["vectors"], files


def write_vectors() -> None:
    """Replace what is shipped, and say what was changed."""
    made = make_vectors()
    old = read_vectors()[1] if (FOLDER / INDEX).exists() else {}
    for name in old.keys() - made.keys():
        (FOLDER / name).unlink()
    for name, content in made.items():
        (FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / name).write_bytes(content)
    changed = sorted(name for name in old.keys() | made.keys() if old.get(name) != made.get(name))
    sys.stdout.write("".join(f"{name}\n" for name in changed) or "nothing changed\n")
