"""Whatever a console answers, its visitor gets one answer with a clear status or sees it break off, and the next visitor gets their own.

All requests go through one event loop, so that the connection of one is what the next would be given. After each test somebody else asks for something.
"""

import re
import socket
import ssl
import struct
import threading

import pytest

from harness.gate import Gate
from harness.waiting import until

TIMEOUTS = {"header": "1s", "idle": "1s", "total": "3s"}
LIMIT_KIB = 96 * 1024


@pytest.fixture(scope="module")
def gate(origin, tmp_path_factory):
    gate = Gate(tmp_path_factory.mktemp("gate"), upstream=origin.url, clock="real")

    def edit(settings):
        settings["threads"] = 1
        gate.edit_policy("consoles.yaml", lambda content: content["consoles"]["notice"].update(timeouts=TIMEOUTS))

    gate.reconfigure(edit)
    yield gate
    gate.end()


@pytest.fixture
def visit(gate):
    return gate.visit("notice", gate.person("staff"))


@pytest.fixture(autouse=True)
def the_next_person_gets_their_own_answer(gate, origin, request):
    yield
    other = gate.visit("notice", gate.person("staff", nth=1))
    for number in range(2):
        path = f"/whose/{number}"
        origin.forget()
        told = other.get(path).json()
        assert told["target"] == path
        assert ["X-Gwanmun-User", other.person.name] in told["headers"]


def ask(visit, path, method="GET", headers=()):
    """Everything that the gate sends until it closes, to the byte."""
    with visit.wire() as wire:
        wire.send_head(method, path, [("Connection", "close"), *headers])
        return wire.rest()


def statuses(raw):
    """Of all answers that a client would read, one behind the other."""
    return [int(status) for status in re.findall(rb"(?:^|\n|\})HTTP/1\.1 (\d{3}) ", raw)]


def body_of(raw):
    return raw.partition(b"\r\n\r\n")[2]


def says(data, then_closes=True):
    """A console that reads the request and then sends these bytes, as they are."""
    def behaviour(exchange):
        exchange.read_body()
        exchange.send(data)
        exchange.connection.is_done = then_closes

    return behaviour


OK = b"HTTP/1.1 200 OK\r\n"

# Heads that are none, or that two readers would understand differently.
HEADS = {
    "nothing": b"",
    "tls-alert": b"\x15\x03\x01\x00\x02\x02\x0a",
    "http-0-9": b"<html>hello</html>",
    "empty-line-first": b"\r\n" + OK + b"Content-Length: 0\r\n\r\n",
    "http-2": b"HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n",
    "http-1-2": b"HTTP/1.2 200 OK\r\nContent-Length: 0\r\n\r\n",
    "status-099": b"HTTP/1.1 099 No\r\nContent-Length: 0\r\n\r\n",
    "status-600": b"HTTP/1.1 600 No\r\nContent-Length: 0\r\n\r\n",
    "bare-lf": b"HTTP/1.1 200 OK\nContent-Length: 0\n\n",
    "lf-in-phrase": b"HTTP/1.1 200 OK\nSet-Cookie: planted=1\r\nContent-Length: 0\r\n\r\n",
    "cr-in-phrase": b"HTTP/1.1 200 OK\rSet-Cookie: planted=1\r\nContent-Length: 0\r\n\r\n",
    "lf-in-value": OK + b"X-A: b\nSet-Cookie: planted=1\r\nContent-Length: 0\r\n\r\n",
    "cr-in-value": OK + b"X-A: b\rSet-Cookie: planted=1\r\nContent-Length: 0\r\n\r\n",
    "cr-cr-lf": OK + b"X-A: b\r\r\nContent-Length: 0\r\n\r\n",
    "nul-in-value": OK + b"X-A: b\0\r\nContent-Length: 0\r\n\r\n",
    "folded": OK + b"X-A: b\r\n Set-Cookie: planted=1\r\nContent-Length: 0\r\n\r\n",
    "folded-at-once": OK + b" X-A: b\r\nContent-Length: 0\r\n\r\n",
    "no-colon": OK + b"X-A\r\nContent-Length: 0\r\n\r\n",
    "blank-before-colon": OK + b"Content-Length : 0\r\n\r\n",
    "no-name": OK + b": b\r\nContent-Length: 0\r\n\r\n",
    "length-twice": OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
    "length-twice-equal": OK + b"Content-Length: 1\r\nContent-Length: 1\r\n\r\nx",
    "length-list": OK + b"Content-Length: 1, 1\r\n\r\nx",
    "length-negative": OK + b"Content-Length: -1\r\n\r\n",
    "length-signed": OK + b"Content-Length: +1\r\n\r\nx",
    "length-hexadecimal": OK + b"Content-Length: 0x1\r\n\r\nx",
    "length-of-2^64": OK + b"Content-Length: 18446744073709551616\r\n\r\n",
    "length-behind-tab": OK + b"Content-Length:\t1\r\n\r\nx",
    "length-and-chunks": OK + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "length-with-underscore": OK + b"Content_Length: 1\r\n\r\nx",
    "coding-gzip": OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "coding-identity": OK + b"Transfer-Encoding: identity\r\n\r\nx",
    "coding-twice": OK + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "coding-in-http-1-0": b"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "connection-names-length": OK + b"Connection: Content-Length\r\nContent-Length: 1\r\n\r\nx",
    "long-line": OK + b"X-A: " + b"a" * 300_000 + b"\r\n\r\n",
    "many-lines": OK + b"X-A: b\r\n" * 1000 + b"Content-Length: 0\r\n\r\n",
    "upgrade-unasked": b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
    "upgrade-to-h2c": b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
    "interim-and-no-answer": b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n",
    "interim-and-nonsense": b"HTTP/1.1 103 Early Hints\r\n\r\nnonsense\r\n\r\n",
}


@pytest.mark.parametrize("head", HEADS)
def test_a_head_that_is_none_is_a_bad_gateway(visit, origin, head):
    origin.on("/head", says(HEADS[head]))
    raw = ask(visit, "/head")
    assert [status for status in statuses(raw) if status != 103] == [502]
    assert b'"reason":"upstream_unreachable"' in raw and b"planted" not in raw


def test_what_was_wrong_is_recorded(gate, visit, origin):
    """One record each: that it was no HTTP, or that there was no answer."""
    expected = {}
    for head, data in HEADS.items():
        origin.on(f"/recorded/{head}", says(data))
        ask(visit, f"/recorded/{head}")
        request_id = origin.arrivals(f"/recorded/{head}")[-1].header("X-Request-Id")  # asked twice where the first connection was a kept one
        expected[request_id] = "upstream_unreachable" if head in ("nothing", "interim-and-no-answer") else "upstream_protocol"
    until("the records", lambda: {r["request_id"]: r["reason"] for r in gate.trail.find(status=502)}.items() >= expected.items())


CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"

# Bodies that are not what their heads promised. What is wrong may come with the head, and is told then: either way the visitor is answered.
BODIES = {
    "too-little": OK + b"Content-Length: 100\r\n\r\nhalf",
    "no-last-chunk": CHUNKED + b"5\r\nhello\r\n",
    "half-a-chunk": CHUNKED + b"5\r\nhe",
    "no-empty-line": CHUNKED + b"5\r\nhello\r\n0\r\n",
    "half-a-trailer": CHUNKED + b"5\r\nhello\r\n0\r\nX-A: b\r\n",
    "size-empty": CHUNKED + b"5\r\nhello\r\n\r\n\r\n",
    "size-negative": CHUNKED + b"5\r\nhello\r\n-1\r\n\r\n",
    "size-prefixed": CHUNKED + b"5\r\nhello\r\n0x0\r\n\r\n",
    "size-of-2^64": CHUNKED + b"5\r\nhello\r\n10000000000000005\r\nhello\r\n0\r\n\r\n",
    "size-line-of-lf": CHUNKED + b"5\nhello\r\n0\r\n\r\n",
    "chunk-too-long": CHUNKED + b"5\r\nhello!\r\n0\r\n\r\n",
    "chunk-end-of-lf": CHUNKED + b"5\r\nhello\n0\r\n\r\n",
    "extension-with-lf": CHUNKED + b"5;a\nb\r\nhello\r\n0\r\n\r\n",
    "extension-of-300": CHUNKED + b"5;" + b"a" * 300 + b"\r\nhello\r\n0\r\n\r\n",
    "trailer-folded": CHUNKED + b"5\r\nhello\r\n0\r\nX-A: b\r\n c\r\n\r\n",
    "trailer-with-lf": CHUNKED + b"5\r\nhello\r\n0\r\nX-A: b\nSet-Cookie: planted=1\r\n\r\n",
    "trailers-of-10000": CHUNKED + b"5\r\nhello\r\n0\r\n" + b"X-A: b\r\n" * 1250 + b"\r\n",
}


@pytest.mark.parametrize("body", BODIES)
def test_a_body_that_breaks_its_promise_breaks_off(visit, origin, body):
    """The status is out already: closing without the end is how HTTP says that there is more."""
    origin.on("/body", says(BODIES[body]))
    raw = ask(visit, "/body")
    assert statuses(raw) in ([200], [502])
    assert b"planted" not in raw
    if statuses(raw) == [200]:
        assert not raw.endswith(b"0\r\n\r\n") and len(body_of(raw)) < 100


@pytest.mark.parametrize("answer", [
    OK + b"Content-Length: 5\r\nX-A: b\r\n\r\nhello", CHUNKED + b"3\r\nhel\r\n2;a=b\r\nlo\r\n0\r\nX-A: b\r\n\r\n"], ids=["length", "chunked"])
@pytest.mark.parametrize("ending", ["close", "reset"])
def test_an_answer_cut_anywhere_is_never_whole(visit, origin, answer, ending):
    for length in range(len(answer)):
        def cut(exchange):
            exchange.read_body()
            if ending == "reset":
                exchange.connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            exchange.send(answer[:length])
            exchange.connection.is_done = True

        origin.on("/cut", cut)
        raw = ask(visit, "/cut")
        assert statuses(raw) in ([502], [200]), length
        if statuses(raw) == [200]:
            assert not body_of(raw).endswith((b"hello", b"\r\n0\r\n\r\n")), length


@pytest.mark.parametrize("ending", ["whole", "cut"])
def test_to_http_1_0_the_end_of_the_connection_tells_whether_the_answer_is_whole(gate, visit, origin, ending):
    """Without chunks, close_notify is what says so (RFC 9112, section 9.8)."""
    origin.on("/old", says(CHUNKED + b"5\r\nhello\r\n" + (b"0\r\n\r\n" if ending == "whole" else b"")))
    with visit.wire(wants_goodbye=True) as wire:
        wire.send(f"GET /old HTTP/1.0\r\nHost: {wire.host}\r\n\r\n".encode())
        if ending == "whole":
            assert wire.answer().body == b"hello"
        else:
            with pytest.raises((ssl.SSLError, ConnectionResetError)):
                while wire.read(1):
                    pass
    request_id = origin.arrivals("/old")[-1].header("X-Request-Id")
    outcome = gate.trail.wait_for(request_id=request_id, type="access")
    assert (outcome["status"], outcome.get("reason")) == (200, "upstream_unreachable" if ending == "cut" else None)


SECOND_ANSWER = OK + b"Content-Length: 8\r\n\r\nsomebody"

# A whole answer to the first request, and more.
TOO_MUCH = {
    "behind-a-length": (OK + b"Content-Length: 5\r\n\r\n", b"hello", b" and more"),
    "behind-chunks": (CHUNKED, b"5\r\nhello\r\n0\r\n\r\n", b"0\r\n\r\n"),
    "behind-204": (b"HTTP/1.1 204 No Content\r\n", b"\r\n", b"hello"),
    "behind-204-with-a-length": (b"HTTP/1.1 204 No Content\r\nContent-Length: 8\r\n", b"\r\n", b"somebody"),
    "behind-304-with-a-length": (b"HTTP/1.1 304 Not Modified\r\nContent-Length: 8\r\n", b"\r\n", b"somebody"),
    "a-second-answer": (OK + b"Content-Length: 5\r\n\r\n", b"hello", SECOND_ANSWER),
    "a-second-answer-behind-chunks": (CHUNKED, b"5\r\nhello\r\n0\r\n\r\n", SECOND_ANSWER),
    "an-interim-answer": (OK + b"Content-Length: 5\r\n\r\n", b"hello", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
    "an-empty-line": (OK + b"Content-Length: 5\r\n\r\n", b"hello", b"\r\n"),
}


@pytest.mark.parametrize("moment", ["at-once", "later"])
@pytest.mark.parametrize("what", TOO_MUCH)
def test_what_comes_behind_an_answer_is_nobodys(visit, origin, what, moment):
    head, body, more = TOO_MUCH[what]
    answered = threading.Event()

    def answer(exchange):
        exchange.read_body()
        exchange.send(head + body + (more if moment == "at-once" else b""))
        if moment == "later":
            assert answered.wait(10)
            exchange.send(more)

    origin.on("/too-much", answer)
    with visit.wire() as wire:
        first = wire.request("GET", "/too-much")
        answered.set()
        assert first.status == int(head[9:12])
        assert first.body == (b"hello" if b"hello" in body else b"")
        until("the gate to close the connection", lambda: origin.arrivals("/too-much")[-1].connection.is_over)
        assert wire.request("GET", "/behind").json()["target"] == "/behind"


def test_a_body_behind_the_answer_to_head_is_nobodys(visit, origin):
    origin.on("/head-with-body", says(OK + b"Content-Length: 63\r\n\r\n" + SECOND_ANSWER, then_closes=False))
    with visit.wire() as wire:
        assert wire.request("HEAD", "/head-with-body").body == b""
        assert wire.request("GET", "/behind").json()["target"] == "/behind"


def test_what_an_idle_connection_says_is_nobodys(visit, origin):
    """The unasked 408 of servers that time out, or worse; it has come before the next request is sent."""
    assert visit.get("/kept").status == 200
    kept = origin.arrivals("/kept")[-1].connection
    kept.socket.sendall(b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n" + SECOND_ANSWER)
    until("the gate to close the connection", lambda: kept.is_over)


def test_a_kept_connection_that_closes_is_not_used(visit, origin):
    assert visit.get("/kept").status == 200
    kept = origin.arrivals("/kept")[-1].connection
    kept.hang_up()
    until("the gate to close the connection", lambda: kept.is_over)
    assert visit.post("/kept-not", b"x").status == 200


@pytest.mark.parametrize("last", ["keep-alive", "close"])
def test_an_answer_before_the_request_is_whole_is_passed_on(visit, origin, last):
    """What is left of the request reaches nobody as a request of its own."""
    def refuse(exchange):
        exchange.reply(413, [("Connection", last)], b"too large")
        exchange.connection.is_done = last == "close"

    origin.on("/early", refuse)
    inner = b"GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"
    with visit.wire() as wire:
        wire.send_head("POST", "/early", [("Content-Length", 1_000_000 + len(inner))])
        wire.send(b"x" * 1000)
        answer = wire.answer("POST")
        assert (answer.status, answer.body) == (413, b"too large")
        try:
            wire.send(b"x" * 999_000 + inner)
        except OSError:
            pass  # the gate has hung up, which is as good
        assert wire.is_closed_within(5)
    assert origin.arrivals("/smuggled") == []


def test_an_answer_at_the_first_sight_of_a_connection_is_not_the_next_ones(visit, origin):
    """A console that answers before it is asked, and then to what it was asked: one of the two is nobody's."""
    for connection in origin.connections():
        if not connection.is_over:
            connection.hang_up()
    until("the gate to let go of all connections", lambda: all(connection.is_over for connection in origin.connections()))
    origin.greeting = SECOND_ANSWER
    try:
        answer = visit.get("/greeted")
    finally:
        origin.greeting = b""
    assert (answer.status, answer.body) == (200, b"somebody") or answer.status == 502
    until("the gate to close the connection", lambda: origin.connections()[-1].is_over)


ENDLESS = {
    "interim-answers": (b"", b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n" * 100),
    "status-line": (b"HTTP/1.1 200 ", b"x" * 10_000),
    "field-value": (OK + b"X-A: ", b"x" * 10_000),
    "fields": (OK, b"X-A: b\r\n" * 1000),
    "chunk-extension": (CHUNKED + b"5;", b"x" * 10_000),
    "chunk-extensions": (CHUNKED, b"1;a=b\r\nx\r\n" * 1000),
    "trailers": (CHUNKED + b"5\r\nhello\r\n0\r\n", b"X-A: b\r\n" * 1000),
}


@pytest.mark.parametrize("what", ENDLESS)
def test_what_never_ends_is_ended(gate, visit, origin, what):
    beginning, piece = ENDLESS[what]

    def flood(exchange):
        exchange.read_body()
        exchange.connection.is_done = True
        exchange.send(beginning)
        while True:
            exchange.send(piece)

    origin.on("/endless", flood)
    gate.forget_peak()
    raw = ask(visit, "/endless")
    assert [status for status in statuses(raw) if status != 103][:1] in ([502], [504], [200])
    assert not raw.endswith(b"\r\n0\r\n\r\n")
    assert len(raw) < 64 << 20
    assert gate.peak_resident_kib() < LIMIT_KIB


def drip(beginning, piece, stop):
    def behaviour(exchange):
        exchange.read_body()
        exchange.connection.is_done = True
        exchange.send(beginning)
        while not stop.wait(0.1):
            exchange.send(piece)

    return behaviour


@pytest.fixture
def stop():
    event = threading.Event()
    yield event
    event.set()


def test_a_head_that_trickles_in_has_the_time_of_a_head(visit, origin, stop):
    origin.on("/drip", drip(OK + b"X-A: ", b"x", stop))
    assert statuses(ask(visit, "/drip")) == [504]


def test_a_body_that_trickles_in_has_the_time_of_an_exchange(visit, origin, stop):
    origin.on("/drip", drip(OK + b"Content-Length: 1000\r\n\r\n", b"x", stop))
    raw = ask(visit, "/drip")
    assert statuses(raw) == [200] and 10 < len(body_of(raw)) < 100


WEBSOCKET = [("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"),
             ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")]
SWITCHING = b"HTTP/1.1 101 Switching Protocols\r\n"
UPGRADE = b"Connection: Upgrade\r\nUpgrade: websocket\r\n"
ACCEPT = b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"

# What is no agreement to this WebSocket: who believed it would let a client talk to the console behind the gate's back.
DISAGREEMENTS = {
    "no-connection": SWITCHING + b"Upgrade: websocket\r\n" + ACCEPT,
    "no-upgrade": SWITCHING + b"Connection: Upgrade\r\n" + ACCEPT,
    "to-h2c": SWITCHING + b"Connection: Upgrade\r\nUpgrade: h2c\r\n" + ACCEPT,
    "in-http-1-0": b"HTTP/1.0 101 Switching Protocols\r\n" + UPGRADE + ACCEPT,
    "no-accept": SWITCHING + UPGRADE,
    "accept-of-another-key": SWITCHING + UPGRADE + b"Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n",
    "two-accepts": SWITCHING + UPGRADE + ACCEPT + ACCEPT,
    "subprotocol-unasked": SWITCHING + UPGRADE + ACCEPT + b"Sec-WebSocket-Protocol: chat\r\n",
    "extension-unasked": SWITCHING + UPGRADE + ACCEPT + b"Sec-WebSocket-Extensions: permessage-deflate\r\n",
}


@pytest.mark.parametrize("what", DISAGREEMENTS)
def test_a_tunnel_opens_on_agreement_alone(gate, visit, origin, what):
    origin.on("/socket", says(DISAGREEMENTS[what] + b"\r\n", then_closes=False))
    with visit.wire() as wire:
        wire.send_head("GET", "/socket", [*WEBSOCKET, ("Origin", gate.consoles["notice"].url)])
        wire.send(b"GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n")
        assert wire.line().startswith(b"HTTP/1.1 502")
    assert gate.trail.wait_for(request_id=origin.arrivals("/socket")[-1].header("X-Request-Id"), status=502)["reason"] == "upstream_protocol"
    assert origin.arrivals("/smuggled") == []
