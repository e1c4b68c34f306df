"""Serves the bench as `amanah serve` serves the product: python -m bench.web.serve PORT WORKERS."""

import os
import sys

import django


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.web.settings"
    django.setup()
    from django.conf import settings

    from amanah.operations import server

    port, workers = map(int, sys.argv[1:])
    server.run("127.0.0.1", port, workers=workers, logging=settings.LOGGING, quiet=True)


if __name__ == "__main__":
    main()
