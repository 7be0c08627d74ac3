"""Settings, read from the environment once, at start. A missing or bad value stops the start with its name.

Every variable is described in docs/operations.md. Policy of a town is a row, not a setting.
"""

import sys
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

ROOT = Path(__file__).resolve().parents[2]

# Environment ------------------------------------------------------------------------------------------
env = environ.FileAwareEnv()  # NAME_FILE may point to a file that holds the value of NAME
TESTING = "pytest" in sys.modules
DEMO = env.bool("DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)
SITE_URL = env.str("SITE_URL", default="http://localhost:8000").rstrip("/")
CLOCK_FILE = env.str("CLOCK_FILE", default="")
SEND_JOURNAL = env.str("SEND_JOURNAL", default="")
MAILBOX_FOLDER = env.str("MAILBOX_FOLDER", default="")

if CLOCK_FILE and not (TESTING or DEMO):
    raise ImproperlyConfigured("CLOCK_FILE is for tests and the demo. Unset it.")

# Security ---------------------------------------------------------------------------------------------
SECRET_KEY = env.str("SECRET_KEY", default="only-for-tests-and-lint" if TESTING else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is missing: set it to a long random text, for example 50 letters.")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
IS_HTTPS = SITE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_HTTPONLY = SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "frontend.pages.csrf_failure"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_NAME = "taalmaatje"
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

# Apps -------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "backend.places",
    "backend.privacy",
    "notifications",
    "backend.people",
    "backend.pairs",
    "backend.meetings",
    "backend.obligations",
    "backend.config",
    "frontend",
]
MIDDLEWARE = [
    "backend.api.headers.ApiHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "frontend.language.ReaderLanguage",
    "frontend.town.OpenTown",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "backend.config.urls"
WSGI_APPLICATION = "backend.config.wsgi.application"
AUTH_USER_MODEL = "people.Account"
LOGIN_URL = "public:login"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "frontend" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "frontend.pages.site",
            ],
        },
    }
]
STATIC_URL = "static/"
STATIC_ROOT = ROOT / "var" / "static"
STATICFILES_DIRS = [ROOT / "frontend" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = TESTING or DEBUG
WHITENOISE_AUTOREFRESH = TESTING or DEBUG  # a test makes many browsers: no list of all files for each

# Database, cache and queue ----------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default="postgres://localhost/taalmaatje")}
DESK = bool(env.str("DUTIES_DATABASE_URL", default=""))  # only where caseworkers are served: see databases.py
if DESK:
    DATABASES["duties"] = env.db("DUTIES_DATABASE_URL") | {"OPTIONS": {"options": "-c search_path=obligations"}}
for database in DATABASES.values():
    database |= {"CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=60), "CONN_HEALTH_CHECKS": True}
DATABASE_ROUTERS = ["backend.config.databases.BehindTheWall"]
REDIS_URL = env.str("REDIS_URL", default="redis://localhost:6379/0")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_STORE_EAGER_RESULT = False
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    "visibility_timeout": 300,
    "max_retries": 0,  # nobody waits for a kick that fails; worker and beat have tries of their own
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BEAT_SCHEDULE = {
    "tick": {"task": "notifications.tasks.tick", "schedule": 30.0, "options": {"expires": 30}},
    "rounds": {"task": "backend.pairs.tasks.run_due_rounds", "schedule": 60.0, "options": {"expires": 60}},
}

# Mail -------------------------------------------------------------------------------------------------
vars().update(env.email("EMAIL_URL", default="smtp://localhost:2525"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="Taalmaatje <taalmaatje@example.org>")

# SMS: the API of NotifyNL (GOV.UK Notify, version 2). Without a key nobody gets an SMS. ----------------
NOTIFY_BASE_URL = env.str("NOTIFY_BASE_URL", default="https://api.notifynl.nl")
NOTIFY_API_KEY = env.str("NOTIFY_API_KEY", default="")
NOTIFY_SMS_TEMPLATE = env.str("NOTIFY_SMS_TEMPLATE", default="11111111-1111-4111-8111-111111111111")  # "((text))"
NOTIFY_CALLBACK_TOKEN = env.str("NOTIFY_CALLBACK_TOKEN", default="")
NOTIFY_TIMEOUT = env.int("NOTIFY_TIMEOUT", default=20)

SEND_LEASE_SECONDS = env.int("SEND_LEASE_SECONDS", default=120)
SEND_LOOK_UP_SECONDS = env.int("SEND_LOOK_UP_SECONDS", default=120)
SEND_PAUSE_SECONDS = env.int("SEND_PAUSE_SECONDS", default=30)
MESSAGES_A_MINUTE = {  # of each town; Notify itself takes 3,000
    "mail": env.int("MAILS_A_MINUTE", default=12_000),
    "sms": env.int("SMS_A_MINUTE", default=3_000),
}

# Languages --------------------------------------------------------------------------------------------
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English")), ("ar", _("Arabic"))]
LOCALE_PATHS = [ROOT / "frontend" / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
LANGUAGE_COOKIE_NAME = "language"

# API --------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["djangorestframework_camel_case.render.CamelCaseJSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["backend.api.reading.Parser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "backend.api.problems.answer",
    "DEFAULT_PAGINATION_CLASS": "backend.api.pagination.Cursor",
}
JSON_CAMEL_CASE = {"JSON_UNDERSCOREIZE": {"ignore_fields": ("figures",)}}  # their hash is over the names as they are
SPECTACULAR_SETTINGS = {
    "TITLE": "Taalmaatje",
    "VERSION": "1.0.0",
    "DESCRIPTION": "Sign up, rounds, proposals, pairs, meetings and hours, in the words of docs/glossary.md.",
    "CONTACT": {"name": "Taalmaatje", "email": "taalmaatje@example.org", "url": f"{SITE_URL}/"},
    "LICENSE": {"name": "EUPL-1.2", "url": "https://eupl.eu/1.2/en/"},
    "SERVERS": [{"url": f"{SITE_URL}/api/v1"}],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SCHEMA_PATH_PREFIX_TRIM": True,
    "SERVE_INCLUDE_SCHEMA": False,
    "CAMELIZE_NAMES": True,
    "ENUM_NAME_OVERRIDES": {
        "DutchLevelEnum": "backend.people.models.DutchLevel",
        "GoalEnum": "backend.people.vocabulary.Goal",
        "LearningGoalEnum": "backend.meetings.models.GoalCode",
        "AttendanceSideEnum": "backend.meetings.models.Attendance.Side",
        "PairSideEnum": "backend.pairs.models.Side",
        "MeetingOutcomeEnum": "backend.meetings.models.Outcome",
        "SignalOutcomeEnum": "backend.obligations.models.SignalHandled.Outcome",
        "EndReasonEnum": "backend.api.pair_life.END_REASONS",
        "SignalKindEnum": "backend.obligations.models.SignalKind",
        "DecisionKindEnum": "backend.obligations.models.ObligationDecision.Kind",
        "ChangeKindEnum": "backend.api.obligations.bodies_in.CHANGE_KINDS",
        "UndoingKindEnum": "backend.api.obligations.bodies_in.UNDOING_KINDS",
        "GroundEnum": "backend.obligations.models.Ground",
        "ExemptionGroundEnum": "backend.api.obligations.bodies_in.GROUNDS",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "drf_spectacular.contrib.djangorestframework_camel_case.camelize_serializer_fields",
        "backend.api.schema.tell_what_always_holds",
    ],
}

# Logging ----------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"without_tokens": {"()": "notifications.masking.WithoutTokens"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_tokens"]},
    },
    "loggers": {name: {"handlers": [], "propagate": True} for name in ("django", "django.server")},  # to the root
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
