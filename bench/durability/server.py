"""A PostgreSQL of our own that keeps what it commits, and can be killed."""

import os
import shutil
import signal
import tempfile
import time
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from urllib.parse import quote

TOOL = Path(__file__).resolve().parents[2] / "tools" / "with-postgres"


class Server:
    """Found, made and started as for the tests, but durable: fsync is on."""

    def __init__(self):
        loader = SourceFileLoader("with_postgres", str(TOOL))
        self.tool = module_from_spec(spec_from_loader("with_postgres", loader))
        loader.exec_module(self.tool)
        self.folder = Path(tempfile.mkdtemp(prefix="amanah-durable-"))
        self.owner = self.tool.somebody_else() if os.getuid() == 0 else None
        if self.owner:
            os.chown(self.folder, self.owner.pw_uid, self.owner.pw_gid)
        self.programs = self.tool.of_the_system() or self.tool.of_the_wheel(self.folder)
        self.tool.make(self.programs, self.folder, self.owner)
        self.start()

    @property
    def url(self):
        folder = quote(str(self.folder), safe="")
        return f"postgresql://amanah@:{self.port}/postgres?host={folder}"

    def start(self):
        self.process, self.port = self.tool.start(self.programs, self.folder, self.owner, ())

    def kill(self):
        """Kill the server and every process of it at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        # Its processes hold shared memory until they are gone.
        time.sleep(0.2)

    def remove(self):
        self.process.send_signal(signal.SIGINT)
        self.process.wait(60)
        shutil.rmtree(self.folder, ignore_errors=True)
