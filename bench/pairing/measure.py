"""Runs one task in this process and prints what it took, as one line of JSON.

Knows nothing of Amanah, so that the peers' environment can use it.
"""

import json
import os
import resource
import time
from collections.abc import Callable


def took(task: Callable[[], object], **more: object) -> None:
    """Time a task. The memory is the most that this whole process ever held."""
    wall, cpu = time.perf_counter(), time.process_time()
    answer = task()
    print(
        json.dumps(
            {
                "cpu": time.process_time() - cpu,
                "wall": time.perf_counter() - wall,
                "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10,
                "load": os.getloadavg()[0],
                "answer": answer,
                **more,
            }
        ),
        flush=True,
    )
