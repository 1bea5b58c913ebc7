"""The scripts of bin/ find a Python that works and install only what has changed."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

BIN = Path(__file__).resolve().parent.parent.parent / "bin"


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """bin/environment.py at work in a folder of its own, with lock files that name nothing."""
    spec = importlib.util.spec_from_file_location("environment", BIN / "environment.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    locks = {need: tmp_path / lock.name for need, lock in module.LOCKS.items()}
    for lock in locks.values():
        lock.write_text("# nothing\n", encoding="utf-8")
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "LOCKS", locks)
    return module


def prepare(environment: ModuleType, need: str) -> list[str]:
    said: list[str] = []
    environment.prepare_environment(need, said.append)
    return [line.split()[0] for line in said]


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.takes(15)
def test_an_environment_is_made_once_and_left_alone_until_a_lock_file_changes(environment: ModuleType):
    (environment.VENV / "bin").mkdir(parents=True)  # from before it was a link
    assert prepare(environment, "run") == ["Making", "Installing"]
    assert environment.VENV.is_symlink()
    assert environment.VENV.with_name(".venv.before").is_dir()
    assert prepare(environment, "run") == []
    assert prepare(environment, "dev") == ["Installing"]
    assert prepare(environment, "run") == []
    assert prepare(environment, "dev") == []
    environment.LOCKS["run"].write_text("# something else\n", encoding="utf-8")
    assert prepare(environment, "run") == ["Making", "Installing"]
    assert not environment.is_installed("dev")


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.takes(15)
def test_an_environment_that_can_make_pdfs_can_make_them_after_an_update(environment: ModuleType):
    prepare(environment, "run")
    assert prepare(environment, "pdf") == ["Installing"]
    assert prepare(environment, "run") == []
    environment.LOCKS["run"].write_text("# an update\n", encoding="utf-8")
    environment.LOCKS["pdf"].write_text("# an update, and its extra\n", encoding="utf-8")
    assert prepare(environment, "run") == ["Making", "Installing"]
    assert environment.is_installed("pdf")


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.takes(15)
def test_a_server_that_runs_keeps_its_environment_while_another_one_is_made_and_used(environment: ModuleType):
    prepare(environment, "run")
    first = environment.VENV.resolve()
    server = subprocess.Popen([first / "bin" / "python", "-c", "input()"], stdin=subprocess.PIPE)
    with server:
        for content in ("# another\n", "# a third\n"):
            environment.LOCKS["run"].write_text(content, encoding="utf-8")
            assert prepare(environment, "run") == ["Making", "Installing"]
        assert subprocess.run([first / "bin" / "python", "-c", "import pip"], check=False).returncode == 0
        assert environment.VENV.resolve() != first
        server.kill()
    before = environment.VENV.resolve()
    assert_an_interrupted_installation_takes_nothing_away(environment)
    environment.LOCKS["run"].write_text("# a fourth\n", encoding="utf-8")
    assert prepare(environment, "run") == ["Making", "Installing"]
    kept = {folder for folder in environment.VENV.parent.glob(".venv.*") if folder.is_dir()}
    assert kept == {before, environment.VENV.resolve()}


def assert_an_interrupted_installation_takes_nothing_away(environment: ModuleType) -> None:
    before = environment.VENV.resolve()
    environment.LOCKS["run"].write_text("not-to-be-had==1 --hash=sha256:" + "0" * 64 + "\n", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"the packages of requirements\.txt could not be installed"):
        prepare(environment, "run")
    assert not environment.is_installed("run")
    assert environment.VENV.resolve() == before


def test_a_python_without_its_venv_part_is_told_what_to_install(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(sys.modules, "ensurepip", None)  # as if it could not be imported
    with pytest.raises(SystemExit, match="apt-get install python3"):
        prepare(environment, "run")


class Machine:
    """A folder of `python3…` commands as a PATH, and bin/env's answer to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for tool in ("bash", "dirname", "basename"):
            found = shutil.which(tool)
            assert found is not None
            (folder / tool).symlink_to(found)

    def put(self, name: str, script: str) -> None:
        path = self.folder / name
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)

    def find_python(self) -> str:
        # No environment of the repository's own, and no system folders: only what this machine has.
        script = (BIN / "env").read_text(encoding="utf-8").replace("/usr/", str(self.folder / "none") + "/")
        copy = self.folder / "bin" / "env"
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(script, encoding="utf-8")
        answer = subprocess.run(
            ["bash", "-c", f". {copy}; find_python"],
            env={"PATH": str(self.folder)},
            capture_output=True,
            text=True,
            check=True,
        )
        return answer.stdout.strip()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


GOOD = f'exec {sys.executable} "$@"'


@pytest.mark.costly
def test_a_newer_python_beside_an_old_one_is_found(machine: Machine):
    machine.put("python3", "exit 1  # too old, as `sys.exit(not ...)` would say")
    machine.put("python3.13", "echo 'pyenv: python3.13: command not found' >&2; exit 127")
    machine.put("python3.12", GOOD)
    assert machine.find_python() == "python3.12"


@pytest.mark.costly
def test_a_python_that_can_make_environments_is_preferred(machine: Machine):
    machine.put("python3", f'case "$*" in *ensurepip*) exit 1;; esac; {GOOD}')
    assert machine.find_python() == "python3"
    machine.put("python3.12", GOOD)
    assert machine.find_python() == "python3.12"


def test_without_any_the_reason_is_one_line(machine: Machine, tmp_path: Path):
    machine.find_python()
    answer = subprocess.run(
        ["bash", "-c", f". {tmp_path}/bin/env; use_environment run"],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert answer.stderr == (
        "bash: needs Python 3.12, 3.13 or 3.14, and found none (on Debian 13: apt-get install python3 python3-venv).\n"
    )


def test_every_script_is_executable():
    scripts = [path for path in BIN.iterdir() if path.is_file() and path.name not in {"env", "environment.py"}]
    assert [path.name for path in scripts if not os.access(path, os.X_OK)] == []
