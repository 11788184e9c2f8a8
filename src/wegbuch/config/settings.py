"""One settings file for every start; what differs comes from the environment and fails loudly."""

import os
from datetime import timedelta
from typing import Any

from csp.constants import NONE, SELF

from wegbuch.core import replica

from .database import databases
from .environment import ROOT, from_environment

ENVIRONMENT = from_environment(os.environ)
IS_TEST = ENVIRONMENT.mode == "test"

DEBUG = ENVIRONMENT.is_debug
SECRET_KEY = ENVIRONMENT.secret_key()
ALLOWED_HOSTS = [*ENVIRONMENT.hosts, "testserver"] if IS_TEST else list(ENVIRONMENT.hosts)
ROOT_URLCONF = "wegbuch.config.urls"
WSGI_APPLICATION = "wegbuch.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES: dict[str, dict[str, Any]] = databases(ENVIRONMENT)
DATABASE_ROUTERS = ["wegbuch.config.routing.ReadRouter"] if replica.ALIAS in DATABASES else []

INSTALLED_APPS = [
    "wegbuch.core",
    "wegbuch.access",
    "wegbuch.jobs",
    "wegbuch.cases",
    "wegbuch.counselling",
    "wegbuch.procedures",
    "wegbuch.entitlements",
    "wegbuch.protection",
    "wegbuch.staffing",
    "wegbuch.reporting",
    "wegbuch.demo",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "django_htmx",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "wegbuch.core.middleware.keep_out_of_caches",
    "wegbuch.core.middleware.say_what_may_run",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wegbuch.core.middleware.refuse_odd_charsets",
    "wegbuch.core.middleware.refuse_large_bodies",
    "wegbuch.access.sessions.PatientSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wegbuch.config.routing.read_from_replica",
    "wegbuch.access.sessions.lock_idle_sessions",
    "wegbuch.access.gate.refuse_ungated_views",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "wegbuch.access.frame.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "wegbuch.core.templatetags.wegbuch",
                "wegbuch.core.templatetags.codes",
                "wegbuch.core.templatetags.kept",
            ],
        },
    }
]
FORM_RENDERER = "wegbuch.core.forms.WegbuchRenderer"

# People and sign-in
AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["wegbuch.access.sign_in.StaffBackend"]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if IS_TEST
    else ["django.contrib.auth.hashers.Argon2PasswordHasher"]
)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "wegbuch.access.sign_in.InvitedOnlyAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_FORMS = {
    "login": "wegbuch.access.sign_in.SignInForm",
    "change_password": "wegbuch.access.sign_in.ChangePasswordForm",
}
# The brake: per account, and loosely per address so that one shared connection is not locked out.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "60/m/ip,8/5m/key",
    "login_account": "60/5m/key",
    "reauthenticate": "10/5m/user",
    "person_search": "60/5m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT.proxy_count

# Sessions: idle ones lock and keep the person known; after the longest time they end.
SESSION_ENGINE = "wegbuch.access.session_store"
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_LOCKS_AFTER = timedelta(minutes=15)
SESSION_ENDS_AFTER = timedelta(hours=10)
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.is_behind_tls
SESSION_COOKIE_NAME = "__Host-wegbuch" if ENVIRONMENT.is_behind_tls else "wegbuch"
CSRF_COOKIE_NAME = "__Host-wegbuch-form" if ENVIRONMENT.is_behind_tls else "wegbuch-form"
# Messages name people: they stay on the server and never lie in a cookie.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "wegbuch.core.errors.csrf_failure"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"}
    if not IS_TEST
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

# Headers
SECURE_CONTENT_TYPE_NOSNIFF = True
# Not "no-referrer": browsers then send "Origin: null" with a form, and the check against foreign forms fails.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if ENVIRONMENT.is_behind_tls else 0
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.proxy_count else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Language and time
LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch")]
USE_I18N = USE_TZ = True
TIME_ZONE = "Europe/Berlin"
WEGBUCH_TODAY = ENVIRONMENT.fixed_today
USE_THOUSAND_SEPARATOR = True

# Files
STATIC_URL = "static/"
STATIC_ROOT = ENVIRONMENT.data / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if IS_TEST
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = IS_TEST
MEDIA_ROOT = ENVIRONMENT.data / "files"
KEY_RING = ENVIRONMENT.keys / "ring.json"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
# The largest body of a form, of the one form that takes a list, and of forms that take photos.
LARGEST_BODY, LARGEST_UPLOAD, UPLOAD_PATH = 3_000_000, 42_000_000, "/listen/"
LARGEST_FILES = 60_000_000
# Uploads stay in memory: nothing of them lies in clear on a disk.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = LARGEST_FILES
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# Long work goes through a table of the database; tests do it at once.
TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend" if IS_TEST else "django_tasks_db.DatabaseBackend"
    }
}

# Nothing leaves the house from here. The worker alone opens the way to the relay of ENVIRONMENT, if there is one.
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "wegbuch.core.logs.QuietFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016"]
LOCALE_PATHS = [ROOT / "src/wegbuch/locale"]
