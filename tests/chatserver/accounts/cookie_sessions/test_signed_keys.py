"""The keys of cookie sessions say that somebody signed in, and nobody else can say so."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from pytest_django import Settings

from chatserver.accounts.cookie_sessions.signed_keys import DAY, KEPT_DAYS, is_signed_key, make_signed_key
from chatserver.live.admission.identity import WELL_FORMED_KEY


def test_a_key_has_the_form_of_django_s_and_no_two_are_alike() -> None:
    keys = {make_signed_key() for _key in range(100)}
    assert (len(keys), all(map(WELL_FORMED_KEY.fullmatch, keys)), all(map(is_signed_key, keys))) == (100, True, True)


@pytest.mark.row("threat", 39)
@pytest.mark.parametrize("place", [0, DAY, 30, 39])
def test_with_any_sign_changed_it_is_none_of_ours(place: int) -> None:
    key = make_signed_key()
    changed = key[:place] + ("a" if key[place] != "a" else "b") + key[place + 1 :]
    assert not is_signed_key(changed)


@pytest.mark.parametrize("key", ["", "k" * 32, "k" * 40, "0" * 40, "k" * 41])
def test_what_somebody_made_up_is_none_of_ours(key: str) -> None:
    assert not is_signed_key(key)


def test_it_says_so_for_half_a_year() -> None:
    key, now = make_signed_key(), timezone.now()
    for days, is_signed in ((KEPT_DAYS, True), (KEPT_DAYS + 1, False), (-1, True), (-2, False)):
        with time_machine.travel(now + timedelta(days=days), tick=False):
            assert is_signed_key(key) is is_signed


def test_a_changed_secret_ends_it_unless_the_former_one_still_counts(settings: Settings) -> None:
    key, former = make_signed_key(), settings.SECRET_KEY
    settings.SECRET_KEY = "another"
    assert not is_signed_key(key)
    settings.SECRET_KEY_FALLBACKS = [former]
    assert is_signed_key(key)
