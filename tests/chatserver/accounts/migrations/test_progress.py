"""The progress that a data migration of many rows shows, and where."""

import contextlib
import io
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

upgrades = {
    "Noting whose cookie sessions they are": import_module(
        "chatserver.accounts.migrations.0009_owners_of_cookie_sessions"
    ).note_owners,
    "Keeping people signed in": import_module(
        "chatserver.accounts.migrations.0006_cookie_sessions_after_upgrade"
    ).name_the_backend_of_now,
}

pytestmark = pytest.mark.django_db


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown_by(what: str) -> str:
    with contextlib.redirect_stderr(Terminal()) as terminal:
        upgrades[what](apps, SimpleNamespace(connection=connection))
    return terminal.getvalue()


@pytest.mark.parametrize("what", upgrades)
def test_a_terminal_is_shown_how_many_rows_there_are_and_how_many_are_done(what: str) -> None:
    for _number in range(3):
        SessionStore().create()
    shown = shown_by(what)
    assert f"{what}: 100%" in shown
    assert "3/3" in shown


@pytest.mark.parametrize("what", upgrades)
def test_a_new_installation_is_shown_nothing(what: str) -> None:
    assert shown_by(what) == ""
