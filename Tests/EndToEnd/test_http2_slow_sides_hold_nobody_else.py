"""Flow control is tied from end to end: a side that does not take anything stops the other one, its own stream alone, in little memory."""

import hashlib
import threading

import pytest

from harness import http2
from harness.gate import Gate
from harness.waiting import until

pytestmark = pytest.mark.alone

MIB = 1 << 20
PIECE = bytes(range(256)) * 1024
GROWTH_KIB = 24 * 1024
# What may be under way between two sides that do not read: sockets and windows.
UNDER_WAY = 16 * MIB


@pytest.fixture(scope="module")
def gate(origin, tmp_path_factory):
    gate = Gate(tmp_path_factory.mktemp("gate"), upstream=origin.url, clock="real")
    yield gate
    gate.end()


@pytest.fixture(scope="module")
def visit(gate):
    return gate.logged_in()


class Pouring:
    """A console that sends so many bytes, and how many it got rid of."""

    def __init__(self, origin, path, count):
        self.sent = 0
        self._count = count
        origin.on(path, self._answer)

    def _answer(self, exchange):
        exchange.read_body()
        exchange.connection.is_done = True
        exchange.send(f"HTTP/1.1 200 OK\r\nContent-Length: {self._count}\r\n\r\n".encode())
        try:
            while self.sent < self._count:
                exchange.send(PIECE)
                self.sent += len(PIECE)
        except OSError:
            pass

    def stands_still(self):
        """For half a second, which is what an unread stream comes to."""
        history = []

        def same():
            history.append(self.sent)
            return len(history) > 25 and history[-1] == history[-25] > 0

        until("the console to be held back", same, 20)


@pytest.fixture
def memory(gate):
    before = gate.resident_kib()
    gate.forget_peak()
    yield
    assert gate.peak_resident_kib() - before < GROWTH_KIB


def test_a_download_with_a_tiny_window_waits_for_its_reader(memory, visit, origin):
    """256 MiB, of which a window of 1 KiB lets a little through at a time."""
    pouring = Pouring(origin, "/tiny", 256 * MIB)
    with visit.http2({http2.INITIAL_WINDOW_SIZE: 1024}) as connection:
        number = connection.open("GET", "/tiny", visit.credentials())
        stream = connection.streams[number]
        connection.wait("some of it", lambda: len(stream.body) > 200 * 1024)
        stream.is_read = False
        pouring.stands_still()
        assert pouring.sent < UNDER_WAY
        assert connection.get("/beside", visit.credentials()).status == 200
        received = len(stream.body)
        connection.open_window(number, 512)
        connection.wait("what was allowed", lambda: len(stream.body) == received + 512)
        connection.cancel(number)


def test_streams_that_nobody_reads_hold_no_others(memory, visit, origin):
    """Ten of them, each at a standstill, beside one that is whole."""
    pourings = [Pouring(origin, f"/unread/{n}", 64 * MIB) for n in range(10)]
    with visit.http2({http2.INITIAL_WINDOW_SIZE: 4096}) as connection:
        for n in range(10):
            number = connection.open("GET", f"/unread/{n}", visit.credentials())
            connection.streams[number].is_read = False
        Pouring(origin, "/read", 4 * MIB)
        stream = connection.get("/read", visit.credentials())
        assert hashlib.sha256(stream.body).digest() == hashlib.sha256(PIECE * (4 * MIB // len(PIECE))).digest()
        for pouring in pourings:
            pouring.stands_still()
            assert pouring.sent < UNDER_WAY


def test_a_console_that_takes_nothing_holds_its_upload_alone(memory, visit, origin):
    release = threading.Event()
    origin.on("/untaken", lambda e: (release.wait(30), e.read_body(), e.reply(200)))
    with visit.http2() as connection:
        number = connection.open("POST", "/untaken", [*visit.credentials(), ("content-length", 64 * MIB)], ends=False)
        stream, sent = connection.streams[number], 0
        while connection.take_frame(0 if stream.window > 0 else 1) or stream.window > 0:
            size = min(stream.window, connection.send_window, 16_384)
            assert connection.send_window > 0, "one upload has used up the window of all"
            if size > 0:
                connection.data(number, PIECE[:size])
                sent += size
            assert sent < UNDER_WAY
        assert connection.request("POST", "/taken", visit.credentials(), PIECE).json()["body_bytes"] == len(PIECE)
        release.set()
        connection.data(number, bytes(64 * MIB - sent), ends=True)
        assert connection.answer(number).status == 200
    assert origin.the_arrival("/untaken").body_bytes == 64 * MIB


def test_large_bodies_arrive_whole_both_ways_at_once(memory, visit, origin):
    def both(exchange):
        exchange.read_body()
        exchange.send(f"HTTP/1.1 200 OK\r\nContent-Length: {32 * MIB}\r\n\r\n".encode())
        for _ in range(32 * MIB // len(PIECE)):
            exchange.send(PIECE)

    origin.on("/both", both)
    body = PIECE * (8 * MIB // len(PIECE))
    with visit.http2({http2.INITIAL_WINDOW_SIZE: MIB}) as connection:
        numbers = [connection.open("POST", "/both", [*visit.credentials(), ("content-length", len(body))], ends=False) for _ in range(3)]
        for number in numbers:
            connection.data(number, body, ends=True)
        for number in numbers:
            stream = connection.answer(number, 60)
            assert hashlib.sha256(stream.body).digest() == hashlib.sha256(PIECE * (32 * MIB // len(PIECE))).digest()
    assert {arrived.body_sha256 for arrived in origin.arrivals("/both")} == {hashlib.sha256(body).hexdigest()}
