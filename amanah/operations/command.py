"""The command `amanah`."""

import argparse
import os
import sys
from importlib import import_module
from types import ModuleType

from amanah import __version__
from amanah.config import env
from amanah.config.env import BadSetting
from amanah.operations import changeover, misfortune, stop
from amanah.operations.commands import GROUPS
from amanah.operations.lock import refuse_anothers, serving

OURS = [name for group in GROUPS.values() for name in group if name != "worker"]
# These have no home, or one of their own; restore looks into the one that it is given.
WITHOUT_HOME = {"demo", "pair", "restore", "verify"}
WORKER = "Do the work that waits: mail, reminders, clearing up. One process or many."
HEAD = """Amanah {version}: a self-hosted mentoring platform for medicine.

usage: amanah COMMAND [--help] […]
"""
FOOT = """
Everything that an installation owns is in AMANAH_HOME (now {home}),
except the database if AMANAH_DATABASE_URL names one. All settings: docs/reference/settings.md.

A new installation: upgrade, create-institution, then serve and worker; see docs/how-to/install.md.
Django's own commands: amanah django help
"""


def main(arguments: list[str] | None = None) -> int:
    """Run one subcommand and return its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amanah.config.settings")
    # Whatever a command writes belongs to the operator's account alone.
    os.umask(0o077)
    given = sys.argv[1:] if arguments is None else arguments
    try:
        return _run(given)
    except stop.Stop as reason:
        print(f"amanah: {reason}", file=sys.stderr)
        return reason.code
    except BadSetting as reason:
        print(reason, file=sys.stderr)
        return stop.REFUSED
    except KeyboardInterrupt:
        return 130
    except Exception as cause:
        sentence = misfortune.told(cause)
        if not sentence:
            raise
        print(f"amanah: {sentence}", file=sys.stderr)
        return stop.PROBLEMS


def _run(given: list[str]) -> int:
    if not given or given[0] in {"help", "--help", "-h"}:
        if given[1:] and given[1] in OURS:
            return _ours(given[1], ["--help"])
        print(overview())
        return stop.DONE if given else stop.USAGE
    if given[0] == "--version":
        print(__version__)
        return stop.DONE
    if given[0] not in WITHOUT_HOME and not {"--help", "-h"} & set(given):
        refuse_anothers(env.home(), by=os.geteuid())
        changeover.finish_what_was_begun(env.home())
    if given[0] in OURS:
        return _ours(given[0], given[1:])
    return _djangos(given[1:] if given[0] == "django" else given, asked_for=given[0] == "django")


def overview() -> str:
    """What `amanah --help` prints."""
    lines = [HEAD.format(version=__version__)]
    for group, names in GROUPS.items():
        lines.append(group)
        for name in names:
            summary = WORKER if name == "worker" else module_of(name).SUMMARY
            lines.append(f"  {name:<19} {summary}")
    lines += ["", "Exit codes"]
    lines += [f"  {code}  {meaning}" for code, meaning in stop.MEANINGS.items()]
    home = os.environ.get("AMANAH_HOME") or "~/.amanah"
    return "\n".join(lines) + "\n" + FOOT.format(home=home)


def module_of(name: str) -> ModuleType:
    return import_module(f"amanah.operations.commands.{name.replace('-', '_')}")


def parser_of(name: str) -> argparse.ArgumentParser:
    """The subcommand's parser; its module's docstring is the description."""
    module = module_of(name)
    parser = argparse.ArgumentParser(
        prog=f"amanah {name}",
        description=module.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    module.arguments(parser)
    return parser


def _ours(name: str, rest: list[str]) -> int:
    options = parser_of(name).parse_args(rest)
    return int(module_of(name).run(options))


def _djangos(given: list[str], *, asked_for: bool) -> int:
    """Run one of Django's commands, or one that an app brings along."""
    import django
    from django.conf import settings
    from django.core.management import ManagementUtility, get_commands

    django.setup()
    if not asked_for and given[0] not in get_commands():
        print(f"amanah: there is no command {given[0]!r}; see amanah --help.", file=sys.stderr)
        return stop.USAGE
    run = ManagementUtility(["amanah", *(given or ["help"])]).execute
    if given[:1] == ["worker"]:
        with serving(settings.HOME):
            run()
    else:
        run()
    return stop.DONE
