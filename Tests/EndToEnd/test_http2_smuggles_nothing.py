"""HTTP/2 frames what HTTP/1.1 spells out: a field that would be a line of its own, a length or a request there is refused here.

The attacks are those of J. Kettle, HTTP/2: The Sequel is Always Worse, 2021, and of RFC 9113, sections 8.2, 8.3 and 10.3.
"""

import pytest

from harness import http2


@pytest.fixture(scope="module")
def visit(gate):
    return gate.visit("notice", gate.person("staff"))


@pytest.fixture
def connection(visit):
    with visit.http2() as connection:
        yield connection


# One field too many in a request that is sound without it.
FIELDS = {
    "crlf-in-value": ("x-a", "b\r\nx-b: c"),
    "request-in-value": ("x-a", "b\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"),
    "lf-in-value": ("x-a", "b\nx-b: c"),
    "cr-in-value": ("x-a", "b\rx-b: c"),
    "nul-in-value": ("x-a", "b\0c"),
    "crlf-in-name": ("x-a: b\r\nx-b", "c"),
    "request-in-name": ("x-a: b\r\n\r\nGET /smuggled HTTP/1.1\r\nhost: x\r\n\r\n", "c"),
    "colon-in-name": ("transfer-encoding: chunked", "x"),
    "blank-in-name": ("x a", "b"),
    "blank-behind-name": ("transfer-encoding ", "chunked"),
    "tab-behind-name": ("content-length\t", "5"),
    "capital-in-name": ("X-A", "b"),
    "capital-framing": ("Transfer-Encoding", "chunked"),
    "nul-in-name": ("x-a\0", "b"),
    "obs-text-in-name": ("x-á", "b"),
    "no-name": ("", "b"),
    "transfer-encoding": ("transfer-encoding", "chunked"),
    "transfer-encoding-identity": ("transfer-encoding", "identity"),
    "transfer_encoding": ("transfer_encoding", "chunked"),
    "content_length": ("content_length", "5"),
    "connection": ("connection", "close"),
    "connection-names-identity": ("connection", "x-gwanmun-user"),
    "keep-alive": ("keep-alive", "timeout=5"),
    "proxy-connection": ("proxy-connection", "keep-alive"),
    "upgrade": ("upgrade", "h2c"),
    "te-gzip": ("te", "gzip"),
    "te-trailers-and-more": ("te", "trailers, gzip"),
    "host-of-another": ("host", "evil.example"),
    "pseudo-behind-fields": (":path", "/other"),
    "pseudo-of-answers": (":status", "200"),
    "pseudo-unknown": (":unknown", "1"),
    "protocol-without-connect": (":protocol", "websocket"),
    "length-without-body": ("content-length", "5"),
    "length-signed": ("content-length", "+0"),
    "length-list": ("content-length", "0, 0"),
    "length-hexadecimal": ("content-length", "0x0"),
    "length-empty": ("content-length", ""),
    "expectation-unknown": ("expect", "magic"),
}


def is_refused(connection, number):
    """A reset of the stream, a refusal in words, or the end of the connection; never an answer of the console."""
    stream = connection.answer(number)
    return stream.reset is not None and not stream.heads or connection.is_closed or stream.status in (400, 403, 417, 421, 501)


@pytest.mark.parametrize("what", FIELDS)
def test_a_field_that_has_no_place_is_refused(connection, origin, what):
    origin.forget()
    name, value = FIELDS[what]
    fields = [*connection.fields("GET", "/field"), (name.encode(), value.encode())]
    assert is_refused(connection, connection.begin(fields))
    assert origin.arrivals() == []


# Pseudo fields of another value; None is left out, a list stands more than once.
PSEUDO = {
    "no-method": {"method": None},
    "no-scheme": {"scheme": None},
    "no-path": {"path": None},
    "no-authority-and-no-host": {"authority": None},
    "method-empty": {"method": ""},
    "method-with-a-request": {"method": "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\nGET"},
    "method-with-a-target": {"method": "GET /smuggled"},
    "method-connect": {"method": "CONNECT"},
    "method-trace": {"method": "TRACE"},
    "method-pri": {"method": "PRI"},
    "path-empty": {"path": ""},
    "path-with-a-request": {"path": "/ HTTP/1.1\r\nHost: x\r\n\r\nGET /smuggled HTTP/1.1\r\nX: y"},
    "path-with-a-version": {"path": "/smuggled HTTP/1.1"},
    "path-with-a-blank": {"path": "/a b"},
    "path-with-a-tab": {"path": "/a\tb"},
    "path-with-nul": {"path": "/a\0b"},
    "path-with-crlf": {"path": "/a\r\nX-A: b"},
    "path-with-obs-text": {"path": "/á"},
    "path-with-a-fragment": {"path": "/a#b"},
    "path-with-a-backslash": {"path": "/a\\b"},
    "path-without-a-slash": {"path": "a"},
    "path-asterisk": {"path": "*"},
    "path-query-alone": {"path": "?a"},
    "path-of-another-host": {"path": "https://evil.example/a"},
    "path-of-another-scheme": {"path": "http://127.0.0.1/a"},
    "path-above-the-root": {"path": "/../a"},
    "path-above-the-root-encoded": {"path": "/%2e%2e/a"},
    "path-with-an-encoded-slash": {"path": "/a%2fb"},
    "path-with-two-slashes": {"path": "//evil.example/a"},
    "scheme-http": {"scheme": "http"},
    "scheme-file": {"scheme": "file"},
    "scheme-with-more": {"scheme": "https://evil.example/?"},
    "scheme-with-crlf": {"scheme": "https\r\nX-A: b"},
    "authority-of-another": {"authority": "evil.example"},
    "authority-empty": {"authority": ""},
    "authority-with-a-user": {"authority": "user@{authority}"},
    "authority-with-a-path": {"authority": "{authority}/a"},
    "authority-with-crlf": {"authority": "{authority}\r\nX-A: b"},
    "authority-with-a-blank": {"authority": "{authority} "},
    "authority-with-two-ports": {"authority": "{authority}:1"},
    "two-methods": {"method": ["GET", "POST"]},
    "two-paths": {"path": ["/a", "/b"]},
    "two-schemes": {"scheme": ["https", "https"]},
    "two-authorities": {"authority": ["{authority}", "{authority}"]},
}


@pytest.mark.parametrize("what", PSEUDO)
def test_a_pseudo_field_that_is_none_is_refused(connection, origin, what):
    origin.forget()
    request = {"method": "GET", "scheme": "https", "authority": connection.authority, "path": "/pseudo", **PSEUDO[what]}
    fields = []
    for name, values in request.items():
        for value in values if isinstance(values, list) else [values] if values is not None else []:
            fields.append((f":{name}".encode(), value.replace("{authority}", connection.authority).encode()))
    assert is_refused(connection, connection.begin(fields))
    assert origin.arrivals() == []


def test_two_hosts_are_refused_although_they_are_the_same(connection, origin):
    """One :authority and one host that says the same are sound; a second host is not."""
    host = ("host", connection.authority)
    assert connection.get("/one-host", [host]).status == 200
    assert is_refused(connection, connection.open("GET", "/two-hosts", [host, host]))
    assert origin.the_arrival("/one-host").header("Host") == connection.authority
    assert origin.arrivals("/two-hosts") == []


def test_host_may_stand_for_the_authority(connection, origin):
    """RFC 9113, section 8.3.1: of a request that was made from one in HTTP/1.1."""
    assert connection.get("/host-alone", [("host", connection.authority)], authority=None).status == 200
    assert origin.the_arrival("/host-alone").header("Host") == connection.authority


SMUGGLED = b"GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"

# A length that the body has not, and a body; by whether the stream ends behind it.
LENGTHS = {
    "more-than-said": ([("content-length", "4")], b"body and more", True),
    "a-request-behind-what-was-said": ([("content-length", "0")], SMUGGLED, True),
    "less-than-said": ([("content-length", "100")], b"body", True),
    "nothing-of-what-was-said": ([("content-length", "100")], b"", True),
    "said-twice": ([("content-length", "4"), ("content-length", "100")], b"body", True),
    "said-twice-alike": ([("content-length", "4"), ("content-length", "4")], b"body", True),
    "said-with-a-sign": ([("content-length", "+4")], b"body", True),
    "said-with-a-zero": ([("content-length", "04")], b"body", True),
    "said-to-be-too-long": ([("content-length", "18446744073709551620")], b"body", True),
    "said-by-a-coding-too": ([("content-length", "4"), ("transfer-encoding", "chunked")], b"0\r\n\r\n" + SMUGGLED, True),
}


@pytest.mark.parametrize("what", LENGTHS)
def test_a_body_that_is_not_what_was_said_is_never_whole(connection, origin, what):
    """What was said to have none may have gone ahead without one, and been answered before its body came."""
    origin.forget()
    headers, body, ends = LENGTHS[what]
    number = connection.open("POST", "/length", headers, ends=False)
    connection.data(number, body, ends=ends)
    may_be_whole = ("content-length", "0") in headers
    assert is_refused(connection, number) or may_be_whole and [a.header("Content-Length") for a in origin.arrivals("/length")] == ["0"]
    assert origin.arrivals("/smuggled") == []
    assert all(arrived.header("Content-Length") == "0" or arrived.was_cut() for arrived in origin.arrivals("/length"))


def test_chunks_in_a_body_are_its_bytes(connection, origin):
    """They were never a coding here, and must not become one on the way."""
    body = b"0\r\n\r\n" + SMUGGLED
    number = connection.open("POST", "/chunks", ends=False)
    connection.data(number, body, ends=True)
    assert connection.answer(number).status == 200
    assert origin.the_arrival("/chunks").body == body
    assert origin.arrivals("/smuggled") == []


TRAILERS = {
    "pseudo": [(":path", "/other")],
    "status": [(":status", "200")],
    "crlf": [("x-a", "b\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n")],
    "capital": [("X-A", "b")],
    "transfer-encoding": [("transfer-encoding", "chunked")],
    "connection": [("connection", "close")],
}


@pytest.mark.parametrize("what", TRAILERS)
def test_trailers_that_are_none_break_the_request_off(connection, origin, what):
    origin.forget()
    number = connection.open("POST", "/trailers", ends=False)
    connection.data(number, b"body")
    connection.trailers(number, [(name.encode(), value.encode()) for name, value in TRAILERS[what]])
    assert is_refused(connection, number)
    assert origin.arrivals("/smuggled") == []
    assert all(arrived.was_cut() for arrived in origin.arrivals("/trailers"))


def test_a_second_head_is_no_request(connection, origin):
    """HEADERS that do not end the stream are no trailers (RFC 9113, section 8.1)."""
    number = connection.open("POST", "/second-head", ends=False)
    connection.data(number, b"body")
    frame = http2.HeadersFrame(number, connection.encode([("x-a", "b")]), flags=["END_HEADERS"])
    connection.send(frame)
    assert is_refused(connection, number)
    assert all(arrived.was_cut() for arrived in origin.arrivals("/second-head"))


def test_what_only_the_gate_may_say_does_not_travel(connection, visit, origin):
    """In every spelling, as over HTTP/1.1."""
    forged = ["x-gwanmun-user", "x_gwanmun_user", "x-forwarded-for", "x_forwarded_for", "forwarded", "x-real-ip", "client-cert", "gwanmun-session"]
    stream = connection.get("/forged", [(name, "forged-by-client") for name in forged if name != "gwanmun-session"])
    assert stream.status == 200
    arrived = origin.the_arrival("/forged")
    assert b"forged-by-client" not in arrived.head
    assert arrived.header("X-Gwanmun-User") == visit.person.name


def test_a_session_cookie_in_two_crumbs_is_none(gate, origin):
    visit = gate.logged_in()
    with visit.http2() as connection:
        assert connection.get("/crumbs", [*visit.credentials(), ("cookie", "__Host-gwanmun=other")]).status == 401
        assert connection.get("/crumbs", visit.credentials()).status == 200
    assert len(origin.arrivals("/crumbs")) == 1
