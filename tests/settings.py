"""The product's settings, on a data folder that lives as long as the tests, with plain names of static files.

The database is SQLite. With TEST_DATABASE=postgresql it is the tests' own PostgreSQL (tests/servers/fixtures.py).
"""

import os
import tempfile

_data = tempfile.TemporaryDirectory(prefix="chat-tests-")
for _name in (
    "DATABASE_URL",
    "SECRET_KEY",
    "LOG_KEY",
    "LOG_NAME",
    "ORIGINS",
    "PORT",
    "DEBUG",
    "TRUST_PROXY",
    "REDIS_URL",
    "EMAIL_URL",
    "EMAIL_FROM",
    "SMS_GATEWAY",
    "OPEN311_RECEIVERS",
    "POSTING_TARGETS",
    "PHONE_REGION",
    "SECURITY_CONTACT",
    "SCREENING_ALERT_HOURS",
    "MATTERS_A_DAY",
    "MATTERS_A_MONTH",
    "MATTER_DISTANCE_M",
    "MAX_WAITING_QUESTIONS",
    "QUEUE_ORDER",
    "DELIVER_AT_ONCE",
    "TIME_ZONE",
):
    os.environ.pop(_name, None)
os.environ["DATA_DIR"] = _data.name
os.environ["LOG_NAME"] = "127.0.0.1:8000/log"

from chatserver.config import environment as configuration
from chatserver.settings import *  # noqa: F403

# A file, as in production: several threads on one database in memory would meet locks that no user ever meets.
DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
if os.environ.get("TEST_DATABASE") == "postgresql":
    DATABASES["default"] = configuration.find_database({"DATABASE_URL": "postgresql://chat@/chat"}, DATA_DIR)
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# Tests make many accounts and guess few passwords.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC_ROOT.mkdir()
