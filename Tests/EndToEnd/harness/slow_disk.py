"""A disk that stands still under the trail of a running gateway: its system calls on the segments are held up by strace."""

import os
import subprocess

from .waiting import until

# Longer than any test waits: it is the end of the block that lets go.
HELD_SECONDS = 120


class SlowDisk:
    """In its block, every `call` (`write`, `fdatasync`) on a segment that exists when it begins takes until the block ends."""

    def __init__(self, gate, *calls):
        self._gate = gate
        self._calls = ",".join(calls)

    def __enter__(self):
        places = [argument for path in self._gate.trail.segments() for argument in ("-P", path)]
        self._told = os.path.join(self._gate.folder, "strace.log")
        self._strace = subprocess.Popen(
            ["strace", "-f", "-o", self._told, "-p", str(self._gate.process.pid), *places, "-e", f"trace={self._calls}",
             "-e", f"inject={self._calls}:delay_enter={HELD_SECONDS}s"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        try:
            until("strace to hold every thread", self._holds)
        except AssertionError:
            self.__exit__()
            raise
        return self

    def _holds(self):
        assert self._strace.poll() is None, self._strace.stderr.read()
        threads = f"/proc/{self._gate.process.pid}/task"
        return all(self._is_traced(os.path.join(threads, thread)) for thread in os.listdir(threads))

    @staticmethod
    def _is_traced(thread):
        try:
            with open(os.path.join(thread, "status"), encoding="ascii") as file:
                return "TracerPid:\t0\n" not in file.read()
        except (FileNotFoundError, ProcessLookupError):
            return True

    def has_stopped(self):
        """Whether the trail came upon it."""
        with open(self._told, encoding="utf-8", errors="replace") as file:
            return bool(file.read())

    def __exit__(self, *_):
        self._strace.terminate()
        self._strace.wait(10)
        self._strace.stderr.close()
