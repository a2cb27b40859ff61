"""Over HTTP/2 a request is what it is over HTTP/1.1: judged, recorded, forwarded and answered alike; only many of them share a connection."""

import hashlib
import json

import pytest

from harness import http2
from harness.visit import JSON

OF_ONE_CONNECTION = {"connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"}


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


# Which protocol.

@pytest.mark.parametrize("offered, chosen", [
    (["h2", "http/1.1"], "h2"), (["http/1.1", "h2"], "h2"), (["h2"], "h2"), (["http/1.1"], "http/1.1"), (["spdy/3", "http/1.1"], "http/1.1")])
def test_the_best_that_is_offered_is_spoken(gate, offered, chosen):
    with gate.wire("notice", gate.person("staff"), alpn=offered) as wire:
        assert wire.socket.selected_alpn_protocol() == chosen
        if chosen == "h2":
            assert http2.Http2(wire).get("/.gwanmun/health").text == "ok"
        else:
            assert wire.request("GET", "/.gwanmun/health").text == "ok"


def test_http_1_1_where_http_2_was_agreed_is_neither(gate, origin):
    with gate.wire("notice", gate.person("staff"), alpn=["h2"]) as wire:
        connection = http2.Http2(wire, greet=False)
        connection.send_bytes(f"GET /neither HTTP/1.1\r\nHost: {wire.host}\r\n\r\n".encode())
        assert connection.is_ended_within(5)
    assert origin.arrivals("/neither") == []


# One request.

@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_method_target_and_body_arrive_as_sent(visit, connection, origin, method):
    body = None if method in ("GET", "OPTIONS") else "본문 \x00\xff".encode()
    path = f"/h2/{method}"
    assert connection.request(method, f"{path}?q=a%20b&q=%2F&empty=&%EA%B0%80", visit.credentials(), body).status == 200
    arrived = origin.the_arrival(path)
    assert (arrived.method, arrived.target, arrived.body) == (method, f"{path}?q=a%20b&q=%2F&empty=&%EA%B0%80", body or b"")
    assert arrived.header("Host") == connection.authority
    assert arrived.header("X-Gwanmun-User") == visit.person.name


def test_an_answer_has_no_fields_of_a_connection(get, origin):
    fields = [("Keep-Alive", "timeout=5"), ("X-Mixed-Case", "Kept"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]
    origin.on("/fields", lambda e: (e.read_body(), e.reply(200, fields)))
    head = get("/fields").head
    assert all(name == name.lower() for name, _ in head.fields)
    assert OF_ONE_CONNECTION.isdisjoint(name for name, _ in head.fields)
    assert head.header("x-mixed-case") == "Kept"
    assert head.all("set-cookie") == ["a=1", "b=2"]


def test_a_cookie_in_crumbs_is_one_again_without_the_gates(visit, connection, origin):
    """RFC 9113, section 8.2.3."""
    crumbs = [("cookie", "theme=dark"), *visit.credentials(), ("cookie", "lang=ko"), ("cookie", "a=1; b=2")]
    assert connection.get("/crumbs", crumbs).status == 200
    assert origin.the_arrival("/crumbs").header("Cookie") == "theme=dark; lang=ko; a=1; b=2"


@pytest.mark.parametrize("announced", [True, False], ids=["with-length", "without"])
def test_a_body_arrives_whole(visit, connection, origin, announced):
    body = bytes(range(256)) * 12_000
    origin.forget()
    headers = [*visit.credentials(), *([("content-length", len(body))] if announced else [])]
    number = connection.open("POST", "/body", headers, ends=False)
    connection.data(number, body, ends=True)
    assert connection.answer(number).json()["body_sha256"] == hashlib.sha256(body).hexdigest()
    arrived = origin.the_arrival("/body")
    assert (arrived.header("Content-Length"), arrived.header("Transfer-Encoding")) == ((str(len(body)), None) if announced else (None, "chunked"))


def test_a_body_of_nothing_is_none(visit, connection, origin):
    number = connection.open("POST", "/empty", visit.credentials(), ends=False)
    connection.data(number, b"", ends=True)
    assert connection.answer(number).status == 200
    assert origin.the_arrival("/empty").body == b""


def test_trailers_travel_both_ways(visit, connection, origin):
    def answer(exchange):
        exchange.read_body()
        exchange.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n5\r\nhello\r\n0\r\nX-Sum: 43\r\n\r\n")

    origin.on("/trailers", answer)
    number = connection.open("POST", "/trailers", [*visit.credentials(), ("te", "trailers"), ("trailer", "x-sum")], ends=False)
    connection.data(number, b"body")
    connection.trailers(number, [("x-sum", "42"), ("x-gwanmun-user", "forged"), ("content-length", "4")])
    stream = connection.answer(number)
    assert (bytes(stream.body), stream.trailers) == (b"hello", [("x-sum", "43")])
    assert [(name.lower(), value) for name, value in origin.the_arrival("/trailers").trailers] == [("x-sum", "42")]


@pytest.mark.parametrize("status", [204, 304])
def test_an_answer_without_a_body_ends_with_its_head(get, origin, status):
    origin.on(f"/{status}", lambda e: (e.read_body(), e.reply(status)))
    stream = get(f"/{status}")
    assert (stream.status, bytes(stream.body), stream.reset) == (status, b"", None)


def test_head_has_no_body(visit, connection):
    stream = connection.request("HEAD", "/head", visit.credentials())
    assert (stream.status, bytes(stream.body), stream.reset) == (200, b"", None)
    assert int(stream.header("content-length")) > 0


def test_interim_answers_are_passed_on(get, origin):
    def answer(exchange):
        exchange.read_body()
        exchange.send(b"HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n")
        exchange.reply(200)

    origin.on("/hints", answer)
    assert [head.status for head in get("/hints").heads] == [103, 200]


def test_the_console_asks_for_a_body_that_waits(visit, connection, origin):
    number = connection.open("PUT", "/expect", [*visit.credentials(), ("expect", "100-continue"), ("content-length", 4)], ends=False)
    connection.wait("to be asked", lambda: connection.streams[number].heads)
    assert connection.streams[number].heads[0].status == 100
    connection.data(number, b"body", ends=True)
    assert connection.answer(number).status == 200
    assert origin.the_arrival("/expect").body == b"body"


def test_without_a_session_there_is_a_problem_and_no_forwarding(connection, origin):
    stream = connection.get("/unknown")
    assert (stream.status, stream.reason) == (401, "factor_required")
    assert origin.arrivals("/unknown") == []


def test_one_logs_in_and_out_on_one_connection(gate):
    visit = gate.visit("build", gate.person("staff", nth=1))
    with visit.http2() as connection:
        code = json.dumps({"totp": gate.code(visit.person)}).encode()
        entered = connection.request("POST", "/.gwanmun/session", [JSON], code)
        assert entered.status == 201
        token = [("gwanmun-session", entered.json()["token"])]
        assert connection.get("/", token).status == 200
        assert connection.request("DELETE", "/.gwanmun/session", token).status == 204
        assert connection.get("/", token).status == 401


def test_another_consoles_name_on_this_connection_is_misdirected(gate, get, origin):
    """RFC 9110, section 7.4: coalescing would carry one name's session into another's. The connection goes on."""
    other = f"{gate.consoles['notice'].host}:{gate.port}"
    for pseudo in ({"authority": other}, {"authority": "evil.example"}):
        stream = get("/misdirected", **pseudo)
        assert (stream.status, stream.reason) == (421, "host_mismatch")
    assert origin.arrivals("/misdirected") == []
    assert get("/").status == 200
