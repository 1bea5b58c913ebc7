"""The second factor: set up before any decision, proven in each cookie session, and hard to get around."""

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.test import Client

from chatserver.accounts.allauth_internals import app_code
from chatserver.accounts.models import User
from chatserver.accounts.second_factor import authenticators
from chatserver.accounts.second_factor.enrolment import make_enrolment_code
from chatserver.accounts.second_factor.mark import is_proven
from sessions.models import Appointment, Duty
from sessions.platform.refusals import Refused
from tests.factories.evening import Evening, make_evening
from tests.factories.planning_desk import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.costly]
NOW = datetime(2027, 1, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def evening(clock: Any) -> Evening:
    return make_evening()


@pytest.fixture
def desk(evening: Evening) -> str:
    return f"/desk/{evening.chat_session.pk}/"


def come_in(person: Any) -> Client:
    """By the first factor alone."""
    return client_of(person, is_proven=False)


def code_of(secret: str, *, steps: int = 0) -> str:
    """What the app shows now, or so many half minutes later."""
    return app_code(secret, int(time.time()) // 30 + steps)


def secret_on(page: Any) -> str:
    [shown] = re.findall(r'<p class="receipt-code" dir="ltr">([A-Z2-7 ]+)</p>', page.content.decode())
    return str(shown).replace(" ", "")


def enrol(client: Client) -> Any:
    """Be allowed to set up the first one, by a code from the people who run the website."""
    code = make_enrolment_code(User.objects.get(pk=client.session[SESSION_KEY]))
    return client.post("/second-factor/set-up/", {"enrolment": code}, follow=True)


def set_up_app(client: Client, way_on: str = "/") -> str:
    """Answers the secret."""
    if not is_proven(client.session):
        enrol(client)
    secret = secret_on(client.get("/second-factor/set-up/"))
    done = client.post("/second-factor/set-up/", {"code": code_of(secret), "next": way_on})
    assert done.status_code == 302, done.content.decode()
    return secret


def test_a_person_with_a_duty_sets_a_second_factor_up_before_anything_else(evening: Evening, desk: str) -> None:
    client = come_in(evening.moderator)
    asked = client.get(desk, follow=True)
    where = [address for address, _status in asked.redirect_chain]
    assert [address.partition("?")[0] for address in where] == ["/second-factor/", "/second-factor/set-up/"]
    key_before = client.session.session_key
    secret = secret_on(enrol(client))
    done = client.post("/second-factor/set-up/", {"code": code_of(secret), "next": desk})
    assert done.headers["Location"].partition("?")[0] == "/second-factor/keys/"
    assert client.session.session_key != key_before
    assert not Session.objects.filter(pk=key_before).exists()
    assert client.get(desk).status_code == 200
    assert secret not in str(Authenticator.objects.get(type="totp").data)


def test_the_codes_for_paper_are_shown_once(evening: Evening) -> None:
    client = come_in(evening.moderator)
    set_up_app(client)
    codes = authenticators.unused_recovery_codes(evening.moderator)
    first, again = (client.get("/second-factor/keys/").content.decode() for _ in range(2))
    assert [code in first for code in codes] == [True] * 10
    assert [code in again for code in codes] == [False] * 10


def test_each_new_sign_in_proves_it_anew_and_each_code_serves_once(evening: Evening, desk: str, clock: Any) -> None:
    secret = set_up_app(come_in(evening.moderator))
    client = come_in(evening.moderator)
    assert client.get(desk).headers["Location"].startswith("/second-factor/?")
    used = client.post("/second-factor/", {"code": code_of(secret), "next": desk})
    assert used.status_code == 422
    clock.shift(timedelta(seconds=30))
    code = code_of(secret)
    bengali = code.translate(str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯"))
    assert client.post("/second-factor/", {"code": f"{bengali[:3]} {bengali[3:]}", "next": desk}).status_code == 302
    assert client.get(desk).status_code == 200
    assert come_in(evening.moderator).post("/second-factor/", {"code": code, "next": desk}).status_code == 422


def test_a_code_from_the_paper_opens_once(evening: Evening, desk: str) -> None:
    set_up_app(come_in(evening.moderator))
    code = authenticators.unused_recovery_codes(evening.moderator)[3]
    assert come_in(evening.moderator).post("/second-factor/", {"code": code, "next": desk}).status_code == 302
    assert come_in(evening.moderator).post("/second-factor/", {"code": code, "next": desk}).status_code == 422


@pytest.mark.long
def test_guessing_is_cut_off_also_for_the_right_code(evening: Evening, desk: str, clock: Any) -> None:
    secret = set_up_app(come_in(evening.moderator))
    clock.shift(timedelta(minutes=16))
    for _ in range(8):
        assert come_in(evening.moderator).post("/second-factor/", {"code": "000000"}).status_code == 422
    guesser = come_in(evening.moderator)
    assert guesser.post("/second-factor/", {"code": code_of(secret), "next": desk}).status_code == 422
    clock.shift(timedelta(minutes=16))
    assert guesser.post("/second-factor/", {"code": code_of(secret), "next": desk}).status_code == 302


def test_guessing_slowly_is_cut_off_for_the_day_and_no_passkey_with_it(evening: Evening, clock: Any) -> None:
    set_up_app(come_in(evening.moderator))
    clock.shift(timedelta(days=1, seconds=1))
    codes = [code_for(evening.moderator, clock) for _ in range(60)]
    assert codes == ["bad_code"] * 40 + ["too_often"] * 20
    with pytest.raises(Refused) as refusal:
        authenticators.prove_by_passkey(evening.moderator, {})
    assert refusal.value.code == "bad_code"


def code_for(person: Any, clock: Any) -> str:
    """What a guess is answered, three minutes after the last."""
    clock.shift(timedelta(minutes=3))
    with pytest.raises(Refused) as refusal:
        authenticators.prove_by_code(person, "000000")
    return refusal.value.code


def test_who_has_one_cannot_add_another_without_proving_it(evening: Evening) -> None:
    set_up_app(come_in(evening.moderator))
    thief = come_in(evening.moderator)
    for page in ("/second-factor/set-up/", "/second-factor/keys/"):
        assert thief.get(page).headers["Location"].startswith("/second-factor/?")
    assert thief.post("/second-factor/set-up/", {"code": "1"}).headers["Location"].startswith("/second-factor/?")
    assert Authenticator.objects.filter(user=evening.moderator, type="totp").count() == 1


def test_the_only_one_cannot_be_removed(evening: Evening) -> None:
    client = come_in(evening.moderator)
    set_up_app(client)
    [only] = authenticators.authenticators_of(evening.moderator)
    done = client.post("/second-factor/keys/", {"do": "remove", "authenticator": only.pk}, follow=True)
    assert "This is the only one." in unescape(done.content.decode())
    assert authenticators.has_authenticator(evening.moderator)


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.tries_many
def test_a_made_up_passkey_is_refused(evening: Evening, desk: str) -> None:
    set_up_app(come_in(evening.moderator))
    for address in ("/second-factor/", "/second-factor/set-up/"):
        client = come_in(evening.clerk if "set-up" in address else evening.moderator)
        if "set-up" in address:
            enrol(client)
        for credential in ("", "x", "{}", "[]", '{"id": "a", "response": {}}', '{"response": 3}', "null"):
            client.get(address)
            answer = client.post(address, {"credential": credential, "next": desk})
            assert answer.status_code == 422, (address, credential)


def test_nobody_is_led_to_another_website(evening: Evening) -> None:
    client = come_in(evening.moderator)
    set_up_app(client)
    assert client.get("/second-factor/?next=https://evil.example/").headers["Location"].startswith("/desk/")


def test_the_administration_stands_behind_it_too(evening: Evening) -> None:
    root = User.objects.create_superuser("root")
    client = come_in(root)
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith("/second-factor/set-up/")
    set_up_app(client)
    assert client.get("/admin/").status_code == 200
    assert come_in(evening.residents[0]).get("/admin/", follow=True).status_code == 403
    signed_out = Client().get("/admin/", follow=True)
    assert signed_out.redirect_chain[-1][0] == "/sign-in/password/?next=%2Fadmin%2F"


def test_a_new_duty_counts_only_with_it(evening: Evening, desk: str) -> None:
    person = evening.residents[0]
    client = come_in(person)
    assert client.get(desk).status_code == 403
    Appointment.objects.create(person=person, duty=Duty.MODERATOR, ward=evening.ward, from_on=NOW.date())
    assert client.get(desk).headers["Location"].startswith("/second-factor/")


@pytest.mark.long
def test_the_proof_ends_with_the_working_day_also_when_it_is_used(evening: Evening, desk: str, clock: Any) -> None:
    client = come_in(evening.moderator)
    set_up_app(client)
    clock.shift(timedelta(hours=11))
    assert client.get(desk).status_code == 200
    cookie_session = client.session
    cookie_session["invited"] = 1
    cookie_session.save()
    assert Session.objects.get(pk=client.session.session_key).expire_date <= NOW + timedelta(hours=12)
    clock.shift(timedelta(hours=1, minutes=1))
    assert client.get(desk).headers["Location"].startswith("/sign-in/?")


def test_what_changes_the_second_factors_wants_a_proof_of_just_now(evening: Evening, desk: str, clock: Any) -> None:
    client = come_in(evening.moderator)
    secret = set_up_app(client)
    clock.shift(timedelta(minutes=16))
    codes = authenticators.unused_recovery_codes(evening.moderator)
    set_up = client.get("/second-factor/set-up/")
    renewed = client.post("/second-factor/keys/", {"do": "codes"})
    assert [page.headers["Location"].partition("?")[0] for page in (set_up, renewed)] == ["/second-factor/"] * 2
    assert authenticators.unused_recovery_codes(evening.moderator) == codes
    assert client.get(desk).status_code == 200
    proven = client.post("/second-factor/", {"code": code_of(secret), "next": "/second-factor/set-up/"})
    assert proven.headers["Location"] == "/second-factor/set-up/"
    assert client.get("/second-factor/set-up/").status_code == 200


@pytest.mark.long
@pytest.mark.parametrize("change", ["another app", "new codes", "removed"])
def test_other_devices_are_out_once_a_second_factor_is_gone(
    evening: Evening, desk: str, clock: Any, change: str
) -> None:
    client = come_in(evening.moderator)
    set_up_app(client)
    lost = client_of(evening.moderator)
    clock.shift(timedelta(minutes=1))
    if change == "another app":
        set_up_app(client)
    elif change == "new codes":
        client.post("/second-factor/keys/", {"do": "codes"})
    else:
        passkey = Authenticator.objects.create(user=evening.moderator, type="webauthn", data={})
        client.post("/second-factor/keys/", {"do": "remove", "authenticator": passkey.pk})
    assert lost.get(desk).headers["Location"].startswith("/sign-in/?")
    assert client.get(desk).status_code == 200


def test_of_two_who_set_up_the_first_one_at_the_same_moment_the_second_proves_it(evening: Evening) -> None:
    secret = authenticators.new_secret()
    authenticators.add_app(evening.moderator, secret=secret, code=code_of(secret), is_first=True)
    thiefs = authenticators.new_secret()
    with pytest.raises(Refused) as refusal:
        authenticators.add_app(evening.moderator, secret=thiefs, code=code_of(thiefs), is_first=True)
    assert refusal.value.code == "stale"
    assert authenticators.prove_by_code(evening.moderator, code_of(secret, steps=1)) == "totp"


@pytest.mark.long
@pytest.mark.row("threat", 56)
@pytest.mark.parametrize("secret_key", ["x9" * 30])
def test_after_the_key_was_changed_the_page_says_what_to_do_and_a_new_one_can_be_set_up(
    evening: Evening, desk: str, settings: Any, clock: Any, secret_key: str
) -> None:
    secret = set_up_app(come_in(evening.moderator))
    [paper, *_others] = authenticators.unused_recovery_codes(evening.moderator)
    settings.SECRET_KEY = secret_key
    clock.shift(timedelta(seconds=30))
    client = come_in(evening.moderator)
    told = "ask the people who run this website to reset your two-step verification"
    assert told in client.get("/second-factor/").content.decode()
    for code in (code_of(secret), paper):
        page = client.post("/second-factor/", {"code": code, "next": desk}, headers={"accept-language": "en"})
        assert (page.status_code, told in page.content.decode()) == (422, True)
    lately = client_of(evening.moderator)  # by a passkey, which needs no key of ours
    lately.session.save()
    assert lately.get("/second-factor/keys/").status_code == 200
    authenticators.forget_authenticators(evening.moderator)
    again = come_in(evening.moderator)
    set_up_app(again)
    assert again.get(desk).status_code == 200
    assert len(authenticators.unused_recovery_codes(evening.moderator)) == 10


def test_a_passkey_is_added_beside_codes_that_nobody_can_read_and_new_ones_come_with_it(
    evening: Evening, settings: Any
) -> None:
    set_up_app(come_in(evening.moderator))
    settings.SECRET_KEY = "y7" * 30
    assert authenticators.has_unreadable(evening.moderator)
    secret = authenticators.new_secret()
    authenticators.add_app(evening.moderator, secret=secret, code=code_of(secret), is_first=False)
    assert not authenticators.has_unreadable(evening.moderator)
    assert len(authenticators.unused_recovery_codes(evening.moderator)) == 10
