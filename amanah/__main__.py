"""`python -m amanah` is the command `amanah`."""

from amanah.operations.command import main

if __name__ == "__main__":
    raise SystemExit(main())
