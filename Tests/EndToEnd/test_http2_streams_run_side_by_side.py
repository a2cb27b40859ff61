"""Streams of one connection run side by side, and what happens to one happens to it alone."""

import threading

import pytest

from harness import http2

MIB = 1 << 20


@pytest.fixture(scope="module")
def visit(gate):
    """Somebody at the sensitive console: every request needs certificate and session."""
    return gate.logged_in()


@pytest.fixture
def connection(visit):
    with visit.http2() as connection:
        yield connection


@pytest.fixture
def get(visit, connection):
    return lambda path, headers=(), **pseudo: connection.get(path, [*visit.credentials(), *headers], **pseudo)


@pytest.fixture
def release():
    event = threading.Event()
    yield event
    event.set()


# Many at once.

def test_streams_run_side_by_side(visit, connection, origin):
    count = min(64, connection.peer_settings[http2.MAX_CONCURRENT_STREAMS])
    together = threading.Barrier(count)

    def answer(exchange):
        exchange.read_body()
        together.wait(20)
        exchange.reply(200, body=exchange.target.encode())

    origin.on("/together", answer)
    numbers = {connection.open("GET", f"/together?{n}", visit.credentials()): n for n in range(count)}
    for number, n in numbers.items():
        assert connection.answer(number).text == f"/together?{n}"


def test_the_last_asked_may_be_the_first_answered(visit, connection, origin, release):
    origin.on("/slow", lambda e: (e.read_body(), release.wait(20), e.reply(200)))
    slow = connection.open("GET", "/slow", visit.credentials())
    origin.wait_for("/slow")
    assert connection.get("/quick", visit.credentials()).status == 200
    assert not connection.streams[slow].is_over
    release.set()
    assert connection.answer(slow).status == 200


def test_each_stream_has_a_record_of_its_own(gate, visit, connection, origin):
    for number in [connection.open("POST", f"/recorded/{n}", visit.credentials()) for n in range(8)]:
        assert connection.answer(number).status == 200
    ids = {origin.the_arrival(f"/recorded/{n}").header("X-Request-Id"): f"/recorded/{n}" for n in range(8)}
    assert {stream.header("x-request-id") for stream in connection.streams.values()} == set(ids)
    for request_id, path in ids.items():
        outcome = gate.trail.wait_for(request_id=request_id, status=200)
        assert (outcome["path"], outcome["account"], outcome["method"]) == (path, visit.person.name, "POST")


def test_a_stream_that_fails_fails_alone(get, origin):
    def hang_up(exchange):
        exchange.read_body()
        exchange.connection.is_done = True

    def break_off(exchange):
        exchange.read_body()
        exchange.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
        exchange.connection.is_done = True

    origin.on("/hang-up", hang_up)
    origin.on("/break-off", break_off)
    assert (get("/hang-up").status, get("/hang-up").reason) == (502, "upstream_unreachable")
    broken = get("/break-off")
    assert broken.reset is not None and not broken.is_ended, "half an answer must not look whole"
    assert get("/after").status == 200


def test_an_answer_before_the_request_is_whole_ends_the_stream(visit, connection, origin):
    """RFC 9113, section 8.1: the answer, then, to who goes on sending, RST_STREAM with NO_ERROR."""
    def refuse(exchange):
        exchange.reply(413, [("Connection", "close")], b"too large")
        exchange.connection.is_done = True

    origin.on("/early", refuse)
    number = connection.open("POST", "/early", [*visit.credentials(), ("content-length", 10 * MIB)], ends=False)
    connection.data(number, bytes(1000))
    stream = connection.streams[number]
    connection.wait("the answer", lambda: stream.is_ended)
    assert stream.reset is None
    connection.data(number, bytes(2 * MIB))
    connection.wait("the reset", lambda: stream.reset is not None)
    assert (stream.status, stream.text, stream.is_ended, stream.reset) == (413, "too large", True, http2.NO_ERROR)
    assert connection.get("/after-early", visit.credentials()).status == 200


# Ends.

def test_a_cancelled_upload_is_not_whole_at_the_console(gate, visit, connection, origin):
    number = connection.open("POST", "/cancelled-up", [*visit.credentials(), ("content-length", 10 * MIB)], ends=False)
    connection.data(number, bytes(100_000))
    arrived = origin.wait_for("/cancelled-up")
    connection.cancel(number)
    assert arrived.was_cut()
    assert gate.trail.wait_for(request_id=arrived.header("X-Request-Id"), type="access")["reason"] == "client_gone"
    assert connection.get("/after-cancel", visit.credentials()).status == 200


def test_a_cancelled_download_frees_the_console(gate, visit, connection, origin):
    gone = threading.Event()

    def pour(exchange):
        exchange.read_body()
        exchange.connection.is_done = True
        exchange.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
        try:
            while True:
                exchange.send(bytes(10_000))
        except OSError:
            gone.set()

    origin.on("/cancelled-down", pour)
    number = connection.open("GET", "/cancelled-down", visit.credentials())
    connection.wait("a beginning", lambda: connection.streams[number].body)
    connection.cancel(number)
    assert gone.wait(10)
    request_id = origin.the_arrival("/cancelled-down").header("X-Request-Id")
    assert gate.trail.wait_for(request_id=request_id, type="access")["reason"] == "client_gone"


def test_a_drain_lets_streams_finish_and_takes_no_new_ones(own_gate, origin, release):
    """RFC 9113, section 6.8."""
    visit = own_gate.visit("notice", own_gate.person("staff"))
    origin.on("/draining", lambda e: (e.read_body(), release.wait(20), e.reply(200, body=b"finished")))
    with visit.http2() as connection:
        number = connection.open("GET", "/draining")
        origin.wait_for("/draining")
        own_gate.ask_to_stop()
        connection.wait("the last GOAWAY", lambda: connection.goaway and connection.goaway.last_stream_id < (1 << 31) - 1)
        assert (connection.code, connection.goaway.last_stream_id) == (http2.NO_ERROR, number)
        connection.open("GET", "/too-late")
        release.set()
        assert connection.answer(number).text == "finished"
        assert connection.is_ended_within(10)
    assert own_gate.process.wait(20) == 0
    assert origin.arrivals("/too-late") == []


def test_a_drain_ends_an_idle_connection(own_gate):
    with own_gate.visit("notice", own_gate.person("staff")).http2() as connection:
        own_gate.ask_to_stop()
        assert connection.is_ended_within(10)
        assert connection.code == http2.NO_ERROR
    assert own_gate.process.wait(20) == 0


# Limits of one connection.

def test_a_head_too_large_is_told_so_on_its_stream(get):
    for headers in ([("x-large", "a" * 40_000)], [(f"x-{n}", "1") for n in range(120)]):
        stream = get("/large", headers)
        assert (stream.status, stream.reason) == (431, "too_large")
    assert get("/after-large").status == 200


def test_streams_beyond_the_limit_are_not_looked_at(visit, connection, origin, release):
    """Each is refused, or the connection of who does not keep to what was agreed is ended (RFC 9113, section 5.1.2)."""
    limit = connection.peer_settings[http2.MAX_CONCURRENT_STREAMS]
    assert 1 <= limit <= 256
    origin.on("/crowd", lambda e: (e.read_body(), release.wait(20), e.reply(200)))
    origin.forget()
    numbers = [connection.open("GET", "/crowd", visit.credentials()) for _ in range(limit + 10)]
    beyond = [connection.answer(number).reset for number in numbers[limit:]]
    if connection.is_closed:
        assert connection.code == http2.PROTOCOL_ERROR
    else:
        assert set(beyond) == {http2.REFUSED_STREAM}
        release.set()
        assert {connection.answer(number).status for number in numbers[:limit]} == {200}
    assert len(origin.arrivals("/crowd")) <= limit
