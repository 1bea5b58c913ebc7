"""Lets a lower room call functions of higher rooms, which it must not import.

A room declares a hook as a function without a body, and calls it. `chatserver/hearers.py` lists who hears each hook.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, update_wrapper

from django.utils.module_loading import import_string

_paths: dict[str, Iterable[str]] = {}


class Hook[**P, R]:
    """Calls its hearers with the arguments that it is called with; used as a decorator of its declaration.

    Hearers are called in the order of their list, in the caller's thread and transaction. The first exception ends the
    call and reaches the caller. They are imported at the first call, so that no start of a program waits for them.
    """

    def __init__(self, declared: Callable[P, R]) -> None:
        self.name = declared.__name__
        update_wrapper(self, declared)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> list[R]:
        """Return each hearer's answer."""
        return [hear(*args, **kwargs) for hear in self.hearers]

    def ask(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Return the answer of the only hearer. Raises ValueError where it is not the only one."""
        (answer,) = self(*args, **kwargs)
        return answer

    @cached_property
    def hearers(self) -> list[Callable[P, R]]:
        """The functions that are called. Raises KeyError where the list of hearers does not have the hook."""
        return [import_string(path) for path in _paths[self.name]]


def set_hearers(paths: Mapping[str, Iterable[str]]) -> None:
    """Let each hook, by its name, call the functions at these dotted paths. Called once, when the program starts."""
    _paths.update(paths)


def import_hearers() -> None:
    """Import all hearers now, so that no first call has to wait for it."""
    for paths in _paths.values():
        for path in paths:
            import_string(path)
