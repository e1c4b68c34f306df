"""Taking the ledger's protection away and giving it back, as only tests and migrations do."""

from importlib import import_module

from django.db import connection

_migration = import_module("amanah.stewardship.migrations.0003_ledger_is_append_only")


class _Editor:
    connection = connection

    @staticmethod
    def execute(statement):
        with connection.cursor() as cursor:
            cursor.execute(statement)


def protect():
    settle()
    _migration.forwards(None, _Editor)


def unprotect():
    settle()
    _migration.backwards(None, _Editor)


def settle():
    """Let PostgreSQL check now what it would have checked at the commit."""
    if connection.vendor == "postgresql":
        _Editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _Editor.execute("SET CONSTRAINTS ALL DEFERRED")
