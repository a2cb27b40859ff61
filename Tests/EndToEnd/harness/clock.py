"""The gateway's wall clock, moved from outside by libfaketime. Its monotonic clock, and so its timers, stay real."""

import glob
import os
import time


class MovableClock:
    def __init__(self, folder):
        self._file = os.path.join(folder, "clock-offset")
        self._offset = 0
        self._write()

    def now(self):
        """POSIX time as the gateway reads it, in seconds."""
        return time.time() + self._offset

    def advance(self, seconds=0, minutes=0, hours=0):
        self._offset += seconds + 60 * minutes + 3600 * hours
        self._write()

    def environment(self):
        library = glob.glob("/usr/lib/*/faketime/libfaketime.so.1")
        assert library, "libfaketime is missing: run `make setup`"
        return {
            "LD_PRELOAD": library[0],
            "FAKETIME_TIMESTAMP_FILE": self._file,
            "FAKETIME_NO_CACHE": "1",
            # Named, so that the library shares nothing and leaves the environment alone: Swift finds its arguments beside it.
            "FAKETIME_SHARED": "/none /none",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
        }

    def _write(self):
        with open(self._file + ".new", "w") as file:
            file.write(f"{self._offset:+d}")
        os.rename(self._file + ".new", self._file)


class RealClock:
    def now(self):
        return time.time()

    def environment(self):
        return {}
