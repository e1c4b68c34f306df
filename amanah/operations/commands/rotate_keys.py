"""Change the field keys: a new one encrypts from here on, and everything is encrypted anew.

  amanah rotate-keys                make a new key and encrypt everything with it
  amanah rotate-keys --re-encrypt   only that, with the newest key there is (if keys come from
                                    AMANAH_FIELD_KEYS, put the new one first there, then this)
  amanah rotate-keys --drop-old     forget older keys, once nothing needs them

Stop `amanah serve` and `amanah worker` first. Older backups need the older keys: keep a copy of
field.keys from before --drop-old with them, or make a new backup and let the old ones go.
"""

import argparse

from amanah.operations.stop import DONE, Stop

SUMMARY = "Change the keys that encrypt single fields, and encrypt everything anew."


def arguments(parser: argparse.ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--re-encrypt", action="store_true", help="without making a new key")
    which.add_argument("--drop-old", action="store_true", help="forget older keys")


def run(options: argparse.Namespace) -> int:
    import django

    django.setup()
    from django.conf import settings

    from amanah.config import env
    from amanah.operations import installation, rotation
    from amanah.operations.lock import alone

    given = bool(env.text("AMANAH_FIELD_KEYS"))
    if given and not options.re_encrypt:
        raise Stop(
            "the keys come from AMANAH_FIELD_KEYS, which only you can change. Put a new key of 64 "
            "hexadecimal digits first there, then run: amanah rotate-keys --re-encrypt"
        )
    installation.refuse_unless_ready()
    with alone(settings.HOME):
        if options.drop_old:
            count = rotation.drop_old_keys(settings.HOME)
            print(f"{count} older keys were forgotten.")
            return DONE
        if not options.re_encrypt:
            rotation.add_key(settings.HOME)
        count = rotation.encrypt_anew()
    print(f"{count} rows are encrypted with the newest key. Keep a copy of the new field.keys.")
    return DONE
