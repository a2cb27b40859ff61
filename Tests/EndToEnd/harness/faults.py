"""Disks that stand still or fail under a running gateway: system calls on chosen files are held up, or fail, by strace."""

import glob
import os
import subprocess

import pytest

from .waiting import until

# Longer than any test waits: it is the end of the block that lets go.
HELD_SECONDS = 120


def standing_still(gate, *calls):
    """In the block, each of `calls` (`write`, `fdatasync`) on a segment of the trail that is there takes until the block ends."""
    return Fault(gate, gate.trail.segments(), calls, f"delay_enter={HELD_SECONDS}s")


def store_failing(gate):
    """In the block, the store's database can neither be read nor written."""
    paths = glob.glob(gate.named_in_settings("data/gwanmun.sqlite") + "*")
    return Fault(gate, paths, ["pread64", "pwrite64", "fdatasync", "fsync", "ftruncate"], "error=EIO")


class Fault:
    def __init__(self, gate, paths, calls, effect):
        self._gate, self._paths, self._calls, self._effect = gate, paths, ",".join(calls), effect
        self._told = os.path.join(gate.folder, "strace.log")

    def __enter__(self):
        places = [argument for path in self._paths for argument in ("-P", path)]
        self._strace = subprocess.Popen(
            ["strace", "-f", "-o", self._told, "-p", str(self._gate.process.pid), *places, "-e", f"trace={self._calls}",
             "-e", f"inject={self._calls}:{self._effect}"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        try:
            until("strace to hold every thread", self._holds)
        except BaseException:
            self.__exit__()
            raise
        return self

    def _holds(self):
        if self._strace.poll() is not None:
            told = self._strace.stderr.read()
            if "Operation not permitted" in told:
                pytest.skip("tracing a process of one's own needs root here (kernel.yama.ptrace_scope)")
            raise AssertionError(told)
        threads = f"/proc/{self._gate.process.pid}/task"
        return all(self._is_traced(os.path.join(threads, thread)) for thread in os.listdir(threads))

    @staticmethod
    def _is_traced(thread):
        try:
            with open(os.path.join(thread, "status"), encoding="ascii") as file:
                return "TracerPid:\t0\n" not in file.read()
        except (FileNotFoundError, ProcessLookupError):
            return True

    def was_met(self):
        """Whether the gateway came upon it."""
        with open(self._told, encoding="utf-8", errors="replace") as file:
            return bool(file.read())

    def __exit__(self, *_):
        self._strace.terminate()
        self._strace.wait(10)
        self._strace.stderr.close()
