"""Migrations, all of them in one transaction: they all happen or none does, on either database."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor


@contextmanager
def one_transaction() -> Iterator[None]:
    """Change the schema and the rows; keep it only if the block ends well."""
    on_sqlite = connection.vendor == "sqlite"
    if on_sqlite:
        # Tables are rebuilt by way of a copy; references are checked once, at the end.
        connection.disable_constraint_checking()
    try:
        with transaction.atomic():
            yield
            connection.check_constraints()
    finally:
        if on_sqlite:
            connection.enable_constraint_checking()


def migrate(
    targets: Sequence[tuple[str, str]] | None = None, *, told: Callable[[str], Any] = str
) -> int:
    """Bring the schema to these migrations, or to the newest, and say how many were applied.

    `told` hears the name of each as it begins.
    """

    def progress(action: str, migration: Any = None, fake: bool = False) -> None:
        if action == "apply_start":
            told(str(migration))
        elif action == "apply_success":
            _settle()

    executor: Any = MigrationExecutor(connection, progress)  # type: ignore[arg-type]
    executor.loader.check_consistent_history(connection)
    goal = list(targets) if targets is not None else executor.loader.graph.leaf_nodes()
    plan = executor.migration_plan(goal)
    state = executor._create_project_state(with_applied_migrations=True)
    state = executor.migrate(goal, plan=plan, state=state)
    if targets is None:
        state.clear_delayed_apps_cache()
        emit_post_migrate_signal(0, False, connection.alias, apps=state.apps, plan=plan)
    return len(plan)


def _settle() -> None:
    """PostgreSQL will not alter a table whose references are still to be checked: check them."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
