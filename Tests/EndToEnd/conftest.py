import os
import sys

import pytest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
pytest.register_assert_rewrite("harness")

from harness import names, program  # noqa: E402
from harness.gate import Gate  # noqa: E402
from harness.origin import Origin  # noqa: E402

names.teach_resolver()


def pytest_sessionstart(session):
    if not session.config.option.collectonly and not os.access(program.path(), os.X_OK):
        pytest.exit(f"error: no program at {program.path()}\nhint: run `swift build`, or name one in GWANMUN", returncode=2)


@pytest.fixture(scope="module")
def origin():
    origin = Origin()
    yield origin
    origin.close()


@pytest.fixture(scope="module")
def gate(origin, tmp_path_factory):
    """A gateway before `origin`, shared by the tests of one file."""
    gate = Gate(tmp_path_factory.mktemp("gate"), upstream=origin.url)
    yield gate
    gate.end()


@pytest.fixture
def own_gate(origin, tmp_path):
    """A gateway for one test alone, which may break it."""
    gate = Gate(tmp_path, upstream=origin.url)
    yield gate
    gate.end()


@pytest.fixture
def start_gate(origin, tmp_path_factory):
    """Makes gateways with settings of the test's own."""
    gates = []

    def start(**settings):
        gates.append(Gate(tmp_path_factory.mktemp("gate"), **{"upstream": origin.url, **settings}))
        return gates[-1]

    yield start
    for gate in gates:
        gate.end()
