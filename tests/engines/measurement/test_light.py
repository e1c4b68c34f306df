"""A page that scores a check-in or draws a chart does not wait for scipy."""

import subprocess
import sys

import grimp
import pytest

from amanah.engines import measurement

LIGHT = """
import sys
before = set(sys.modules)
from amanah.engines import measurement as m
m.score_checkin([4] * 6, [4] * 6), m.gap(4, 2), m.wilson(3, 9), m.newcombe(1, 4, 2, 5)
m.individuals_chart(range(9)), m.ewma(range(9)), m.InvalidInput, m.Estimate
{more}
print(sorted({{"numpy", "scipy", "pandas"}} & set(sys.modules) - before))
"""


@pytest.mark.parametrize(
    ("more", "read"), [("", "[]"), ("m.icc([[1, 2], [3, 5]])", "['numpy', 'scipy']")]
)
def test_numpy_and_scipy_are_read_only_when_they_are_needed(more, read):
    said = subprocess.run(
        [sys.executable, "-c", LIGHT.format(more=more)], capture_output=True, text=True, check=True
    )

    assert said.stdout.strip() == read


def test_no_module_hides_a_function_of_its_name():
    homes = {getattr(measurement, name).__module__.rpartition(".")[2] for name in NAMES}

    assert len(homes) > 8
    assert homes & NAMES == set()


NAMES = set(measurement.__all__)


def test_every_name_is_where_it_is_said_to_be():
    assert set(measurement._HOME) == NAMES
    for name in NAMES:
        assert getattr(measurement, name).__name__ == name
    with pytest.raises(AttributeError):
        _ = measurement.krippendorff


# Who works on answers of many. What a pair sees is worked out in its own browser, in words.
OF_MANY = {"engines", "insight", "study"}


def test_no_page_of_members_reads_a_coefficient():
    graph = grimp.build_graph("amanah")
    of_ours = graph.find_descendants("amanah.engines.measurement")
    readers = {
        reader.split(".")[1]
        for module in {"amanah.engines.measurement", *of_ours}
        for reader in graph.find_modules_that_directly_import(module)
    }

    assert "engines" in readers
    assert readers <= OF_MANY
