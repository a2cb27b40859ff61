"""`make bench-check` says which operation costs more than it may, and by how much.

Its judgement alone: what callgrind counts needs a release build and is another command.
"""

import importlib.machinery
import importlib.util
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "bench" / "check"

# One operation done 1,000 times, cut down to the lines that count: 2,000 calls of malloc from two places.
DUMP = """# callgrind format
part: 2
desc: Trigger: Client Request: record.compose 1000

positions: line
events: Ir
summary: 4250041

fn=(1) swift_slowAlloc
0 9000
cfn=(2) malloc
calls=1500 0
0 60000
cfn=(3) memcpy
calls=9000 0
0 90000

fn=(4) realloc_hook
0 1
cfn=(2)
calls=500 0
0 20000
"""


@pytest.fixture(scope="module")
def check():
    loader = importlib.machinery.SourceFileLoader("bench_check", str(SCRIPT))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    sys.modules[loader.name] = module
    loader.exec_module(module)
    return module


@pytest.fixture
def thresholds(check):
    return {
        "machine": check.machine(),
        "tolerance_percent": 3,
        "flat_percent": 10,
        "flat": [["world.small", "world.large"]],
        "operations": {
            "world.small": {"instructions": 1000, "allocations": 0},
            "world.large": {"instructions": 1080, "allocations": 0},
        },
    }


@pytest.fixture
def costs(check):
    return {"world.small": check.Cost(1000, 0), "world.large": check.Cost(1080, 0)}


def test_costs_within_the_thresholds_pass(check, costs, thresholds, capsys):
    costs["world.small"] = check.Cost(1029, 0)
    assert check.verdict(costs, thresholds) == 0
    assert "+2.9 %" in capsys.readouterr().out


def test_an_operation_that_takes_more_instructions_is_named(check, costs, thresholds, capsys):
    costs["world.small"] = check.Cost(1031, 0)
    assert check.verdict(costs, thresholds) == 1
    assert "error: world.small takes 1031 instructions, 1000 are granted (+3.1 %)" in capsys.readouterr().err


def test_one_more_allocation_is_too_much(check, costs, thresholds, capsys):
    costs["world.large"] = check.Cost(1080, 1)
    assert check.verdict(costs, thresholds) == 1
    assert "error: world.large allocates 1 times, 0 are granted" in capsys.readouterr().err


def test_a_cost_that_grows_with_the_world_is_named(check, costs, thresholds, capsys):
    thresholds["operations"]["world.large"]["instructions"] = 1200
    costs["world.large"] = check.Cost(1101, 0)
    assert check.verdict(costs, thresholds) == 1
    assert "world.large takes 1.10 times what world.small takes" in capsys.readouterr().err


@pytest.mark.parametrize("change", ["gone", "new"])
def test_operations_and_thresholds_are_the_same_list(check, costs, thresholds, change, capsys):
    if change == "gone":
        del costs["world.small"]
    else:
        costs["world.other"] = check.Cost(1, 0)
    assert check.verdict(costs, thresholds) == 1
    assert ("world.small is not measured" if change == "gone" else "world.other has no") in capsys.readouterr().err


def test_thresholds_of_another_machine_are_told_of(check, costs, thresholds, capsys):
    thresholds["machine"] = thresholds["machine"] | {"openssl": "1.0.2"}
    costs["world.small"] = check.Cost(2000, 0)
    assert check.verdict(costs, thresholds) == 1
    assert "the thresholds are of another machine" in capsys.readouterr().err


def test_a_dump_is_read_with_every_call_of_an_allocator(check, tmp_path):
    path = tmp_path / "dump.2"
    path.write_text(DUMP)
    label, cost = check.read_dump(path, {})
    assert label == "record.compose 1000"
    assert cost == check.Cost(4250041, 2000)


def test_what_cannot_be_measured_is_said_so(check, tmp_path):
    with pytest.raises(check.NotMeasured):
        check.measured(tmp_path / "no-such-program")
