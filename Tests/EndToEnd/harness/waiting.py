"""Waiting for something that is going to happen, with a bound."""

import threading
import time

INTERVAL = 0.02
_never = threading.Event()


def until(what, condition, within=30.0):
    """Returns the first truthy value of `condition()`; fails naming `what` after `within` seconds."""
    end = time.monotonic() + within
    while True:
        value = condition()
        if value:
            return value
        assert time.monotonic() < end, f"waited {within} s in vain for {what}"
        _never.wait(INTERVAL)
