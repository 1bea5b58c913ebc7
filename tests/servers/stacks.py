"""The ways in which tests run the product, from one process to workers beside real servers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Engine(Enum):
    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


@dataclass(frozen=True)
class Stack:
    """The arguments of `manage.py serve`, on any data."""

    name: str
    arguments: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    engine: Engine = Engine.SQLITE
    has_valkey: bool = False


KEY = {"SECRET_KEY": "a-key-of-the-tests-that-opens-nothing-but-their-own-doors"}
WORKERS = 2

SQLITE = Stack("sqlite")
DAPHNE, UVICORN = (
    Stack(server, ("--workers", str(WORKERS), "--server", server), KEY, Engine.POSTGRESQL, has_valkey=True)
    for server in ("daphne", "uvicorn")
)
STACKS = {stack.name: stack for stack in (SQLITE, DAPHNE, UVICORN)}
