"""The settings, read from the environment; without any, one machine with everything in ./data.

DATA_DIR, DATABASE_URL, REDIS_URL, SECRET_KEY, LOG_KEY, LOG_NAME, ORIGINS, PORT, DEBUG, TRUST_PROXY, EMAIL_URL,
EMAIL_FROM, SMS_GATEWAY, PUSH_CONTACT, PUSH_SERVICES, OPEN311_RECEIVERS, POSTING_TARGETS, TIME_STAMPS, WITNESSES,
BEACON, DATA_LICENSE, PHONE_REGION, VISITORS_PER_ADDRESS: see chatserver/docs/settings.md.
"""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from chatserver.config import (
    data_folder,
    data_license,
    open311_receivers,
    posting_targets,
    redis_address,
    sms_gateway,
    time_stamping,
)
from chatserver.config import environment as configuration
from chatserver.config.probes import PROBES
from chatserver.push import contact as push_contact
from chatserver.push import endpoints as push_endpoints

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = data_folder.make_data_folder(Path(os.environ.get("DATA_DIR", BASE_DIR / "data")).absolute())

DEBUG = configuration.is_on(os.environ, "DEBUG")
TRUST_PROXY = configuration.is_on(os.environ, "TRUST_PROXY")
SECRET_KEY = configuration.find_secret_key(os.environ, DATA_DIR)
LOG_KEY = configuration.find_log_key(os.environ)
ALLOWED_ORIGINS = configuration.find_origins(os.environ)
ALLOWED_HOSTS = configuration.host_names_of(ALLOWED_ORIGINS)
PUBLIC_ORIGINS = ALLOWED_ORIGINS if os.environ.get("ORIGINS", "").strip() else []
LOG_NAME = configuration.find_log_name(os.environ)
DATA_LICENSE = data_license.find_data_license(os.environ)
SECURITY_CONTACT = configuration.find_security_contact(os.environ)
if DEBUG and not configuration.LOOPBACK_HOSTS.issuperset(ALLOWED_HOSTS):
    raise ImproperlyConfigured("DEBUG exposes internals of the server; turn it off where ORIGINS names a public host.")

INSTALLED_APPS = [
    "chatserver.accounts",
    "sessions.apps.SessionsConfig",
    "moderation",
    "chatserver",
    "chatserver.administration.AdministrationConfig",
    "chatserver.database.apps.DatabaseConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "channels",
]
MIDDLEWARE = [
    "chatserver.web.security_headers.AddSecurityHeaders",
    "chatserver.web.open_data.opening.OpenToPrograms",
    "chatserver.web.proxy_headers.warn_of_missing_headers",
    "chatserver.web.allowed_hosts.AllowedHostsMiddleware",
    "chatserver.web.forms.nul.refuse_nul",
    "django.middleware.security.SecurityMiddleware",
    "chatserver.assets.static_files.StaticFilesMiddleware",
    "chatserver.assets.compression.CompressPages",
    "chatserver.assets.save_data.vary_on_save_data",
    "chatserver.web.outage_middleware.AnswerWithoutDatabase",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "chatserver.accounts.limits.recent_sessions.NoteSignedIn",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "chatserver.web.throttle_strangers.ThrottleStrangers",
    "chatserver.accounts.privacy.no_caching.KeepPrivatePagesOutOfCaches",
    "chatserver.assets.isolates.MarkIsolates",
]
ROOT_URLCONF = "chatserver.urls"
ASGI_APPLICATION = "chatserver.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["chatserver.assets.template_loader.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "chatserver.web.app.page_facts.app_facts",
            ],
        },
    },
]

DATABASES = {"default": configuration.find_database(os.environ, DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Hints between processes, and nothing else. If the database is a server, other processes may write to it: without
# hints, frequent polling finds their changes.
CHANNEL_LAYERS = redis_address.find_channel_layers(os.environ)
SEVERAL_PROCESSES = bool(os.environ.get("DATABASE_URL"))

# How people are reminded. Nothing is sent unless the environment gives an address.
SENDERS = configuration.find_senders(os.environ)
MAILERS = configuration.find_mailers(os.environ)
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "chat@localhost")
SMS_GATEWAY = sms_gateway.find_gateway(os.environ)
DELIVER_AT_ONCE = configuration.find_number(os.environ, "DELIVER_AT_ONCE", default=32, at_least=1)
# Notifications: whom push services may write to, and which services may be called (chatserver/push/).
PUSH_CONTACT = push_contact.find_contact(os.environ)
PUSH_SERVICES = push_endpoints.find_services(os.environ)
# Other offices' programs to which complaints are handed on (chatserver/outside/open311/client/).
OPEN311_RECEIVERS = open311_receivers.find_receivers(os.environ)
# The borough's accounts on social media (chatserver/outside/posting/).
POSTING_TARGETS = posting_targets.find_targets(os.environ, DATA_DIR)
# Who stamps the log's checkpoints with the time (chatserver/outside/time_stamps/).
TIME_STAMPS = time_stamping.find_authority(os.environ)
# Who signs them beside us, and where they are asked to (chatserver/outside/witnesses/).
WITNESSES = configuration.find_witnesses(os.environ)
# Whose rounds the draws by lot mix in (chatserver/operations/workers/beacon_thread.py).
BEACON = configuration.find_beacon(os.environ)
PHONE_REGION = configuration.find_phone_region(os.environ)

# Whose support counts: by e-mail only if the city says so, and of at most so many people at one number.
SUPPORT_BY_EMAIL = configuration.is_on(os.environ, "SUPPORT_BY_EMAIL")
VOICES_PER_NUMBER = configuration.find_number(os.environ, "VOICES_PER_NUMBER", default=4, at_least=1)

# What is kept about people: it is deleted after so many days without a sign-in; and where people complain, by language.
# A device stays signed in for two months without a new sign-in: before that, nobody can be called gone.
FORGET_AFTER_DAYS = configuration.find_days(os.environ, "FORGET_AFTER_DAYS", default=730, at_least=90)
BACKUP_KEEP_DAYS = configuration.find_days(os.environ, "BACKUP_KEEP_DAYS", default=30, at_least=1)

# How many questions of one person may wait for the moderators of one chat.
QUEUE_ORDER = configuration.find_order(os.environ)
REPORT_ACKNOWLEDGE_HOURS = configuration.find_number(os.environ, "REPORT_ACKNOWLEDGE_HOURS", default=24, at_least=1)
REPORT_DAYS = configuration.find_number(os.environ, "REPORT_DAYS", default=7, at_least=1)
REPORT_URGENT_HOURS = configuration.find_number(os.environ, "REPORT_URGENT_HOURS", default=36, at_least=1)
REREAD_PERCENT = configuration.find_number(os.environ, "REREAD_PERCENT", default=5, at_least=0)
APPEAL_DAYS = configuration.find_number(os.environ, "APPEAL_DAYS", default=7, at_least=1)
# How many days after its end a month of a ward's log is sealed.
MONTH_SEALED_AFTER_DAYS = configuration.find_number(os.environ, "MONTH_SEALED_AFTER_DAYS", default=7, at_least=1)
# For how long after the close typing faults can be corrected, before the record is sealed.
RECORD_CORRECTION_HOURS = configuration.find_number(os.environ, "RECORD_CORRECTION_HOURS", default=72, at_least=1)
MAX_WAITING_QUESTIONS = configuration.find_number(os.environ, "MAX_WAITING_QUESTIONS", default=3, at_least=1)
# After how many hours a ward's moderators are told that a complaint or suggestion still waits for them.
SCREENING_ALERT_HOURS = configuration.find_number(os.environ, "SCREENING_ALERT_HOURS", default=24, at_least=1)
# Complaints and suggestions of one person; and within how many metres a second one of the same category is the same.
MATTERS_A_DAY = configuration.find_number(os.environ, "MATTERS_A_DAY", default=3, at_least=1)
MATTERS_A_MONTH = configuration.find_number(os.environ, "MATTERS_A_MONTH", default=10, at_least=1)
MATTER_DISTANCE_M = configuration.find_number(os.environ, "MATTER_DISTANCE_M", default=100, at_least=0)

# Without it, browsers remove the service worker of the app that they have.
APP_WORKER = configuration.is_on({"APP_WORKER": "on", **os.environ}, "APP_WORKER")

# How many sockets of people who are not signed in may come by one address (of IPv6: by one /64) to one process.
VISITORS_PER_ADDRESS = configuration.find_number(os.environ, "VISITORS_PER_ADDRESS", default=200, at_least=1)

AUTH_USER_MODEL = "accounts.User"
# All sign-in goes through allauth, by a code, a password or a link; its own pages and counters are not used.
AUTHENTICATION_BACKENDS = ["chatserver.accounts.passwords.PasswordBackend"]
ACCOUNT_ADAPTER = "chatserver.accounts.sign_in.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
MFA_ADAPTER = "chatserver.accounts.second_factor.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
STAFF_COOKIE_AGE = 12 * 3600  # a working day with its evening, from the second factor on
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

LANGUAGE_CODE = "en"
# In the order in which they are shown. A further language is one line here, and its catalogue in LOCALE_PATHS.
LANGUAGES = [("bn", _("Bengali")), ("en", _("English")), ("hi", _("Hindi")), ("ur", _("Urdu"))]
# A reader without words in their own language is shown this one; names and reasons are always entered in it.
FALLBACK_LANGUAGE = LANGUAGE_CODE
COMPLAINTS_TO = {language: os.environ.get(f"COMPLAINTS_TO_{language.upper()}", "") for language, _name in LANGUAGES}
LOCALE_PATHS = [BASE_DIR / "chatserver" / "locale"]
TIME_ZONE = configuration.find_time_zone(os.environ)
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "chatserver.assets.static_storage.JoinedStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False

# Cookies: "__Host-" names cannot be set by a neighbouring host, and exist only over https.
ONLY_HTTPS = any(origin.startswith("https://") for origin in ALLOWED_ORIGINS)
COOKIE_PREFIX = "__Host-" if ONLY_HTTPS else ""
SESSION_ENGINE = "chatserver.accounts.cookie_sessions.store"
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = ONLY_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}language"
DEVICE_COOKIE_NAME = f"{COOKIE_PREFIX}device"
CHOSEN_WARD_COOKIE_NAME = f"{COOKIE_PREFIX}ward"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
CSRF_TRUSTED_ORIGINS = ALLOWED_ORIGINS
CSRF_FAILURE_VIEW = "chatserver.web.csrf_failure.refuse_forged"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# We cannot say whether a city's other hosts use https, so the header covers neither subdomains nor browsers' lists.
# Without EMAIL_URL there is no mailer, and no code needs one.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021", "mail.W001"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if ONLY_HTTPS else 0
SECURE_SSL_REDIRECT = ONLY_HTTPS and TRUST_PROXY
SECURE_REDIRECT_EXEMPT = [f"^{path[1:]}$" for path in PROBES]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUST_PROXY else None
SECURE_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
    "require-trusted-types-for": ["'script'"],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"outage": {"()": "chatserver.monitoring.outage.log_filter.OutageFilter"}},
    "handlers": {
        "stdout": {
            "class": "chatserver.monitoring.logs.handler.CountingHandler",
            "stream": "ext://sys.stdout",
            "filters": ["outage"],
        }
    },
    "root": {"handlers": ["stdout"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # Addresses of pages can hold a receipt or a sign-in link: a refused request is not logged.
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "CRITICAL"},
        "daphne": {"level": "WARNING"},
        # While Redis is away it would write a traceback each second; our own log says once whether hints arrive.
        "channels_redis": {"level": "CRITICAL"},
        # It writes each address that it requests, and a gateway's may hold the password of its account.
        "httpx": {"level": "WARNING"},
        "httpcore": {"level": "WARNING"},
        # It writes which passkey was used.
        "fido2": {"level": "WARNING"},
    },
}
