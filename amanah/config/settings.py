"""The one settings file. Every setting of ours is an AMANAH_… variable, or …_FILE a secret's path.

Each has a line in docs/reference/settings.md; a test says so.
"""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from amanah.base import catalogues
from amanah.config import env, sign_on
from amanah.config.database import database
from amanah.shell import logs

PACKAGE = Path(__file__).resolve().parent.parent

# Home: everything that an installation owns.
HOME = env.home()
IS_DEMO = env.flag("AMANAH_DEMO")
CLOCK_MAY_MOVE = IS_DEMO
SECRET_KEY = env.signing_key("AMANAH_SECRET_KEY", HOME)
FIELD_KEYS = env.field_keys("AMANAH_FIELD_KEYS", HOME)
DATABASES = {"default": database(env.text("AMANAH_DATABASE_URL"), HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = HOME / "attachments"

# Where it is reached.
BASE_URL = env.text("AMANAH_URL", "http://localhost:8000").rstrip("/")
_address = urlsplit(BASE_URL)
IS_HTTPS = _address.scheme == "https"
ALLOWED_HOSTS = [_address.hostname or "localhost", *env.words("AMANAH_ALSO_HOSTS")]
CSRF_TRUSTED_ORIGINS = [BASE_URL]
OPERATOR_EMAIL = env.text("AMANAH_OPERATOR_EMAIL")
DEBUG = False
USE_X_FORWARDED_HOST = False
TRUSTED_PROXIES = env.number("AMANAH_TRUSTED_PROXIES", 0)
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_linear_migrations",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.saml",
    "amanah.base",
    "amanah.shell",
    "amanah.stewardship",
    "amanah.outbox",
    "amanah.institutions",
    "amanah.people",
    "amanah.sealing",
    "amanah.notifications",
    "amanah.conflicts",
    "amanah.programmes",
    "amanah.mentoring",
    "amanah.matching",
    "amanah.conversation",
    "amanah.concerns",
    "amanah.help",
    "amanah.home",
    "amanah.operations",
    # After ours, so that our fields come before its own.
    "django.forms",
]
FIRST_PARTY_APPS = [app for app in INSTALLED_APPS if app.startswith("amanah.")]
MIDDLEWARE = [
    "amanah.shell.requests.log_each",
    "amanah.shell.requests.know_the_client",
    "amanah.shell.middleware.headers",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "amanah.shell.requests.know_the_host",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "amanah.people.settling.settle",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "amanah.shell.kept.keep_what_was_typed",
]
ROOT_URLCONF = "amanah.config.urls"
WSGI_APPLICATION = "amanah.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["amanah.shell.templatetags.written"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "amanah.home.context.frame",
            ],
        },
    }
]

# People and how they sign in.
AUTH_USER_MODEL = "people.Person"
# The address is unique whatever its case, by a constraint that this check does not look at.
# Framing is forbidden by our policy's frame-ancestors (W002); what other hosts of the domain do
# (W005) and browsers' lists (W021) are for its owner to decide, in the proxy.
SILENCED_SYSTEM_CHECKS = ["auth.W004", "security.W002", "security.W005", "security.W021"]
AUTHENTICATION_BACKENDS = ["amanah.people.backend.Backend"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_ENABLED = False
ACCOUNT_ADAPTER = "amanah.people.adapter.Account"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "30/m/ip,8/600s/key",
    "reset_password": "20/600s/ip,3/3600s/key",
    "reset_password_from_key": "20/600s/ip",
    "reauthenticate": "10/600s/user",
    "change_password": "10/600s/user",
    "manage_email": "5/3600s/user",
    "ask_for_mentorship": "10/86400s/user",
    "join_by_link": "60/600s/ip,3/3600s/key",
}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
MFA_ADAPTER = "amanah.people.mfa.Factors"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_TOLERANCE = 1
SIGN_ONS = sign_on.read()
SOCIALACCOUNT_PROVIDERS = sign_on.providers(SIGN_ONS)
SOCIALACCOUNT_ADAPTER = "amanah.people.sign_ons.SignOns"
SOCIALACCOUNT_LOGIN_ON_GET = True
PASSWORD_RESET_TIMEOUT = 60 * 60 * 4
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"amanah.people.passwords.{rule}"}
    for rule in ("LongEnough", "NotCommon", "NotAboutYou")
]
# Only what is remembered for minutes: how often somebody tried.
CACHES = {"default": {"BACKEND": "amanah.people.memory.ShortMemory"}}
LOGIN_URL = "account_login"
# Where somebody shows once more who they are (shell/proof.py).
PROVE_URL = "people:prove"
LOGIN_REDIRECT_URL = "home:today"
PASSWORD_HASHERS = ["amanah.people.hashers.Argon2"]
SESSION_ENGINE = "amanah.people.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_NAME = "amanah_session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = "amanah_csrf"
LANGUAGE_COOKIE_NAME = "amanah_language"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Work that waits, and mail.
TASKS = {"default": {"BACKEND": "amanah.base.queue.LeaseQueue"}}
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
if IS_DEMO:
    TEMPLATES[0]["OPTIONS"]["context_processors"].append(  # type: ignore[index]
        "amanah.operations.demo_views.phrases"
    )
    EMAIL_BACKEND = "amanah.operations.demo.catcher.Catcher"
DEFAULT_FROM_EMAIL = env.text("AMANAH_MAIL_FROM", "Amanah <amanah@localhost>")
EMAIL_HOST = env.text("AMANAH_MAIL_HOST", "localhost")
EMAIL_PORT = env.number("AMANAH_MAIL_PORT", 25, least=1)
EMAIL_HOST_USER = env.text("AMANAH_MAIL_USER")
EMAIL_HOST_PASSWORD = env.text("AMANAH_MAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("AMANAH_MAIL_STARTTLS")
EMAIL_USE_SSL = env.flag("AMANAH_MAIL_TLS")
EMAIL_TIMEOUT = 20

# Languages and time.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ur", _("Urdu"))]
LOCALE_PATHS = [PACKAGE / "locale"]
catalogues.compile_stale(LOCALE_PATHS[0])
FORMAT_MODULE_PATH = ["amanah.config.formats"]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"

# Files that the browser fetches.
STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "static"]
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "amanah.shell.storage.StaticFiles"},
}
FORM_RENDERER = "amanah.shell.forms.Renderer"
CSRF_FAILURE_VIEW = "amanah.shell.errors.stale"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024 * 2
# As much as `uploads.Bounded` lets through: nothing of a file is left on the disk by a crash.
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024 * 25
FILE_UPLOAD_HANDLERS = [
    "amanah.shell.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
]
FILE_UPLOAD_PERMISSIONS = 0o600

# What the browser may do with our pages.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "worker-src": [SELF],
        "connect-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "blob:"],
        "media-src": [SELF, "blob:"],
        "font-src": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["htmx", "amanah"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
_redirect = env.flag("AMANAH_REDIRECT_TO_HTTPS", True)
if IS_HTTPS:
    SECURE_SSL_REDIRECT = _redirect
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]

# What is written down about running: lines without anybody in them, and no mail to admins.
LOGGING = logs.configuration(logs.Plain if IS_DEMO else logs.JsonLines)
