"""A server that is looked at, honest or not, and the looks."""

import json
import shutil
from dataclasses import replace

import pytest

from amanah.operations.served import looking, release
from amanah.operations.served.line import Line
from tests.journeys import hostile_server
from tests.operations import processes
from tests.operations.processes import amanah, free_port
from tests.operations.verifying.acts import summed


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """The list of this release, as it would lie beside its source."""
    file = tmp_path_factory.mktemp("release") / "release.json"
    done = amanah("verify", "--write", file, home=file.parent / "no-home")
    assert done.returncode == 0, done.stderr
    assert not (file.parent / "no-home").exists()
    return file


@pytest.fixture(scope="module")
def between(upgraded, tmp_path_factory):
    """A served Amanah, and the proxy that people reach it through."""
    home = tmp_path_factory.mktemp("served") / "home"
    shutil.copytree(upgraded, home)
    ours, theirs = free_port(), free_port()
    url = f"http://localhost:{ours}"
    arguments = {"port": theirs, "home": home, "AMANAH_URL": url}
    with (
        processes.running("serve", "--workers", "1", **arguments),
        hostile_server.proxied(ours, to=theirs) as made,
    ):
        yield made


@pytest.fixture
def look(between, published, tmp_path):
    """Look at the server, against the published list: exit code and what was found."""

    def at(*more, against=published):
        options = ("--json", "--release", against, *more)
        done = amanah("verify", between.url, *options, home=tmp_path / "no-home")
        assert "Traceback" not in done.stderr
        told = json.loads(done.stdout)
        return done.returncode, {(one["code"], one["address"]) for one in told["findings"]}, told

    return at


@pytest.fixture
def connected(between):
    line = Line(between.url)
    yield line
    line.close()


@pytest.fixture
def look_at_pages(connected, published):
    """The same look in this process, at the pages alone: levels, and what was found."""

    def at():
        look = looking.begin(connected, [release.read(published)])
        return summed(look.at_pages(looking.OPEN))

    return at


@pytest.fixture
def look_at_file(connected, published):
    """The same look in this process, at one file alone."""

    def at(name, against=published):
        look = looking.begin(connected, [release.read(against)])
        look.release = replace(look.release, files={name: look.release.files[name]})
        return summed(look.at_files())

    return at
