"""The subcommands of `amanah`, one module each.

A module has `SUMMARY` (one line), `arguments(parser)` and `run(options)`, which returns an exit
code or raises `Stop`. It imports Django's settings only inside `run`, because a command such as
`demo` first decides what they will be.
"""

GROUPS = {
    "Try it": ("demo",),
    "Begin": ("upgrade", "create-institution"),
    "Run it": ("serve", "worker", "check"),
    "Keep it safe": ("backup", "restore", "rotate-keys"),
    "Look after people": ("people", "reset-sign-in", "erase"),
    "Check what was done": ("export-run",),
    "Without an installation": ("pair", "verify"),
}
