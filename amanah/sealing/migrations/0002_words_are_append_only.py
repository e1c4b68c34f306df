"""The database itself refuses to change words, epochs and grants. The bytes of words may go.

On SQLite a later migration that rebuilds one of the tables loses its triggers and must make
them anew (`forwards`); a test says so if it does not.
"""

from django.db import migrations

# What stays of words when their bytes go.
STAYS = ("id", "room_id", "n", "mid", "epoch", "by_id", "kind", "ref", "at", "sha256")
SAYS = "sealed words are append-only"


def conditions(differs):
    changed = " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in STAYS)
    return f"(length(NEW.file) > 0 OR {changed})"


def sqlite():
    refuse = f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
    return {
        "sealing_words_only_fade": (
            f"BEFORE UPDATE ON sealing_words WHEN {conditions('IS NOT')} {refuse}"
        ),
        "sealing_grant_never_changes": f"BEFORE UPDATE ON sealing_grant {refuse}",
        "sealing_epoch_never_changes": f"BEFORE UPDATE ON sealing_epoch {refuse}",
    }


FUNCTION = f"""
CREATE OR REPLACE FUNCTION sealing_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'restrict_violation';
END $$
"""


def postgresql():
    call = "EXECUTE FUNCTION sealing_refuse()"
    when = conditions("IS DISTINCT FROM")
    return {
        "sealing_words_only_fade": (
            f"BEFORE UPDATE ON sealing_words FOR EACH ROW WHEN {when} {call}"
        ),
        "sealing_grant_never_changes": f"BEFORE UPDATE ON sealing_grant FOR EACH ROW {call}",
        "sealing_epoch_never_changes": f"BEFORE UPDATE ON sealing_epoch FOR EACH ROW {call}",
    }


def forwards(apps, schema_editor):
    backwards(apps, schema_editor)
    triggers = sqlite()
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)
        triggers = postgresql()
    for name, body in triggers.items():
        schema_editor.execute(f"CREATE TRIGGER {name} {body}")


def backwards(apps, schema_editor):
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    for name in sqlite():
        table = "_".join(name.split("_")[:2])
        schema_editor.execute(
            f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if on_postgresql else "")
        )


class Migration(migrations.Migration):

    dependencies = [
        ("sealing", "0001_locks_rooms_and_words"),
    ]

    operations = [
        migrations.RunPython(forwards, backwards),
    ]
