"""Where the tests run: loaded before the settings, so that nothing of the developer's is touched.

`AMANAH_TEST_DATABASE_URL` names a PostgreSQL server to test on instead of SQLite.
"""

import os
import tempfile
from pathlib import Path

_home = tempfile.TemporaryDirectory(prefix="amanah-test-")
for _name in [name for name in os.environ if name.startswith("AMANAH_") and "TEST" not in name]:
    if _name not in {"AMANAH_BROWSER", "AMANAH_AGE"}:
        del os.environ[_name]
os.environ["AMANAH_HOME"] = str(Path(_home.name, "home"))
Path(_home.name, "home").mkdir(mode=0o700)
Path(_home.name, "home", "static").mkdir()
os.environ["AMANAH_URL"] = "http://testserver"
os.environ["AMANAH_DATABASE_URL"] = os.environ.get("AMANAH_TEST_DATABASE_URL", "")
