"""The age command, which opens what browsers sealed without anything of ours."""

import os
import pty
import select
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def found(finder):
    path = subprocess.run([ROOT / "tools" / finder], stdout=subprocess.PIPE, text=True, check=True)
    return path.stdout.strip()


def run(age, *arguments, given=b""):
    return subprocess.run(
        [age, *arguments], input=given, capture_output=True, check=True, timeout=60
    ).stdout


def at_a_terminal(age, *arguments, typed, times=1):
    """Run age where it can ask for a passphrase: it reads that from a terminal and nowhere else."""
    ours, theirs = pty.openpty()
    command = ["setsid", "--ctty", "--wait", age, *arguments]
    asked = b""
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        answered, until = 0, time.monotonic() + 60
        while time.monotonic() < until:
            if not select.select([ours], [], [], 0.1)[0]:
                if process.poll() is not None:
                    break
                continue
            try:
                asked += os.read(ours, 1024)
            except OSError:  # The terminal is closed: it has ended.
                break
            if answered < times and asked.count(b"passphrase") > answered and asked.endswith(b": "):
                os.write(ours, f"{typed}\n".encode())
                answered += 1
        process.wait(timeout=60)
    os.close(ours)
    return process.returncode, asked.decode()
