"""Every figure about pairing in one run: ours, our peers', and how both compare with the aims.

    python -m bench.pairing              everything: about half an hour, and 8 GB for one peer
    python -m bench.pairing --small      nothing larger than 20,000 mentees
    python -m bench.pairing --only NAME  one task again; the others as they were measured last
    python -m bench.pairing --page       docs/explanation/pairing-speed.md from the last figures

Each task runs alone in a process of its own, one thread. Peers have an environment of their own,
installed from requirements/bench-pairing.txt, and read the same markets from files.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from bench.pairing.aims import judged
from bench.pairing.markets import SIZES, saved
from bench.pairing.page import write

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache"
PEERS = CACHE / "bench-pairing"
RESULTS = CACHE / "bench-pairing.json"
LONGEST = 1800

OURS = [
    *((task, size) for size in SIZES for task in ("total", "stable")),
    *(("fair", size) for size in SIZES if size != "1M"),
    *((f"certificate-of-{task}", "20k") for task in ("total", "fair", "stable")),
    ("certificate-of-total", "1M"),
    ("over-all-total", ""),
    ("over-all-fair", ""),
    ("whole-200", ""),
    ("whole-2000", ""),
    ("what-if-2000", ""),
    ("role-limits-200", ""),
]
THEIRS = [
    (task, "20k")
    for task in (
        "matching-documented",
        "matching-bare",
        "scipy-sparse",
        "highs",
        "lemon",
        "scipy-dense",
    )
]


def main() -> int:
    asked = arguments()
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    if not asked.page:
        for task, size in [*OURS, *THEIRS]:
            name = f"{task} {size}".strip()
            if asked.only not in ("", name) or (asked.small and size in ("100k", "1M")):
                continue
            results[name] = measured(task, size)
            print(line(name, results[name]), flush=True)
            RESULTS.write_text(json.dumps(results, indent=1))
    print()
    for judgement in judged(results):
        print(judgement)
    write(results, ROOT / "docs")
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--only", metavar="NAME", default="")
    parser.add_argument("--page", action="store_true")
    return parser.parse_args()


def measured(task: str, size: str) -> dict:
    """What a task took, or why there is no figure."""
    path = str(saved(size, CACHE / "bench-pairing-markets")) if size else ""
    if (task, size) in THEIRS:
        command = [environment(), str(ROOT / "bench/pairing/peers.py"), task, path]
    else:
        command = [sys.executable, "-m", "bench.pairing.ours", task, path]
    alone = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    try:
        done = subprocess.run(
            command,
            env={**os.environ, **alone},
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=LONGEST,
        )
    except subprocess.TimeoutExpired:
        return {"failed": f"not done within {LONGEST} s"}
    if done.returncode or not done.stdout.strip():
        return {"failed": (done.stderr.strip().splitlines() or [f"exit {done.returncode}"])[-1]}
    return json.loads(done.stdout.splitlines()[-1])


def environment() -> str:
    """The peers' Python, installed if it is not there yet."""
    python = PEERS / "bin/python"
    if not python.exists():
        uv = str(ROOT / ".venv/bin/uv")
        subprocess.run([uv, "venv", "--quiet", PEERS], check=True)
        locked = ["--require-hashes", "-r", ROOT / "requirements/bench-pairing.txt"]
        subprocess.run([uv, "pip", "install", "-q", *locked, "--python", python], check=True)
    return str(python)


def line(name: str, result: dict) -> str:
    if "failed" in result:
        return f"{name:<30} {result['failed']}"
    return (
        f"{name:<30} {result['cpu']:>8.2f} s CPU {result['wall']:>8.2f} s wall "
        f"{result['memory'] / 1e6:>7.0f} MB   load {result['load']:.1f}"
    )


if __name__ == "__main__":
    sys.exit(main())
