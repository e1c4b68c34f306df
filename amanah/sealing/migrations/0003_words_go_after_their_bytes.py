"""The database refuses to delete words whose bytes are there, and to write others over them.

On SQLite a later migration that rebuilds the table loses these triggers and must make them
anew (`forwards`); a test and `amanah check` say so if it does not.
"""

from django.db import migrations

SAYS = "sealed words are append-only"
REFUSE = f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
SQLITE = {
    "sealing_words_bytes_first": (
        f"BEFORE DELETE ON sealing_words WHEN length(OLD.file) > 0 {REFUSE}"
    ),
    "sealing_words_never_replaced": (
        "BEFORE INSERT ON sealing_words WHEN EXISTS (SELECT 1 FROM sealing_words "
        "WHERE id = NEW.id OR (room_id = NEW.room_id AND (n = NEW.n OR mid = NEW.mid))) " + REFUSE
    ),
}
# `sealing_refuse` was made with the triggers before these.
CALL = "EXECUTE FUNCTION sealing_refuse()"
POSTGRESQL = {
    "sealing_words_bytes_first": (
        f"BEFORE DELETE ON sealing_words FOR EACH ROW WHEN (length(OLD.file) > 0) {CALL}"
    ),
    "sealing_words_never_replaced": (
        f"BEFORE TRUNCATE ON sealing_words FOR EACH STATEMENT {CALL}"
    ),
}


def forwards(apps, schema_editor):
    backwards(apps, schema_editor)
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    for name, body in (POSTGRESQL if on_postgresql else SQLITE).items():
        schema_editor.execute(f"CREATE TRIGGER {name} {body}")


def backwards(apps, schema_editor):
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    for name in SQLITE:
        schema_editor.execute(
            f"DROP TRIGGER IF EXISTS {name}" + (" ON sealing_words" if on_postgresql else "")
        )


class Migration(migrations.Migration):

    dependencies = [
        ("sealing", "0002_words_are_append_only"),
    ]

    operations = [
        migrations.RunPython(forwards, backwards),
    ]
