"""The database itself refuses to change or delete what is in a ledger.

On SQLite a later migration that rebuilds one of the tables loses its triggers and must make
them anew (`forwards`); a test and `amanah check` say so if it does not.
"""

from django.db import migrations

REFUSE = "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
SQLITE = {
    "stewardship_entry_never_changes": f"BEFORE UPDATE ON stewardship_entry {REFUSE}",
    "stewardship_entry_never_goes": f"BEFORE DELETE ON stewardship_entry {REFUSE}",
    "stewardship_entry_never_replaced": (
        "BEFORE INSERT ON stewardship_entry WHEN EXISTS (SELECT 1 FROM stewardship_entry "
        "WHERE id = NEW.id OR (chain_id = NEW.chain_id AND number = NEW.number)) " + REFUSE
    ),
    "stewardship_chain_never_goes": f"BEFORE DELETE ON stewardship_chain {REFUSE}",
    "stewardship_chain_only_grows": (
        "BEFORE UPDATE ON stewardship_chain "
        f"WHEN NEW.id <> OLD.id OR NEW.length <> OLD.length + 1 {REFUSE}"
    ),
}

FUNCTION = """
CREATE OR REPLACE FUNCTION stewardship_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'restrict_violation';
END $$
"""
CALL = "EXECUTE FUNCTION stewardship_refuse()"
POSTGRESQL = {
    "stewardship_entry_never_changes": f"BEFORE UPDATE ON stewardship_entry FOR EACH ROW {CALL}",
    "stewardship_entry_never_goes": f"BEFORE DELETE ON stewardship_entry FOR EACH ROW {CALL}",
    "stewardship_entry_never_replaced": (
        f"BEFORE TRUNCATE ON stewardship_entry FOR EACH STATEMENT {CALL}"
    ),
    "stewardship_chain_never_goes": f"BEFORE DELETE ON stewardship_chain FOR EACH ROW {CALL}",
    "stewardship_chain_only_grows": (
        "BEFORE UPDATE ON stewardship_chain FOR EACH ROW "
        f"WHEN (NEW.id <> OLD.id OR NEW.length <> OLD.length + 1) {CALL}"
    ),
}


def forwards(apps, schema_editor):
    backwards(apps, schema_editor)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)
        triggers = POSTGRESQL
    else:
        triggers = SQLITE
    for name, body in triggers.items():
        schema_editor.execute(f"CREATE TRIGGER {name} {body}")


def backwards(apps, schema_editor):
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    for name in SQLITE:
        table = "_".join(name.split("_")[:2])
        schema_editor.execute(
            f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if on_postgresql else "")
        )


class Migration(migrations.Migration):

    dependencies = [
        ("stewardship", "0002_let_people_leave"),
    ]

    operations = [
        migrations.RunPython(forwards, backwards),
    ]
