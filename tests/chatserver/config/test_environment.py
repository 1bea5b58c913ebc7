import base64
import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from chatserver.config import environment as configuration
from tests.running.tables import table

GOOD_KEY = "a-key-of-the-tests-that-opens-nothing-but-their-own-doors"


def test_without_any_environment_this_machine_is_the_origin():
    assert configuration.find_origins({}) == ["http://127.0.0.1:8000", "http://localhost:8000"]
    assert configuration.find_origins({"PORT": "9"}) == ["http://127.0.0.1:9", "http://localhost:9"]


def test_origins_are_listed_with_commas():
    listed = configuration.find_origins({"ORIGINS": "https://chat.example.org, https://live.example.org:8443/"})
    assert listed == ["https://chat.example.org", "https://live.example.org:8443"]
    assert configuration.host_names_of(listed) == [
        "127.0.0.1",
        "[::1]",
        "chat.example.org",
        "live.example.org",
        "localhost",
    ]


@pytest.mark.row("threat", 57)
@table("origin", ["chat.example.org", "*", "https://*.example.org", "ftp://x", "https://x/path", "https://"])
def test_what_is_no_full_origin_is_refused(origin: str):
    with pytest.raises(ImproperlyConfigured):
        configuration.find_origins({"ORIGINS": origin})


@table(("value", "meaning"), [("1", True), ("Yes", True), ("", False), ("0", False), ("off", False)])
def test_a_switch_is_on_or_off(value: str, meaning: bool):
    assert configuration.is_on({"DEBUG": value}, "DEBUG") is meaning


def test_an_unclear_switch_is_refused():
    with pytest.raises(ImproperlyConfigured, match="DEBUG is 'maybe'"):
        configuration.is_on({"DEBUG": "maybe"}, "DEBUG")


def test_a_secret_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path):
    folder = tmp_path / "data"
    made = configuration.find_secret_key({}, folder)
    assert len(made) >= configuration.SHORTEST_SECRET
    assert configuration.find_secret_key({}, folder) == made
    assert [path.name for path in folder.iterdir()] == ["secret_key"]
    assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600


@pytest.mark.row("threat", 57)
@pytest.mark.parametrize(
    "environment",
    [
        {"DATABASE_URL": "postgresql:///chat"},
        {"DATABASE_URL": "postgresql:///chat", "SECRET_KEY": ""},
        {"SECRET_KEY": "short"},
        {"SECRET_KEY": "django-insecure-" + GOOD_KEY},
        {"SECRET_KEY": "k" * 50},
        {"SECRET_KEY": "abcdefghijklm" * 4},
        {"SECRET_KEY": "012345678" * 5 + "0"},
    ],
)
def test_a_missing_or_weak_secret_key_is_refused(environment: dict[str, str], tmp_path: Path):
    with pytest.raises(ImproperlyConfigured):
        configuration.find_secret_key(environment, tmp_path)


def test_a_weak_key_is_refused_with_the_way_to_make_one(tmp_path: Path):
    way = r"secrets\.token_urlsafe"
    with pytest.raises(ImproperlyConfigured, match=way):
        configuration.find_secret_key({"SECRET_KEY": "k" * 50}, tmp_path)
    (tmp_path / "secret_key").write_text("", encoding="ascii")
    with pytest.raises(ImproperlyConfigured, match=way):
        configuration.find_secret_key({}, tmp_path)


def test_a_key_that_cannot_be_read_is_one_line(tmp_path: Path):
    (tmp_path / "secret_key").mkdir()
    with pytest.raises(ImproperlyConfigured, match=r"secret_key cannot be read or made: Is a directory\.$"):
        configuration.find_secret_key({}, tmp_path)


def test_a_given_secret_key_is_taken(tmp_path: Path):
    assert configuration.find_secret_key({"SECRET_KEY": GOOD_KEY}, tmp_path) == GOOD_KEY
    assert list(tmp_path.iterdir()) == []


def test_the_key_of_the_log_is_32_random_bytes_in_base64_or_not_given():
    key = bytes(range(32))
    assert configuration.find_log_key({}) == b""
    assert configuration.find_log_key({"LOG_KEY": f" {base64.b64encode(key).decode()}\n"}) == key
    for weak in ("AAAA", "x", "ক", base64.b64encode(b"k" * 32).decode()):
        with pytest.raises(ImproperlyConfigured, match=r"^LOG_KEY must be the base64 of 32 random bytes\. Make one"):
            configuration.find_log_key({"LOG_KEY": weak})


def test_a_new_log_is_named_as_its_operator_says_and_never_after_this_machine_alone():
    assert configuration.find_log_name({"PORT": "8502"}) == configuration.find_log_name({"ORIGINS": " "}) == ""
    origins = {"ORIGINS": "https://chat.example.org:8443, https://other.example.org"}
    assert configuration.find_log_name(origins) == "chat.example.org:8443/log"
    assert configuration.find_log_name(origins | {"LOG_NAME": " log.example.org/x "}) == "log.example.org/x"
    for wrong in ("https://chat.example.org/log", "chat.example.org", "chat.example.org/lo g", "a+b/log"):
        with pytest.raises(ImproperlyConfigured, match=r"^LOG_NAME is .*; it must be a host with a path"):
            configuration.find_log_name({"LOG_NAME": wrong})


def test_the_embedded_database_is_durable_and_locks_early(tmp_path: Path):
    database = configuration.find_database({}, tmp_path)
    assert database["NAME"] == tmp_path / "db.sqlite3"
    assert database["OPTIONS"] == {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0;"
        " PRAGMA secure_delete=ON;",
        "transaction_mode": "IMMEDIATE",
        "timeout": 5,
    }


def test_a_database_address_is_taken_apart(tmp_path: Path):
    url = "postgresql://chat%40city:p%2Fw@db.example.org:5433/live?sslmode=require&connect_timeout=9"
    database = configuration.find_database({"DATABASE_URL": url}, tmp_path)
    assert database == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "live",
        "USER": "chat@city",
        "PASSWORD": "p/w",
        "HOST": "db.example.org",
        "PORT": "5433",
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **configuration.MISS_DATABASE,
            "sslmode": "require",
            "connect_timeout": "9",
            "pool": configuration.POOL,
        },
    }


def test_another_kind_of_database_is_refused(tmp_path: Path):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL must look like"):
        configuration.find_database({"DATABASE_URL": "mysql://x/y"}, tmp_path)


@pytest.mark.parametrize(("written", "region"), [("", "IN"), ("bd", "BD")])
def test_numbers_are_those_of_one_country(written: str, region: str):
    assert configuration.find_phone_region({"PHONE_REGION": written}) == region


def test_a_country_that_has_no_numbers_is_refused():
    with pytest.raises(ImproperlyConfigured, match="PHONE_REGION is 'XX'"):
        configuration.find_phone_region({"PHONE_REGION": "xx"})


@pytest.mark.parametrize(("given", "days"), [({}, 730), ({"FORGET_AFTER_DAYS": " 400 "}, 400)])
def test_a_number_of_days_is_read(given: dict[str, str], days: int) -> None:
    assert configuration.find_days(given, "FORGET_AFTER_DAYS", default=730, at_least=90) == days


@table("wrong", ["89", "0", "-1", "two years", "১০০", "1e3", "99999"])
def test_days_that_are_unclear_or_too_few_are_refused(wrong: str) -> None:
    with pytest.raises(ImproperlyConfigured):
        configuration.find_days({"FORGET_AFTER_DAYS": wrong}, "FORGET_AFTER_DAYS", default=730, at_least=90)


def test_the_city_lies_in_the_time_zone_of_kolkata_unless_the_environment_says_another():
    assert configuration.find_time_zone({}) == "Asia/Kolkata"
    assert configuration.find_time_zone({"TIME_ZONE": "Europe/London"}) == "Europe/London"


@table("name", ["Mars/Olympus", "../../etc/passwd", "/etc/localtime", "Asia", "\x00", "IST" * 500])
def test_a_time_zone_that_does_not_exist_is_refused(name: str):
    with pytest.raises(ImproperlyConfigured, match=r"^TIME_ZONE is .*; it must be a name such as Asia/Kolkata\.$"):
        configuration.find_time_zone({"TIME_ZONE": name})


@table("wrong", ["0", "-1", "three", "3.5"])
def test_a_number_is_whole_and_not_too_small(wrong: str):
    assert configuration.find_number({}, "MAX_WAITING_QUESTIONS", default=3, at_least=1) == 3
    with pytest.raises(ImproperlyConfigured, match="MAX_WAITING_QUESTIONS"):
        configuration.find_number({"MAX_WAITING_QUESTIONS": wrong}, "MAX_WAITING_QUESTIONS", default=3, at_least=1)


@table(
    ("given", "contact"),
    [
        ("", ""),
        ("security@example.org", "mailto:security@example.org"),
        ("mailto:security@example.org", "mailto:security@example.org"),
        ("https://example.org/security", "https://example.org/security"),
    ],
)
def test_whom_to_tell_of_a_hole_is_an_address(given: str, contact: str):
    assert configuration.find_security_contact({"SECURITY_CONTACT": given}) == contact


@table("given", ["the police", "http://example.org", "a@b@c", "https://x\nContact: y"])
def test_what_is_no_address_for_that_is_refused(given: str):
    with pytest.raises(ImproperlyConfigured, match="SECURITY_CONTACT"):
        configuration.find_security_contact({"SECURITY_CONTACT": given})
