"""Settings, read from the environment with defaults that make the embedded form work as it is.

`DATABASE_URL` chooses PostgreSQL; without it the site runs on SQLite under `var/`.
`docs/operations.md` lists every variable.
"""

from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE

from lms.settings.environment import *  # noqa: F403
from lms.settings.environment import BASE_DIR, HOST, VAR_DIR, env
from lms.settings.wagtail import *  # noqa: F403

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.simple_translation",
    "wagtail.embeds",
    "wagtail.sites",
    "lms.people.apps.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtailmedia",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    # Ours come last, floor by floor: what they set up after migrations needs the others' rows.
    "lms.ui",
    "lms.jobs",
    "lms.files",
    "lms.pdf",
    "lms.notify",
    "lms.ledger",
    "lms.people.apps.PeopleConfig",
    "assessments",
    "courses",
    "conduct_records",
    "reviews",
    "lms.home",
    "lms.demo",
]

MIDDLEWARE = [
    # First: whoever reports something without their name is nobody to all that follow.
    "conduct_records.middleware.NamelessMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lms.ui.middleware.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lms.ledger.middleware.LedgerRefusalMiddleware",
    "lms.people.middleware.AttendedMiddleware",
    "lms.people.middleware.ChosenLanguageMiddleware",
    "lms.ui.middleware.UploadLimitMiddleware",
    "lms.ui.middleware.MalformedRequestMiddleware",
    "lms.people.middleware.PersonalPageMiddleware",
    "lms.people.middleware.FirstPasswordMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "conduct_records.middleware.PurposeMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "lms.urls"
WSGI_APPLICATION = "lms.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lms.ui.context_processors.shell",
                "lms.notify.context_processors.bell",
            ],
        },
    },
]

# Database -----------------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'lms.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL;"
            "PRAGMA synchronous=FULL;"
            "PRAGMA secure_delete=ON;"
            "PRAGMA foreign_keys=ON;"
            "PRAGMA recursive_triggers=ON;"  # INSERT OR REPLACE meets those against deleting
            "PRAGMA cache_size=-16000;"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("LMS_DATABASE_CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # PostgreSQL's own guess is of turning disks: it would read a table of hundred thousands whole
    # before it looked up a thousand of them.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c random_page_cost=1.1")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}

# Background work ----------------------------------------------------------------------------

# Wagtail's own small tasks (reference index, search index) run at once; ours go through the
# database outbox of `lms.jobs`, written in the transaction that causes them.
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "outbox": {"BACKEND": "django_tasks_db.DatabaseBackend", "ENQUEUE_ON_COMMIT": False},
}

# E-mail -------------------------------------------------------------------------------------

# Where outgoing mail is handed in; without it, notices stand on the site only.
EMAIL_IS_CONFIGURED = bool(env.str("LMS_EMAIL_URL", default=""))
if EMAIL_IS_CONFIGURED:
    globals().update(env.email_url("LMS_EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("LMS_EMAIL_FROM", default=f"noreply@{HOST}")

# People and sign-in -------------------------------------------------------------------------

AUTH_USER_MODEL = "people.Employee"
AUTHENTICATION_BACKENDS = ["lms.people.backends.RoleGrantBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "lms.people.validators.NotStaffNumberValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_REDIRECT_URL = "home:today"
LOGOUT_REDIRECT_URL = "people:sign-in"
CSRF_FAILURE_VIEW = "lms.ui.views.csrf_failure"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# True where the site is served over HTTPS (`script/server --https` sets it).
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.bool("LMS_HTTPS", default=False)
# A reverse proxy's name for the caller's address; empty: the address of the connection counts.
CLIENT_ADDRESS_HEADER = env.str("LMS_CLIENT_ADDRESS_HEADER", default="")

# Languages and time -------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.str("LMS_TIME_ZONE", default="Asia/Shanghai")
FORMAT_MODULE_PATH = ["lms.ui.formats"]

# Static files and uploads -------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Scans, results of long work: handed out by views that ask for rights, never by address.
    "private": {
        "BACKEND": "lms.files.storage.NamelessStorage",
        "OPTIONS": {"location": VAR_DIR / "private", "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600

# The ledger ----------------------------------------------------------------------------------

LEDGER_KEYS_DIR = env.str("LMS_LEDGER_KEYS_DIR", default=str(VAR_DIR / "ledger-keys"))
LEDGER_MASTER_KEY = env.str("LMS_LEDGER_MASTER_KEY", default="")
LEDGER_SIGNING_KEY = env.str("LMS_LEDGER_SIGNING_KEY", default="")
LEDGER_VERIFIER_KEYS = env.str("LMS_LEDGER_VERIFIER_KEYS", default="")
# The log's name in checkpoints; taken when the ledger is begun, and lasting from then on.
LEDGER_ORIGIN = env.str("LMS_LEDGER_ORIGIN", default=f"{HOST}/ledger")
# Checkpoints leave the machine: into this file, and by e-mail to these addresses.
LEDGER_CHECKPOINT_FILE = env.str(
    "LMS_LEDGER_CHECKPOINT_FILE", default=str(VAR_DIR / "ledger" / "checkpoints.txt")
)
LEDGER_MAIL_TO = env.list("LMS_LEDGER_MAIL_TO", default=[])

# Headers ------------------------------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail's preview panel shows pages in a frame
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}
# Wagtail's admin needs inline scripts and styles; `lms.ui.middleware` puts this on its URLs only.
RELAXED_POLICY = CONTENT_SECURITY_POLICY["DIRECTIVES"] | {
    "script-src": [SELF, UNSAFE_INLINE, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "media-src": [SELF, "blob:"],
    "frame-src": [SELF],
}

# Logs ---------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LMS_LOG_LEVEL", default="INFO")},
    "loggers": {
        **{name: {"level": "WARNING"} for name in ("django_tasks", "fontTools", "wagtail")},
        "weasyprint": {"level": "ERROR"},
    },
}

# The company ---------------------------------------------------------------------------------

COMPANY_NAME = env.str("LMS_COMPANY_NAME", default="青檐物业服务有限公司")
COMPANY_NAME_EN = env.str("LMS_COMPANY_NAME_EN", default="Qingyan Property Services")
# For characters that our own fonts lack (Debian's fonts-hanazono); without it, printing a name
# that needs it is refused.
FALLBACK_FONT = env.str(
    "LMS_FALLBACK_FONT", default="/usr/share/fonts/truetype/hanazono/HanaMinB.ttf"
)
# First part of a certificate's serial number.
CERTIFICATE_PREFIX = env.str("LMS_CERTIFICATE_PREFIX", default="QY")
