"""What nginx would not pass on, the gate does not pass on, and what both pass on is the same request.

Both stand before a recording console of their own and are sent the same bytes: the corpus, and sound requests with one octet put in at each place where
readers differ. Behind each follows a request for /the-end: what swallows it has lost count of where requests begin.

Differences on purpose are the rows of "Where nginx is stricter" in docs/http1-strictness.md, each under the name that it has here.
"""

import json
import os
import re
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import pytest

from harness import program
from harness.authority import Authority
from harness.gate import Gate
from harness.origin import Origin
from harness.servers import Nginx
from harness.wire import Wire

NAME = "notice.gw.localhost"
HOST = f"Host: {NAME}\r\n".encode()
THE_END = b"GET /the-end HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n"
CORPUS = os.path.join(program.ROOT, "Tests", "Corpus", "http1")
DOCUMENT = os.path.join(program.ROOT, "docs", "http1-strictness.md")

# The end of a request that waits for bytes which never come.
LIMITS = {"header_time": "1s", "body_time": "1s", "keep_alive_time": "1s"}


class Passed(NamedTuple):
    """A request as it reached a console: what it means, without its framing and what each gateway says for itself."""

    method: str
    target: str
    fields: tuple
    body: bytes
    trailers: tuple


WRITTEN_BY_THE_GATEWAY = {
    "host", "connection", "content-length", "transfer-encoding", "forwarded", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host",
    "x-request-id", "x-gwanmun-user", "x-gwanmun-roles", "x-gwanmun-assertion"}


def passed(exchange):
    lines = [line.partition(":") for line in exchange.head.decode("latin-1").split("\r\n")[1:] if line]
    fields = [(name.lower(), value.strip(" \t")) for name, _, value in lines if name.lower() not in WRITTEN_BY_THE_GATEWAY]
    return Passed(exchange.method, exchange.target, tuple(fields), exchange.body, tuple(exchange.trailers))


class Contender:
    """A gateway with a console of its own, to which bytes can be sent."""

    def __init__(self, origin, wire):
        self._origin = origin
        self._wire = wire

    def what_passes(self, data):
        """The whole requests that reach the console, but for the one at the end."""
        self._origin.forget()
        with self._wire() as wire:
            try:
                wire.send(data + THE_END)
            except OSError:
                pass  # cut while still sending
            wire.rest()
        return [passed(e) for e in self._origin.arrivals() if e.is_whole and e.target != "/the-end"]


@pytest.fixture(scope="module")
def rivals(tmp_path_factory):
    """The gate, and nginx with as much as it offers set to the same."""
    consoles = Origin(), Origin()
    gate = Gate(tmp_path_factory.mktemp("gate"), upstream=consoles[0].url, clock="real")
    gate.reconfigure(lambda settings: settings.setdefault("limits", {}).update(LIMITS))
    person = gate.person("staff")
    authority = Authority(tmp_path_factory.mktemp("authority"))
    certificate, key = authority.issue(NAME)
    nginx = Nginx(tmp_path_factory.mktemp("nginx"), f"""
        server_name {NAME};
        ssl_certificate {certificate}; ssl_certificate_key {key}; ssl_client_certificate {gate.ca}; ssl_verify_client on;
        large_client_header_buffers 4 32k; lingering_close off;
        client_header_timeout 1s; client_body_timeout 1s; keepalive_timeout 1s;
        location / {{
            proxy_pass {consoles[1].url}; proxy_http_version 1.1; proxy_request_buffering off;
            proxy_set_header Host $http_host; proxy_set_header Connection "";
        }}""", options="ssl")
    yield (Contender(consoles[0], lambda: gate.wire("notice", person)),
           Contender(consoles[1], lambda: Wire(nginx.port, NAME, authority.path, person)))
    nginx.end()
    gate.end()
    for console in consoles:
        console.close()


# What is sent.

def corpus(name):
    with open(os.path.join(CORPUS, name), encoding="utf-8") as file:
        cases = json.load(file)
    for case in cases:
        with open(os.path.join(CORPUS, case["file"]), "rb") as file:
            yield case["name"], re.sub(rb"(?i)console\.test", lambda name: NAME.encode() if name[0].islower() else NAME.upper().encode(), file.read())


GET = b"GET /a HTTP/1.1\r\n" + HOST
POST = b"POST /a HTTP/1.1\r\n" + HOST
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"

# Sound but for one octet, which comes where @ stands.
PLACES = {
    "in-method": b"GE@T /a HTTP/1.1\r\n" + HOST + b"\r\n",
    "behind-method": b"GET@/a HTTP/1.1\r\n" + HOST + b"\r\n",
    "in-path": b"GET /a@b HTTP/1.1\r\n" + HOST + b"\r\n",
    "in-query": b"GET /a?b@c HTTP/1.1\r\n" + HOST + b"\r\n",
    "before-version": b"GET /a@HTTP/1.1\r\n" + HOST + b"\r\n",
    "in-version": b"GET /a HTTP/1@1\r\n" + HOST + b"\r\n",
    "behind-version": b"GET /a HTTP/1.1@\r\n" + HOST + b"\r\n",
    "before-name": GET + b"@X-A: b\r\n\r\n",
    "in-name": GET + b"X-A@B: b\r\n\r\n",
    "behind-name": GET + b"X-A@: b\r\n\r\n",
    "before-value": GET + b"X-A:@b\r\n\r\n",
    "in-value": GET + b"X-A: b@c\r\n\r\n",
    "behind-value": GET + b"X-A: b@\r\n\r\n",
    "before-line-feed": GET + b"X-A: b@\nX-B: c\r\n\r\n",
    "before-the-empty-line": GET + b"@\r\n",
    "before-host": b"GET /a HTTP/1.1\r\nHost:@" + NAME.encode() + b"\r\n\r\n",
    "behind-host": b"GET /a HTTP/1.1\r\n" + HOST[:-2] + b"@\r\n\r\n",
    "before-length": POST + b"Content-Length:@5\r\n\r\nhello",
    "behind-length": POST + b"Content-Length: 5@\r\n\r\nhello",
    "before-coding": POST + b"Transfer-Encoding:@chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    "behind-coding": POST + b"Transfer-Encoding: chunked@\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    "before-chunk-size": CHUNKED + b"@5\r\nhello\r\n0\r\n\r\n",
    "behind-chunk-size": CHUNKED + b"5@\r\nhello\r\n0\r\n\r\n",
    "in-chunk-extension": CHUNKED + b"5;a@b=c\r\nhello\r\n0\r\n\r\n",
    "behind-chunk": CHUNKED + b"5\r\nhello@\n0\r\n\r\n",
    "behind-last-chunk": CHUNKED + b"5\r\nhello\r\n0@\r\n\r\n",
    "in-trailer": CHUNKED + b"5\r\nhello\r\n0\r\nX-A@B: c\r\n\r\n",
}

# One of each kind that some reader treats in a way of its own: controls, blanks, line ends, signs, a digit, DEL, beyond ASCII.
OCTETS = b"\x00\t\n\v\r !\",.0:;_\x7f\x85"


def octets_put_in(place):
    """The undisturbed request too, where there is one."""
    for octet in OCTETS:
        yield f"{octet:#04x}", PLACES[place].replace(b"@", bytes([octet]))


SENT = {"hostile": lambda: corpus("index.json"), "innocent": lambda: corpus("benign.json")}
SENT |= {place: lambda place=place: octets_put_in(place) for place in PLACES}


# What is compared.

# Fields that the gate passes on and nginx does not, and why: a row of the document each.
PASSED_ON = {
    "names with signs": lambda name, value: re.search(r"[^a-z0-9-]", name),
    "expectations": lambda name, value: name == "expect",
    "websockets": lambda name, value: (name, value) == ("upgrade", "websocket"),
}


def differences(ours, theirs):
    """Names of documented differences, and of everything else in which the gate passes on what nginx does not."""
    if not ours:
        return set()
    if len(ours) != len(theirs):
        return {f"nginx passes {theirs}, the gate {ours}"}
    return set().union(*map(differences_of_one, ours, theirs))


def differences_of_one(ours, theirs):
    found = set()
    if (ours.method, ours.target, ours.body) != (theirs.method, theirs.target, theirs.body):
        found.add(f"nginx passes {theirs}, the gate {ours}")
    if ours.trailers != theirs.trailers:
        found.add("trailers" if not theirs.trailers else f"trailers {theirs.trailers}, the gate's {ours.trailers}")
    for field in ours.fields:
        if field not in theirs.fields:
            found.add(next((why for why, applies in PASSED_ON.items() if applies(*field)), f"{field}"))
    return found


def documented():
    """The names in the document's table."""
    with open(DOCUMENT, encoding="utf-8") as file:
        section = file.read().split("## Where nginx is stricter\n")[1].split("\n## ")[0]
    return {row.split("|")[1].strip().lower() for row in section.splitlines() if row.startswith("| ")} - {"what"}


@pytest.fixture(scope="module")
def findings(rivals):
    """What was found about each case, by what was sent."""
    with ThreadPoolExecutor(2) as pool:
        def found(data):
            return differences(*pool.map(lambda contender: contender.what_passes(data), rivals))

        return {sent: {name: found(data) for name, data in cases()} for sent, cases in SENT.items()}


@pytest.mark.parametrize("sent", SENT)
def test_nothing_passes_that_nginx_refuses_or_reads_otherwise(findings, sent):
    laxer = {name: found - documented() for name, found in findings[sent].items()}
    assert {name: found for name, found in laxer.items() if found} == {}


def test_every_documented_difference_is_one(findings):
    assert documented() <= set().union(*(found for cases in findings.values() for found in cases.values()))
