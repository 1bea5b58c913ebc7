"""A hook calls its hearers in their order, imports them when they are first needed, and hides no exception."""

import pytest

from sessions.platform import hooks
from sessions.platform.hooks import Hook, import_hearers, set_hearers


@pytest.fixture(autouse=True)
def no_other_hooks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hooks, "_paths", {})


@Hook
def number_read(text: str, /) -> object:
    """Called with a number in digits."""


def test_the_hearers_are_called_in_their_order_and_their_answers_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(vars(number_read), "hearers", raising=False)
    set_hearers({"number_read": ("decimal.Decimal", "builtins.int", "builtins.len")})
    assert number_read("12") == [12, 12, 2]
    with pytest.raises(ValueError, match="too many"):
        number_read.ask("12")


def test_the_exception_of_a_hearer_reaches_the_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(vars(number_read), "hearers", raising=False)
    set_hearers({"number_read": ("builtins.int", "builtins.len")})
    with pytest.raises(ValueError, match="invalid literal"):
        number_read("twelve")


def test_a_hook_that_the_list_does_not_have_is_an_error() -> None:
    @Hook
    def nobody_hears() -> None:
        """Called by nobody."""

    with pytest.raises(KeyError):
        nobody_hears()


def test_a_hearer_that_does_not_exist_is_found_at_the_warm_up() -> None:
    set_hearers({"number_read": ("decimal.Decimal", "decimal.nothing")})
    with pytest.raises(ImportError):
        import_hearers()
