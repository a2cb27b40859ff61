"""The gateway's wall clock, moved from outside by libfaketime. Its monotonic clock, and so its timers, stay real."""

import ctypes
import glob
import os
import time
import uuid

SHARED_FOLDER = "/dev/shm"
LIBRARY = ctypes.CDLL(None, use_errno=True)
LIBRARY.sem_open.restype = ctypes.c_void_p
LIBRARY.sem_open.argtypes = [ctypes.c_char_p, ctypes.c_int, ctypes.c_uint, ctypes.c_uint]
LIBRARY.sem_close.argtypes = [ctypes.c_void_p]


class OwnMemory:
    """The semaphore and the memory by which libfaketime would have a process and its children count on from one time, made here for one process.

    It calls them after the number of its process when it makes them, and ends a process whose number one had that was killed and left its own behind.
    It would also put their names into the environment, which moves that from where Swift looks for its arguments.
    """

    def __init__(self):
        self.name = f"/gwanmun-{uuid.uuid4().hex}"
        semaphore = LIBRARY.sem_open(self.name.encode(), os.O_CREAT | os.O_EXCL, 0o600, 1)
        assert semaphore, os.strerror(ctypes.get_errno())
        LIBRARY.sem_close(semaphore)
        # Two counters at 0, and a time of start that is none: -1 everywhere.
        with open(SHARED_FOLDER + self.name, "xb") as file:
            file.write(bytes(16) + b"\xff" * 4080)

    def remove(self):
        LIBRARY.sem_unlink(self.name.encode())
        os.unlink(SHARED_FOLDER + self.name)


class MovableClock:
    def __init__(self, folder):
        self._file = os.path.join(folder, "clock-offset")
        self._offset = 0
        self._memories = []
        self._write()

    def now(self):
        """POSIX time as the gateway reads it, in seconds."""
        return time.time() + self._offset

    def advance(self, seconds=0, minutes=0, hours=0):
        self._offset += seconds + 60 * minutes + 3600 * hours
        self._write()

    def environment(self):
        """For one process."""
        library = glob.glob("/usr/lib/*/faketime/libfaketime.so.1")
        assert library, "libfaketime is missing: run `make setup`"
        memory = OwnMemory()
        self._memories.append(memory)
        return {
            "LD_PRELOAD": library[0],
            "FAKETIME_TIMESTAMP_FILE": self._file,
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_SHARED": f"{memory.name} {memory.name}",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            # Or waits for the monotonic clock return at once, and threads spin.
            "FAKETIME_FORCE_MONOTONIC_FIX": "0",
            "NO_FAKE_STAT": "1",
        }

    def end(self):
        """No process uses it any more."""
        while self._memories:
            self._memories.pop().remove()

    def _write(self):
        with open(self._file + ".new", "w") as file:
            file.write(f"{self._offset:+d}")
        os.rename(self._file + ".new", self._file)


class RealClock:
    def now(self):
        return time.time()

    def environment(self):
        return {}

    def end(self):
        pass
