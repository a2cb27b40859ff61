"""What goes through the gate comes out the same on the other side, both ways, as it happens."""

import hashlib
import socket
import threading

import pytest


@pytest.fixture
def visit(gate):
    return gate.visit("notice", gate.person("staff"))


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_method_target_and_body_arrive_as_sent(visit, origin, method):
    body = b"" if method in ("GET", "OPTIONS") else "본문 \x00\xff".encode()
    path = f"/as-sent/{method}"
    visit.request(method, f"{path}?q=a%20b&q=%2F&empty=&%EA%B0%80", body=body or None)
    arrived = origin.the_arrival(path)
    assert arrived.method == method
    assert arrived.target == f"{path}?q=a%20b&q=%2F&empty=&%EA%B0%80"
    assert arrived.body == body


def test_a_method_that_no_rule_knows_is_refused(visit, origin):
    answer = visit.request("PROPFIND", "/unknown-method")
    assert (answer.status, answer.reason) == (403, "not_allowed")
    assert origin.arrivals("/unknown-method") == []


def test_a_chunked_upload_arrives_whole_with_its_trailers(visit, origin):
    with visit.wire() as wire:
        wire.send_head("POST", "/chunked", [("Transfer-Encoding", "chunked"), ("Trailer", "X-Sum")])
        for piece in [b"first ", b"second ", b"x" * 70_000]:
            wire.send(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        wire.send(b"0\r\nX-Sum: 42\r\n\r\n")
        assert wire.answer("POST").status == 200
    arrived = origin.the_arrival("/chunked")
    assert arrived.body == b"first second " + b"x" * 70_000
    assert arrived.trailers == [("X-Sum", "42")]


def test_a_chunked_download_arrives_whole_with_its_trailers(visit, origin):
    def answer(exchange):
        exchange.read_body()
        exchange.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n")
        exchange.send(b"6\r\nfirst \r\n6;ext=1\r\nsecond\r\n0\r\nX-Sum: 42\r\n\r\n")

    origin.on("/chunked-down", answer)
    with visit.wire() as wire:
        wire.send_head("GET", "/chunked-down", [("TE", "trailers")])
        head = list(iter(wire.line, b"\r\n"))
        assert b"transfer-encoding: chunked\r\n" in [line.lower() for line in head]
        body = b""
        while size := int(wire.line().split(b";")[0], 16):
            body += wire.read(size)
            wire.line()
        assert body == b"first second"
        assert wire.line() == b"X-Sum: 42\r\n"


def test_an_answer_that_ends_with_the_connection_is_whole(visit, origin):
    def answer(exchange):
        exchange.read_body()
        exchange.send(b"HTTP/1.1 200 OK\r\n\r\n" + b"y" * 100_000)
        exchange.connection.is_done = True

    origin.on("/until-close", answer)
    assert visit.get("/until-close").body == b"y" * 100_000


def test_an_answer_cut_short_is_not_passed_off_as_whole(visit, origin):
    def answer(exchange):
        exchange.read_body()
        exchange.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + b"z" * 10)
        exchange.connection.is_done = True

    origin.on("/cut", answer)
    with visit.wire() as wire:
        wire.send_head("GET", "/cut")
        head = b"".join(iter(wire.line, b"\r\n"))
        assert b"content-length: 1000" in head.lower()
        assert len(wire.rest()) < 1000


def test_100_continue_comes_from_the_upstream(visit, origin):
    with visit.wire() as wire:
        wire.send_head("PUT", "/expect", [("Expect", "100-continue"), ("Content-Length", "4")])
        assert wire.line().startswith(b"HTTP/1.1 100")
        assert wire.line() == b"\r\n"
        wire.send(b"body")
        assert wire.answer("PUT").status == 200
    assert origin.the_arrival("/expect").body == b"body"


def test_a_refused_expectation_needs_no_body(visit, origin):
    def refuse(exchange):
        exchange.reply(417, [("Connection", "close")])
        exchange.connection.is_done = True

    origin.on("/refused", refuse)
    with visit.wire() as wire:
        wire.send_head("PUT", "/refused", [("Expect", "100-continue"), ("Content-Length", "1000000")])
        assert wire.answer("PUT").status == 417


def test_no_body_is_asked_for_before_the_policy_allows(gate, origin):
    """A request that is going to be refused gets its answer, not `100 Continue`."""
    with gate.wire("build", gate.person("staff")) as wire:
        wire.send_head("PUT", "/unwanted", [("Expect", "100-continue"), ("Content-Length", "4")])
        assert wire.line().startswith(b"HTTP/1.1 401")
    assert origin.arrivals("/unwanted") == []


def test_answers_without_a_body_keep_the_connection_in_step(visit, origin):
    """HEAD, 204 and 304 have none whatever their fields say (RFC 9112, section 6.3)."""
    origin.on("/204", lambda e: (e.read_body(), e.reply(204)))
    origin.on("/304", lambda e: (e.read_body(), e.reply(304, [("Content-Length", "500"), ("ETag", '"1"')])))
    with visit.wire() as wire:
        head = wire.request("HEAD", "/head")
        assert (head.status, head.body) == (200, b"")
        assert int(head.header("Content-Length")) > 0
        assert wire.request("GET", "/204").status == 204
        assert wire.request("GET", "/304").status == 304
        assert wire.request("GET", "/after").status == 200


def test_connections_are_kept_on_both_sides(visit, origin):
    before = origin.connection_count()
    with visit.wire() as wire:
        for number in range(20):
            assert wire.request("GET", f"/kept/{number}").status == 200
    assert origin.connection_count() - before <= 2


def test_pipelined_requests_are_answered_in_order(visit, origin):
    with visit.wire() as wire:
        for number in range(5):
            wire.send_head("GET", f"/pipelined/{number}")
        assert [wire.answer().json()["target"] for _ in range(5)] == [f"/pipelined/{n}" for n in range(5)]


def test_an_idle_upstream_connection_that_died_is_not_noticed_by_anyone(visit, origin):
    def answer_and_leave(exchange):
        exchange.read_body()
        exchange.reply(200)
        exchange.connection.is_done = True

    origin.on("/leaves", answer_and_leave)
    for _ in range(10):
        assert visit.get("/leaves").status == 200


def test_http_1_0_is_answered_and_closed(visit):
    with visit.wire() as wire:
        wire.send(f"GET /old HTTP/1.0\r\nHost: {wire.name}\r\n\r\n".encode())
        assert wire.answer().status == 200
        assert wire.is_closed_within(5)


def test_event_streams_are_not_buffered(visit, origin):
    """Each event is read by the client before the origin sends the next."""
    seen = threading.Semaphore(0)

    def events(exchange):
        exchange.read_body()
        exchange.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
        for number in range(5):
            data = f"data: {number}\n\n".encode()
            exchange.send(f"{len(data):x}\r\n".encode() + data + b"\r\n")
            assert seen.acquire(timeout=10)
        exchange.send(b"0\r\n\r\n")

    origin.on("/events", events)
    with visit.wire() as wire:
        wire.send_head("GET", "/events", [("Accept", "text/event-stream")])
        answer = wire.begin_answer()
        for number in range(5):
            assert answer.readline() == f"data: {number}\n".encode()
            answer.readline()
            seen.release()


def test_a_slow_upload_reaches_the_upstream_as_it_comes(visit, origin):
    pieces = []
    arrived = threading.Semaphore(0)

    def take(exchange):
        for piece in exchange.pieces_of_body():
            pieces.append(piece)
            arrived.release()
        exchange.reply(200)

    origin.on("/trickle", take)
    with visit.wire() as wire:
        wire.send_head("POST", "/trickle", [("Content-Length", "3")])
        for letter in b"abc":
            wire.send(bytes([letter]))
            assert arrived.acquire(timeout=10)
        assert wire.answer("POST").status == 200
    assert pieces == [b"a", b"b", b"c"]


def test_redirects_to_the_upstreams_own_name_come_back_to_the_console(gate, origin, visit):
    def redirect(exchange):
        exchange.read_body()
        exchange.reply(302, [("Location", f"{origin.url}/next?x=1")])

    origin.on("/redirect", redirect)
    location = visit.get("/redirect").header("Location")
    assert location in (f"{gate.consoles['notice'].url}/next?x=1", "/next?x=1")


def test_an_upstream_that_hangs_up_is_a_bad_gateway(visit, origin):
    def hang_up(exchange):
        exchange.read_body()
        exchange.connection.is_done = True

    origin.on("/hang-up", hang_up)
    answer = visit.post("/hang-up", b"x")
    assert (answer.status, answer.reason) == (502, "upstream_unreachable")


@pytest.mark.parametrize("garbage", [
    b"SSH-2.0-OpenSSH\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
    b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nX-A: b\r\n folded\r\n\r\n", b"HTTP/1.1 200 OK\r\nX A: b\r\n\r\n", b"HTTP/1.1 2000 OK\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nX-A: \x00\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: " + b"a" * 300_000 + b"\r\n\r\n",
], ids=["ssh", "two-lengths", "length-and-chunked", "folded", "space-in-name", "long-status", "nul", "huge"])
def test_an_upstream_that_talks_nonsense_is_a_bad_gateway(visit, origin, garbage):
    def talk(exchange):
        exchange.read_body()
        exchange.send(garbage)
        exchange.connection.is_done = True

    origin.on("/nonsense", talk)
    answer = visit.get("/nonsense")
    assert (answer.status, answer.reason) == (502, "upstream_unreachable")


def test_an_upstream_that_is_down_is_a_bad_gateway(start_gate):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    gate = start_gate(upstream=f"http://127.0.0.1:{port}")
    answer = gate.visit("notice", gate.person("staff")).get("/")
    assert (answer.status, answer.reason) == (502, "upstream_unreachable")
    page = gate.visit("notice", gate.person("staff")).navigate("/", "ko")
    assert page.status == 502 and "text/html" in page.header("Content-Type")


def test_what_the_upstream_answered_is_recorded(gate, visit, origin):
    origin.on("/teapot", lambda e: (e.read_body(), e.reply(418, body=b"12345")))
    assert visit.post("/teapot", b"123").status == 418
    request_id = origin.the_arrival("/teapot").header("X-Request-Id")
    outcome = gate.trail.wait_for(request_id=request_id, status=418)
    assert (outcome["bytes_in"], outcome["bytes_out"]) == (3, 5)


def test_a_digest_of_a_megabyte_is_the_same_on_both_sides(visit, origin):
    body = bytes(range(256)) * 4096
    told = visit.post("/digest", body).json()
    assert told["body_sha256"] == hashlib.sha256(body).hexdigest()
