"""Exchanges that go on until somebody ends them: at the console, and as they are begun by a visitor."""

import contextlib
import threading
import time

from .websocket import echo

SECONDS = 2


class Held:
    """Consoles whose exchanges go on until somebody ends them."""

    def __init__(self):
        self._ended = threading.Event()

    def events(self, exchange):
        exchange.read_body()
        exchange.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: first\n\n")
        self._ended.wait()

    def download(self, exchange):
        exchange.read_body()
        exchange.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
        with contextlib.suppress(OSError):
            while True:
                exchange.send(bytes(10_000))

    def upload(self, exchange):
        exchange.connection.is_done = True
        exchange.read_body()

    def websocket(self, exchange):
        echo(exchange)

    def end(self):
        self._ended.set()


class Running:
    """What a visitor began: its path, how to see that it has ended, and how to let go of it."""

    def __init__(self, path, is_closed_within, close):
        self.path = path
        self.is_closed_within = is_closed_within
        self.close = close


def begin(origin, held, visit, why, kinds):
    """One of each kind. A kind's name says what its console does; `kind(visit, path)` begins it and returns how to see its end and to let go."""
    running = []
    for kind in kinds:
        path = f"/{why}/{kind.__name__}"
        origin.on(path, getattr(held, kind.__name__))
        running.append(Running(path, *kind(visit, path)))
        origin.wait_for(path)
    return running


def end_by(take_away, gate, origin, running, visit):
    """Takes it away, and looks at everything that ran: closed in time, and why in the record."""
    with take_away(gate, visit) as reason:
        end = time.monotonic() + SECONDS
        left_open = [one.path for one in running if not one.is_closed_within(max(0.01, end - time.monotonic()))]
        for one in running:
            one.close()
        assert left_open == []
        for one in running:
            request_id = origin.arrivals(one.path)[-1].header("X-Request-Id")
            gate.trail.wait_for(request_id=request_id, reason=reason)
