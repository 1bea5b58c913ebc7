"""Reads environment variables for the settings, and refuses unsafe values."""

import base64
import os
import re
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ImproperlyConfigured

from sessions.ordering.beacons import BeaconRelay, parse_relay
from sessions.ordering.policies import DEFAULT_POLICY, POLICIES

if TYPE_CHECKING:
    from sessions.record.proof.witness_list import NamedWitness

LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})
SHORTEST_SECRET = 32
FEWEST_DIFFERENT = 10
"""Different characters in a secret key. Digits alone have ten; random letters have more."""

LOG_KEY_BYTES = 32
LOG_NAME = re.compile(r"[A-Za-z0-9.:\[\]-]{1,100}(/[A-Za-z0-9._-]{1,40}){1,3}")
HOW_TO_MAKE_A_LOG_KEY = (
    "Make one with: python3 -c 'import base64, secrets; print(base64.b64encode(secrets.token_bytes(32)).decode())'"
)
HOW_TO_MAKE_ONE = "Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"

# Without these, every thread would wait a quarter of an hour for a database whose machine is gone.
MISS_DATABASE = {
    "connect_timeout": "5",
    "tcp_user_timeout": "10000",  # milliseconds; the others in seconds
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "2",
}

# The pool doubles its waiting time after each failed connection, so that after minutes without a database it would not
# notice for minutes that it is back. After the pool gives up, the next request for a connection starts again.
POOL = {"min_size": 1, "max_size": 16, "timeout": 3, "reconnect_timeout": 5}


def is_on(environment: Mapping[str, str], name: str) -> bool:
    """True for 1, true, yes or on; refuses unclear values."""
    value = environment.get(name, "").strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"", "0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}; it must be 1 or 0.")


def find_days(environment: Mapping[str, str], name: str, *, default: int, at_least: int) -> int:
    """A number of whole days, at most a century."""
    return _find_whole(environment, name, default, range(at_least, 36_501), what="a number of days")


def find_number(environment: Mapping[str, str], name: str, *, default: int, at_least: int) -> int:
    return _find_whole(environment, name, default, range(at_least, 1_000_001), what="a whole number")


def _find_whole(environment: Mapping[str, str], name: str, default: int, allowed: range, *, what: str) -> int:
    given = environment.get(name, "").strip() or str(default)
    if not given.isascii() or not given.isdigit() or int(given) not in allowed:
        raise ImproperlyConfigured(f"{name} is {given!r}; it must be {what}, at least {allowed.start}.")
    return int(given)


def find_order(environment: Mapping[str, str]) -> str:
    """The policy by which the queues of new chats are ordered. Raises ImproperlyConfigured for an unknown one."""
    name = environment.get("QUEUE_ORDER", DEFAULT_POLICY)
    if name not in POLICIES:
        raise ImproperlyConfigured(f"QUEUE_ORDER is {name!r}; it has to be one of {', '.join(POLICIES)}.")
    return name


def find_time_zone(environment: Mapping[str, str]) -> str:
    """The city's time zone: TIME_ZONE, or Kolkata's."""
    name = environment.get("TIME_ZONE", "").strip() or "Asia/Kolkata"
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ImproperlyConfigured(f"TIME_ZONE is {name[:40]!r}; it must be a name such as Asia/Kolkata.") from None


def find_origins(environment: Mapping[str, str]) -> list[str]:
    """The full origins (scheme://host[:port]) of this website: ORIGINS, or this machine on PORT."""
    listed = [origin.strip().rstrip("/") for origin in environment.get("ORIGINS", "").split(",") if origin.strip()]
    for origin in listed:
        parts = urlsplit(origin)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or "*" in origin:
            raise ImproperlyConfigured(
                f"ORIGINS names {origin!r}; it must be full origins like https://chat.example.org."
            )
    return listed or local_origins(environment.get("PORT", "8000"))


def find_log_name(environment: Mapping[str, str]) -> str:
    """The name that a new log takes, without a scheme, as c2sp.org/tlog-checkpoint asks: LOG_NAME, or the host of the
    first of ORIGINS with /log. Blank without both: a log is not named after a machine that nobody else knows.
    """
    given = environment.get("LOG_NAME", "").strip()
    if given:
        if not LOG_NAME.fullmatch(given):
            raise ImproperlyConfigured(f"LOG_NAME is {given!r}; it must be a host with a path: chat.example.org/log.")
        return given
    return f"{urlsplit(find_origins(environment)[0]).netloc}/log" if environment.get("ORIGINS", "").strip() else ""


def local_origins(port: int | str) -> list[str]:
    return [f"http://127.0.0.1:{port}", f"http://localhost:{port}"]


def host_names_of(origins: Iterable[str]) -> list[str]:
    """The Host names of the origins, and this machine's own for health checks."""
    named = (urlsplit(origin).hostname or "" for origin in origins)
    return sorted({f"[{name}]" if ":" in name else name for name in named} | LOOPBACK_HOSTS)


def find_secret_key(environment: Mapping[str, str], data_dir: Path) -> str:
    """SECRET_KEY; without it and without a DATABASE_URL, a key of this installation, kept in the data folder."""
    given = environment.get("SECRET_KEY")
    if given is None and "DATABASE_URL" not in environment:
        path = data_dir / "secret_key"
        try:
            given = _read_or_make_secret(path)
        except OSError as reason:
            raise ImproperlyConfigured(f"The key {path} cannot be read or made: {reason.strerror}.") from None
        return _checked_secret(given, str(path))
    if not given:
        raise ImproperlyConfigured("SECRET_KEY is empty; where DATABASE_URL is set, every process needs the same one.")
    return _checked_secret(given, "SECRET_KEY")


def find_log_key(environment: Mapping[str, str]) -> bytes:
    """The private key of the installation's log that several machines share: 32 bytes; without LOG_KEY, none.

    Without it the key is a file in the data folder, made on first use (sessions/record/proof/private_keys.py).
    """
    given = environment.get("LOG_KEY", "").strip()
    if not given:
        return b""
    try:
        key = base64.b64decode(given, validate=True)
    except ValueError:
        key = b""
    if len(key) != LOG_KEY_BYTES or len(set(key)) < FEWEST_DIFFERENT:
        raise ImproperlyConfigured(
            f"LOG_KEY must be the base64 of {LOG_KEY_BYTES} random bytes. {HOW_TO_MAKE_A_LOG_KEY}"
        )
    return key


def find_witnesses(environment: Mapping[str, str]) -> "tuple[NamedWitness, ...]":
    """Who witnesses the log: WITNESSES, as sessions/record/proof/witness_list.py reads it."""
    given = environment.get("WITNESSES", "")
    if not given.strip():
        return ()
    # Only now: it brings cryptography, and each program reads the settings.
    from sessions.record.proof.notes.signed_notes import BadNote
    from sessions.record.proof.witness_list import parse_witnesses

    try:
        return parse_witnesses(given)
    except BadNote as reason:
        raise ImproperlyConfigured(f"WITNESSES: {reason}") from None


def find_beacon(environment: Mapping[str, str]) -> BeaconRelay | None:
    """The public beacon that draws mix in: BEACON, a relay of drand with the hash of a chain; None without it."""
    given = environment.get("BEACON", "")
    try:
        return parse_relay(given)
    except ValueError:
        raise ImproperlyConfigured(
            f"BEACON is {given[:200]!r}; it must be the address of a drand relay with the hash of a chain (64 digits): "
            "https://drand.example.org/52db…e971."
        ) from None


def _checked_secret(secret: str, where: str) -> str:
    is_pattern = secret in (secret + secret)[1:-1]
    if (
        len(secret) < SHORTEST_SECRET
        or len(set(secret)) < FEWEST_DIFFERENT
        or is_pattern
        or secret.startswith("django-insecure-")
    ):
        raise ImproperlyConfigured(
            f"{where} must be random, of at least {SHORTEST_SECRET} characters, {FEWEST_DIFFERENT} of them different. "
            f"{HOW_TO_MAKE_ONE}"
        )
    return secret


def _read_or_make_secret(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    if not path.exists():
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            os.link(unfinished, path)  # where two processes start at once, the first one's key is kept
        except FileExistsError:
            pass
        finally:
            unfinished.unlink()
    return path.read_text().strip()


def find_database(environment: Mapping[str, str], data_dir: Path) -> dict[str, Any]:
    """PostgreSQL where DATABASE_URL says so, else SQLite in the data folder, durable at each commit."""
    url = environment.get("DATABASE_URL")
    return _postgresql(url) if url else _sqlite(data_dir / "db.sqlite3")


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            # "received" is a promise: it must outlive a loss of power, hence FULL. The server makes the checkpoints
            # itself, each second (chatserver/database/files.py), so that it notices a write by another program.
            # What is deleted is overwritten, as Debian's SQLite does by itself: erased words stay in no unused place.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0;"
            " PRAGMA secure_delete=ON;",
            # Take the write lock at once: a transaction that reads first and writes later could not wait for it.
            "transaction_mode": "IMMEDIATE",
            "timeout": 5,
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured("DATABASE_URL must look like postgresql://user:password@host:5432/name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        # The pool checks a connection before it hands it out: a restart of the database cuts all of them.
        "CONN_HEALTH_CHECKS": True,
        # A pool, because connections kept by threads leak under ASGI; CONN_MAX_AGE stays 0.
        "OPTIONS": {
            **MISS_DATABASE,
            **dict(parse_qsl(parts.query)),
            "pool": POOL,
        },
    }


def find_senders(environment: Mapping[str, str]) -> dict[str, str]:
    """The sender of each channel: none without EMAIL_URL, SMS_GATEWAY or PUSH_CONTACT, "console" for the terminal."""
    email, sms, push = (environment.get(name, "").strip() for name in ("EMAIL_URL", "SMS_GATEWAY", "PUSH_CONTACT"))
    return {
        "email": "none" if not email else "console" if email == "console" else "email",
        "sms": "none" if not sms else "console" if sms == "console" else "http",
        "push": "push" if push else "none",
    }


def find_mailers(environment: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """The mail server of EMAIL_URL: smtp:// uses STARTTLS, smtps:// uses TLS from the start."""
    url = environment.get("EMAIL_URL", "").strip()
    if not url or url == "console":
        return {}
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured("EMAIL_URL must look like smtp://user:password@host:587, or be console.")
    options: dict[str, Any] = {
        "host": parts.hostname,
        "port": parts.port,
        "username": unquote(parts.username or "") or None,
        "password": unquote(parts.password or "") or None,
        "use_ssl": parts.scheme == "smtps",
        "use_tls": parts.scheme == "smtp" and parts.hostname not in LOOPBACK_HOSTS,
        "timeout": 10,
    }
    return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}


def find_security_contact(environment: Mapping[str, str]) -> str:
    """The contact in security.txt: SECURITY_CONTACT, an e-mail address or the address of a page; "" for none."""
    contact = environment.get("SECURITY_CONTACT", "").strip()
    if not contact or (contact.isascii() and contact.isprintable() and " " not in contact):
        if contact.startswith(("https://", "mailto:", "tel:")) or not contact:
            return contact
        if contact.count("@") == 1:
            return f"mailto:{contact}"
    raise ImproperlyConfigured("SECURITY_CONTACT must look like security@example.org or https://example.org/security.")


def find_phone_region(environment: Mapping[str, str]) -> str:
    """The country (two letters, ISO 3166) whose numbers need no country code: PHONE_REGION, or India."""
    region = environment.get("PHONE_REGION", "").strip().upper()
    if not region:
        return "IN"
    import phonenumbers  # only now: it is large, and each program reads the settings

    if region not in phonenumbers.SUPPORTED_REGIONS:
        raise ImproperlyConfigured(f"PHONE_REGION is {region!r}; it must be two letters of a country, such as IN.")
    return region
