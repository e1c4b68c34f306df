"""What granian's worker processes load."""

from django.conf import settings

from amanah.config.wsgi import application
from amanah.operations import parent
from amanah.operations.server import Gate

# SQLite has one writer: more threads give the same rate and a tail five times as long.
THREADS_ON_SQLITE, THREADS_ON_POSTGRESQL = 1, 4

on_sqlite = settings.DATABASES["default"]["ENGINE"] == "amanah.base.sqlite"
parent.end_with_it()
gate = Gate(application, THREADS_ON_SQLITE if on_sqlite else THREADS_ON_POSTGRESQL)
