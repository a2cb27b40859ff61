"""How long a logged-in person waits while something else goes on: what the benches of that have in common."""

import contextlib
import multiprocessing
import os
import random
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "Tests", "EndToEnd"))

from harness import names  # noqa: E402

names.teach_resolver()

ROUNDS = 3
PAUSE_SECONDS = 0.002
PROGRAM = os.path.join(HERE, "..", ".build", "release", "gwanmun")


def source():
    """One of many addresses of this machine, none of which a limit per source stops."""
    return (f"127.{random.randint(16, 31)}.{random.randint(0, 255)}.{random.randint(1, 254)}", 0)


@contextlib.contextmanager
def running(work, *arguments):
    """In a process of its own; gives the number that it counts."""
    forks = multiprocessing.get_context("fork")
    count, stop = forks.Value("q", 0), forks.Event()
    process = forks.Process(target=work, args=(*arguments, count, stop), daemon=True)
    process.start()
    try:
        yield count, process
    finally:
        stop.set()
        process.join(30)


def times(visit, seconds):
    """How long each request took on one connection, in seconds, sorted."""
    taken = []
    with visit.wire() as wire:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            began = time.perf_counter()
            answer = wire.request("GET", "/", visit.credentials())
            taken.append(time.perf_counter() - began)
            assert answer.status == 200, answer
            time.sleep(PAUSE_SECONDS)
    return sorted(taken)


def percentile(taken, part):
    return taken[min(len(taken) - 1, int(len(taken) * part))]


def show(name, runs, quiet):
    """The median of the rounds, of each percentile."""
    middle = [sorted(percentile(run, part) for run in runs)[len(runs) // 2] for part in (0.5, 0.99)]
    ratio = middle[1] / quiet[1] if quiet else 1
    print(f"| {name} | {sum(map(len, runs))} | {middle[0] * 1000:.2f} | {middle[1] * 1000:.2f} | {ratio:.2f} |", flush=True)
    return middle, ratio
