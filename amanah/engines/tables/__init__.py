"""Tables as people keep them: CSV and XLSX in, rows with their places out, and inert CSV again.

Knows nothing of what the columns mean. Begin with `read`; `guess` proposes which column is what.
"""

from amanah.engines.tables.columns import Pattern, guess
from amanah.engines.tables.reading import read
from amanah.engines.tables.sheets import as_xlsx
from amanah.engines.tables.table import Limits, Row, Table, Unreadable
from amanah.engines.tables.writing import as_csv, inert

__all__ = [
    "Limits",
    "Pattern",
    "Row",
    "Table",
    "Unreadable",
    "as_csv",
    "as_xlsx",
    "guess",
    "inert",
    "read",
]
