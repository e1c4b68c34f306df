"""Amanah's own settings, with the addresses and templates of the bench beside its own."""

from pathlib import Path

from amanah.config.settings import *  # noqa: F403
from amanah.config.settings import TEMPLATES

ROOT_URLCONF = "bench.web.urls"
TEMPLATES[0]["DIRS"] = [Path(__file__).parent / "templates"]
