"""The tests move the clock of the program and of nothing else, and those of another run at the same time do not disturb them."""

import os
import subprocess

import pytest

from harness import program
from harness.clock import SHARED_FOLDER, MovableClock


@pytest.fixture
def clock(tmp_path):
    clock = MovableClock(str(tmp_path))
    yield clock
    clock.end()


def test_it_moves(clock):
    clock.advance(hours=24)
    shown = int(subprocess.run(["date", "+%s"], env={**os.environ, **clock.environment()}, capture_output=True, check=True).stdout)
    assert abs(shown - clock.now()) < 60


def test_what_a_killed_process_of_the_same_number_left_does_not_stop_one(clock):
    command = ["sh", "-c", f'touch {SHARED_FOLDER}/sem.faketime_sem_$$; exec "$@"', "sh", program.path(), "--version"]
    process = subprocess.Popen(command, env={**os.environ, **clock.environment()}, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    _, said = process.communicate(timeout=60)
    os.unlink(f"{SHARED_FOLDER}/sem.faketime_sem_{process.pid}")
    assert (process.returncode, said) == (0, b"")


def test_it_leaves_nothing_behind(tmp_path):
    before = set(os.listdir(SHARED_FOLDER))
    clock = MovableClock(str(tmp_path))
    made = [clock.environment()["FAKETIME_SHARED"] for _ in range(3)]
    assert len(set(made)) == 3
    clock.end()
    assert {name for name in set(os.listdir(SHARED_FOLDER)) - before if any(name.endswith(own.split("/")[-1]) for own in made)} == set()
