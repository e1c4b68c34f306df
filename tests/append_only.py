"""Taking away what protects ledger and words, and giving it back; only tests and migrations do."""

from importlib import import_module

from django.db import connection

_LEDGER = "amanah.stewardship.migrations.0003_ledger_is_append_only"
# Forwards in this order, backwards in the other.
_SEALED = (
    "amanah.sealing.migrations.0002_words_are_append_only",
    "amanah.sealing.migrations.0003_words_go_after_their_bytes",
)
_migrations = [import_module(name) for name in (_LEDGER, *_SEALED)]


class _Editor:
    connection = connection

    @staticmethod
    def execute(statement):
        with connection.cursor() as cursor:
            cursor.execute(statement)


def protect():
    settle()
    for migration in _migrations:
        migration.forwards(None, _Editor)


def unprotect():
    settle()
    for migration in reversed(_migrations):
        migration.backwards(None, _Editor)


def settle():
    """Let PostgreSQL check now what it would have checked at the commit."""
    if connection.vendor == "postgresql":
        _Editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _Editor.execute("SET CONSTRAINTS ALL DEFERRED")
