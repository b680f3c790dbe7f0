"""Settings of both editions. What differs between them comes from the environment (`config.env`)."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from config.databases import parse as parse_database
from config.env import ROOT, read_environment

ENV = read_environment()

DEBUG = ENV.debug
SECRET_KEY = ENV.secret_key
SECRET_KEY_FALLBACKS = ENV.secret_key_fallbacks
ALLOWED_HOSTS = ENV.allowed_hosts
BASE_URL = ENV.base_url
DATA_DIR: Path = ENV.data_dir
AUTHORITY_NAME = ENV.authority_name
DEMONSTRATION = ENV.demonstration
OPEN_DATA_LICENCE = ENV.open_data_licence
OPEN_DATA_LICENCE_URL = ENV.open_data_licence_url
SIGNING = ENV.signing

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "django_filters",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "journal",
    "documents",
    "organisation",
    "initiatives",
    "reviews",
    "recognition",
    "search",
    "operations",
    "frontend",
    "demonstration",
]

MIDDLEWARE = [
    "operations.middleware.Probes",
    "operations.middleware.Observed",
    "operations.middleware.Encrypted",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "frontend.middleware.Compression",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "frontend.middleware.ContentSecurityPolicy",
    "frontend.middleware.KeptByNobody",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "organisation.middleware.ActorMiddleware",
    "organisation.steps.SecondStep",
    "organisation.viewing.ViewAs",
    "frontend.middleware.DomainErrors",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "frontend" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "frontend.context.frame",
            ],
        },
    },
]

FORM_RENDERER = "frontend.forms.Renderer"

DATABASES: dict[str, dict[str, Any]] = {"default": parse_database(ENV.database_url)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # One writer at a time, readers never wait: WAL and immediate transactions (design.md, two editions).
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728; PRAGMA cache_size=-20000;"
        ),
    }
else:
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES: dict[str, dict[str, Any]] = (
    {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": ENV.cache_url}}
    if ENV.cache_url
    else {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
)
# Parts of the frame as they were drawn, in each process; while templates are being changed, none.
CACHES["fragments"] = {
    "BACKEND": f"django.core.cache.backends.{'dummy.Dummy' if ENV.debug else 'locmem.LocMem'}Cache",
    "LOCATION": "fragments",
    "OPTIONS": {"MAX_ENTRIES": 1_000},
}

# --- people ---------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "organisation.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "organisation.hashers.Argon2id",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "organisation.passwords.PlaceValidator"},
]
if ENV.breached_passwords:
    AUTH_PASSWORD_VALIDATORS.append(
        {"NAME": "organisation.passwords.BreachedPasswordValidator", "OPTIONS": {"path": ENV.breached_passwords}}
    )
DEVICE_COOKIE_NAME = "__Host-device" if ENV.production else "device"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""  # the subject says by itself whose it is
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_ADAPTER = "organisation.sign_in.AccountAdapter"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = None
ALLAUTH_TRUSTED_PROXY_COUNT = ENV.proxies
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip", "login_failed": "10/m/ip,5/5m/key", "login_failed_at_known_device": "5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
}  # fmt: skip
USERSESSIONS_TRACK_ACTIVITY = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Sangkien"
MFA_FORMS = {"authenticate": "organisation.sign_in_log.SecondStepForm"}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENV.production  # browsers allow it on this machine only
MFA_REQUIRED_ROLES = ENV.mfa_required_roles
REAUTHENTICATE_MINUTES = ENV.reauthenticate_minutes
IDENTITY = ENV.identity
SOCIALACCOUNT_ADAPTER = "organisation.identity.adapter.IdentityAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"provider_class": "organisation.identity.provider.IdentityProvider"}}
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"

# --- language and time ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = int(timedelta(days=365).total_seconds())
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False  # keys and years stand in addresses and forms; `{% figures %}` groups what is read
# The words of the pages come before those of Django and its apps, where both know the same English.
LOCALE_PATHS = [ROOT / "frontend" / "locale", ROOT / "config" / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]

# --- files, mail, background work -----------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = ENV.static_dir
MEDIA_ROOT = DATA_DIR / "files"
STORAGES: dict[str, dict[str, Any]] = {
    "default": (
        {"BACKEND": "config.storage.S3Files", "OPTIONS": {"url": ENV.storage_url}}
        if ENV.storage_url
        else {"BACKEND": "config.storage.Folder", "OPTIONS": {"location": str(MEDIA_ROOT)}}
    ),
    "staticfiles": {
        "BACKEND": (
            "frontend.static_files.Storage"
            if ENV.collected_static
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = not ENV.collected_static
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [
    "jpg", "jpeg", "png", "gif", "webp", "zip", "gz", "tgz", "bz2", "tbz", "xz", "br", "woff", "woff2", "map",
]  # fmt: skip
FILE_UPLOAD_HANDLERS = ["initiatives.files.uploading.BoundedUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

ANTIVIRUS_URL = ENV.antivirus_url
ANTIVIRUS_DOWN = ENV.antivirus_down

DEFAULT_FROM_EMAIL = ENV.mail_from
EMAIL_TIMEOUT = 20  # seconds for each step of a talk with the mail server
if ENV.email_url:
    from environs import Env as _Env

    vars().update(_Env().dj_email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"

SEARCH_URL = ENV.search_url

BACKGROUND = ENV.background
CELERY_BROKER_URL = ENV.broker_url or "memory://"
CELERY_TASK_ALWAYS_EAGER = not ENV.broker_url
CELERY_TASK_EAGER_PROPAGATES = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True  # a task whose worker was killed is another's; each may be done twice
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 900, "socket_connect_timeout": 3, "socket_timeout": 10}
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    "follow-outbox": {"task": "journal.tasks.follow_outbox", "schedule": 15.0},
    "lapse-overdue": {"task": "initiatives.tasks.lapse_overdue", "schedule": 3600.0},
    "remind-of-execution": {"task": "initiatives.tasks.remind_of_execution", "schedule": 3600.0},
    "mail-monthly-report": {"task": "recognition.tasks.mail_monthly_report", "schedule": 3600.0},
    "make-index-whole": {"task": "search.tasks.make_index_whole", "schedule": 60.0},
    "pulse": {"task": "operations.tasks.pulse", "schedule": 60.0},
    "seal-journal": {"task": "journal.tasks.seal_journal", "schedule": 3600.0},
    "send-digests": {"task": "organisation.tasks.send_digests", "schedule": 3600.0},
    "keep-to-the-periods": {"task": "operations.tasks.keep_to_the_periods", "schedule": 3600.0},
    "tell-of-new-hits": {"task": "search.tasks.tell_of_new_hits", "schedule": 3600.0},
}

# --- API ------------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "organisation.api.authentication.TokenAuthentication",
        "organisation.api.authentication.SessionWithCsrf",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["config.api.OrjsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],  # where files are sent, the view says so
    "DEFAULT_FILTER_BACKENDS": ["organisation.api.parameters.Filters"],
    "DEFAULT_PAGINATION_CLASS": "config.api.KeysetPagination",
    "PAGE_SIZE": 50,
    "DEFAULT_SCHEMA_CLASS": "config.schema.names.Named",
    "EXCEPTION_HANDLER": "config.api.problem",
    "NUM_PROXIES": ENV.proxies,
    "DEFAULT_THROTTLE_RATES": {"tokens": "30/min", "codes": "60/min", "papers": "10/min"},  # see organisation.limits
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Sangkien",
    "DESCRIPTION": "Initiatives and research topics of a city: filed, judged, recognised, counted and found.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "DEFAULT_GENERATOR_CLASS": "config.schema.served.Once",
    "COMPONENT_SPLIT_REQUEST": True,
    "COMPONENT_SPLIT_PATCH": False,  # what a PATCH needs, it needs
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "config.schema.names.with_names",
        "config.schema.problems.with_problems",
        "config.schema.links.with_links",
    ],
    "ENUM_SUFFIX": "",
    "ENUM_NAME_OVERRIDES": {
        "WorkKind": "initiatives.choices.Kind",
        "DossierState": "initiatives.choices.State",
        "Level": "initiatives.choices.Level",
        "Purpose": "initiatives.choices.Purpose",
        "ContractState": "initiatives.choices.ContractState",
        "ReportState": "initiatives.choices.ReportState",
        "RequestState": "initiatives.choices.RequestState",
        "RequestKind": "initiatives.choices.RequestKind",
        "Aftermath": "initiatives.choices.Aftermath",
        "TaskState": "initiatives.choices.TaskState",
        "AppealState": "initiatives.choices.AppealState",
        "Contested": "initiatives.choices.Contested",
        "Remedy": "initiatives.choices.Remedy",
        "TaskMethod": "initiatives.choices.TaskMethod",
        "TargetMethod": "recognition.models.targets.Target.Method",
        "UnitKind": "organisation.models.UnitKind",
        "DecisionKind": "recognition.models.decisions.Decision.Kind",
        "DecisionState": "recognition.models.decisions.Decision.State",
        "DecisionResult": "recognition.models.decisions.DecisionItem.Result",
        "ImportState": "recognition.models.imports.RegisterImport.State",
        "BatchState": "recognition.models.issuing.CertificateBatch.State",
        "PaperState": "recognition.api.serializers.PAPER_STATES",
        "CertificateState": "recognition.models.certificates.Certificate.State",
        "SessionState": "reviews.models.councils.Session.State",
        "HearingState": "reviews.models.councils.Hearing.State",
        "PollState": "reviews.models.polls.Poll.State",
        "SeatRole": "reviews.models.councils.SeatRole",
        "AssignmentState": "reviews.models.assignments.Assignment.State",
        "ConflictState": "reviews.models.conflicts.Conflict.State",
        "ConflictGround": "reviews.models.conflicts.Conflict.Ground",
        "BarKind": ["milestone", "report", "final", "follow_up"],
        "CitationTag": "reviews.rules.citation.Tag",
        "Correctable": "recognition.rules.corrections.NAMES",
        "CostItem": "initiatives.choices.CostItem",
        "ErasureState": "organisation.models.leaving.ErasureRequest.State",
        "FilePurpose": ["report", "request"],
        "FindingState": ["ok", "unused", "warning", "bad"],
        "FollowUpUse": "initiatives.choices.Use",
        "FundingSource": "initiatives.choices.Source",
        "NoticeKind": "initiatives.models.Notice.Kind",
        "RegisterHeadings": "recognition.api.import_shapes.HEADINGS",
        "Scope": "organisation.services.tokens.ASKABLE",
        "Severity": ["strict", "usual", "lenient"],
        "SimilarRelation": "search.models.Relation",
        "Tellable": "operations.services.hooks.TELLABLE",
        "Wish": "reviews.api.serializers.assignments.WISHES",
    },
}

# --- safety ---------------------------------------------------------------------------------------------------------
SESSION_ENGINE = "organisation.sessions"
SESSION_IDLE_HOURS = ENV.session_idle_hours
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "frontend.pages.errors.csrf_failure"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the scoring page shows the dossier's PDF beside the sheet
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # the frame is our own, as said above
SECURE_REFERRER_POLICY = "same-origin"
if ENV.production:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds())
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"

# --- watching -------------------------------------------------------------------------------------------------------
SENTRY_DSN = ENV.sentry_dsn
METRICS_TOKEN = ENV.metrics_token
if METRICS_TOKEN:  # prometheus_client reads this when it is first imported
    ENV.metrics_dir.mkdir(parents=True, exist_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(ENV.metrics_dir)
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "operations.logs.Json"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": ENV.log_format}},
    "root": {"handlers": ["stderr"], "level": ENV.log_level},
    "loggers": {
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
        "django.request": {"level": "ERROR"},
        "operations": {"level": "INFO" if ENV.log_format == "json" else "WARNING"},
        "elastic_transport": {"level": "ERROR"},  # it tells of each request; the search package of those that fail
    },
}
