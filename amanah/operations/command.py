"""The command `amanah`."""

import os
import sys


def main(arguments: list[str] | None = None) -> int:
    """Run one subcommand and return its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amanah.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["amanah", *(sys.argv[1:] if arguments is None else arguments)])
    return 0
