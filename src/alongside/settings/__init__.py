"""Settings of an installation, read from the environment; everything has a default that suits `make demo`.

DATABASE_URL         where the runtime connects (any PostgreSQL >= 15); without it, the embedded server
DATABASE_OWNER_URL   where migrations connect (default: DATABASE_URL); docs/operate/install.md tells of the roles
ALONGSIDE_VAR        folder for the embedded database, the secret key and logs (default: var/ in the checkout)
ALONGSIDE_MODE       demo | production | test (default: demo)
SITE_URL             address people reach the site at, e.g. https://alongside.example.org (links in messages)
SECRET_KEY, SECRET_KEY_FALLBACKS, ALLOWED_HOSTS (comma-separated)
ALONGSIDE_MESSAGES   hold | send (default: hold in the demo, send in production)
PROXIES              how many reverse proxies of yours stand before the web process (default: 0, none is believed)
FILE_SCANNER         path of a callable that says whether an uploaded file is clean (default: none, or ClamAV's)
CLAMAV               where ClamAV listens: unix:/run/clamav/clamd.ctl or tcp:host:3310 (default: none)
ORDER_BY_MEANING     on | off (default: on): a small language model puts what a search in words found in order
SMTP_URL             smtp://user:password@host:587?tls=1;  MAIL_FROM  the sender's address
"""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from alongside.settings import database, languages, mail, numbers, secret

PACKAGE = Path(__file__).resolve().parent.parent
PROJECT_ROOT = PACKAGE.parent.parent
ALONGSIDE_VAR = Path(os.environ.get("ALONGSIDE_VAR") or PROJECT_ROOT / "var").resolve()

MODE = os.environ.get("ALONGSIDE_MODE", "demo")
if MODE not in {"demo", "production", "test"}:
    raise SystemExit(f"ALONGSIDE_MODE is demo, production or test, not {MODE[:40]!r}.")
IS_DEMO = MODE == "demo"
IS_PRODUCTION = MODE == "production"
DEBUG = False

SITE_URL = os.environ.get("SITE_URL", f"http://localhost:{os.environ.get('PORT', '8000')}").rstrip("/")
SECRET_KEY = secret.key(ALONGSIDE_VAR, required=IS_PRODUCTION)
SECRET_KEY_FALLBACKS = [k for k in os.environ.get("SECRET_KEY_FALLBACKS", "").split(",") if k]
_LOCAL_HOSTS = "" if IS_PRODUCTION else "localhost,.localhost,127.0.0.1,[::1],testserver"
ALLOWED_HOSTS = [h for h in os.environ.get("ALLOWED_HOSTS", _LOCAL_HOSTS).split(",") if h]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "procrastinate.contrib.django",
    "alongside.web.components",
    "alongside.core",
    "alongside.places",
    "alongside.partnerships",
    "alongside.people",
    "alongside.directory",
    "alongside.measures",
    "alongside.messaging",
    "alongside.referrals",
    "alongside.volunteering",
    "alongside.safeguarding",
    "alongside.casework",
    "alongside.caring",
    "alongside.appointments",
    "alongside.letters",
    "alongside.signposting",
    "alongside.joining",
    "alongside.befriending",
    "alongside.rights",
    "alongside.insight",
    "alongside.journeys",
]

MIDDLEWARE = [
    "alongside.web.middleware.TypedMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "alongside.web.languages.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "alongside.web.middleware.WallMiddleware",  # last: the page runs inside its partnership's wall
]

ROOT_URLCONF = "alongside.web.urls"
WSGI_APPLICATION = "alongside.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "alongside.web.context.page",
                "alongside.web.languages.context",
                "alongside.web.my_list.context",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django_cotton.templatetags.cotton",
                "alongside.web.components.templatetags.alongside",
                "alongside.web.components.templatetags.quick",
            ],
        },
    }
]
COTTON_DIR = "cotton"
FORM_RENDERER = "alongside.web.components.renderer.GovukRenderer"

DATABASES = database.connections(ALONGSIDE_VAR)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "partnerships.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/home/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "alongside.web.accounts.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "alongside.web.account_forms.SignInForm",
    "change_password": "alongside.web.account_forms.ChangePasswordForm",
    "set_password": "alongside.web.account_forms.SetPasswordForm",
    "reset_password": "alongside.web.account_forms.ResetPasswordForm",
    "reset_password_from_key": "alongside.web.account_forms.ResetPasswordKeyForm",
    "reauthenticate": "alongside.web.account_forms.ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": "alongside.web.account_forms.CodeForm",
    "reauthenticate": "alongside.web.account_forms.CodeAgainForm",
    "activate_totp": "alongside.web.account_forms.ActivateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # a steward vouches for the address; nobody signs up by themselves
MFA_TOTP_ISSUER = "Alongside"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "account/locked_out.html"
AXES_VERBOSE = False

SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_FAILURE_VIEW = "alongside.web.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
PROXIES = numbers.whole("PROXIES", 0)
if PROXIES:  # without one of our own, anybody could say that they came over https
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
if IS_PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SECURE_SSL_REDIRECT = os.environ.get("SECURE_SSL_REDIRECT", "1") == "1"
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = languages.ENGLISH
LANGUAGES = languages.OFFERED
DRAFT_LANGUAGES = languages.DRAFTS
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "Europe/London"

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
STATIC_ROOT = ALONGSIDE_VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if IS_PRODUCTION:
    STORAGES["staticfiles"]["BACKEND"] = "whitenoise.storage.CompressedManifestStaticFilesStorage"
else:
    WHITENOISE_USE_FINDERS = True
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # empty: styles are served from where they are built
MEDIA_ROOT = ALONGSIDE_VAR / "files"
ORDER_BY_MEANING = os.environ.get("ORDER_BY_MEANING", "on") != "off"
CLAMAV = os.environ.get("CLAMAV", "")
# see volunteering/receipts.py and referrals/actions/attachments.py
FILE_SCANNER = os.environ.get("FILE_SCANNER") or ("alongside.core.clamav.scan" if CLAMAV else "")

FEEDS_INSIDE = frozenset(
    host.strip() for host in os.environ.get("FEEDS_INSIDE", "").split(",") if host.strip()
)
DIRECTORY_MONTHS = numbers.growing("DIRECTORY_MONTHS", (6, 9, 12))

MESSAGES_MODE = os.environ.get("ALONGSIDE_MESSAGES", "send" if IS_PRODUCTION else "hold")
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"  # the room where each capability keeps its background jobs
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_USE_TLS, EMAIL_USE_SSL = mail.server()
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("MAIL_FROM", "alongside@example.org")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "alongside.core.logs.LineFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": numbers.log_level()},
}
