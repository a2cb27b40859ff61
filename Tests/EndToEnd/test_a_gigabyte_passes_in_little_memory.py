"""1 GiB up and down within 16 MiB: bodies stream, and a slow side slows the other down."""

import pytest

from harness.waiting import until

pytestmark = pytest.mark.alone

GIB = 1 << 30
PIECE = bytes(1 << 18)
# More than the process takes at rest, which differs from build to build.
LIMIT_KIB = 16 * 1024


@pytest.fixture
def gate(start_gate):
    return start_gate(clock="real")


@pytest.fixture
def visit(gate):
    return gate.visit("notice", gate.person("staff"))


def test_down(gate, visit, origin):
    def send(exchange):
        exchange.read_body()
        exchange.send(f"HTTP/1.1 200 OK\r\nContent-Length: {GIB}\r\n\r\n".encode())
        for _ in range(GIB // len(PIECE)):
            exchange.send(PIECE)

    origin.on("/gib-down", send)
    gate.forget_peak()
    resting = gate.resident_kib()
    with visit.wire() as wire:
        wire.send_head("GET", "/gib-down")
        answer = wire.begin_answer()
        received = 0
        while size := len(answer.read(len(PIECE))):
            received += size
    assert received == GIB
    assert gate.peak_resident_kib() < resting + LIMIT_KIB


def test_up(gate, visit, origin):
    def take(exchange):
        exchange.body_bytes = sum(map(len, exchange.pieces_of_body()))
        exchange.reply(200)

    origin.on("/gib-up", take)
    gate.forget_peak()
    resting = gate.resident_kib()
    with visit.wire() as wire:
        wire.send_head("PUT", "/gib-up", [("Content-Length", GIB)])
        for _ in range(GIB // len(PIECE)):
            wire.send(PIECE)
        assert wire.answer("PUT").status == 200
    assert origin.the_arrival("/gib-up").body_bytes == GIB
    assert gate.peak_resident_kib() < resting + LIMIT_KIB


def test_a_client_that_does_not_read_holds_the_upstream_back(gate, visit, origin):
    """With nobody reading, the origin's send blocks long before a tenth has passed."""
    sent = [0]

    def send(exchange):
        exchange.read_body()
        exchange.send(f"HTTP/1.1 200 OK\r\nContent-Length: {GIB}\r\n\r\n".encode())
        for _ in range(GIB // len(PIECE)):
            exchange.send(PIECE)
            sent[0] += len(PIECE)

    origin.on("/unread", send)
    gate.forget_peak()
    resting = gate.resident_kib()
    with visit.wire() as wire:
        wire.send_head("GET", "/unread")
        history = []

        def standing_still():
            history.append(sent[0])
            return len(history) > 50 and history[-1] == history[-50] > 0

        until("the origin to be held back", standing_still, 30)
        assert sent[0] < GIB // 10
        assert gate.peak_resident_kib() < resting + LIMIT_KIB
