"""Amanah: a self-hosted mentoring platform for medicine.

Importing the package settles two things before anything else can decide otherwise:
which SQLite is used, and where time zones come from.
"""

import sys
import zoneinfo

import pysqlite3
import pysqlite3.dbapi2

# The interpreter's own SQLite may be one that can corrupt a database in WAL mode
# (fixed in 3.51.3), so whoever asks for sqlite3 from here on gets the pinned one.
sys.modules["sqlite3"] = pysqlite3
sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2

# The operating system's zone files would override the pinned tzdata package, and differ from it.
zoneinfo.reset_tzpath(to=())

__version__ = "0.1.0"
