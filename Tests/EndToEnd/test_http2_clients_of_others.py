"""curl, nghttp and h2load speak HTTP/2 to a sensitive console, each in its own way."""

import hashlib
import json
import re
import subprocess

import pytest

from harness.servers import Relay
from harness.waiting import until


@pytest.fixture(scope="module")
def visit(gate):
    return gate.logged_in()


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_curl_speaks_it(gate, visit, origin, tmp_path):
    def curl(*arguments):
        shown = ["--cacert", gate.ca, "--cert", visit.person.cert, "--key", visit.person.key, "--header", f"Gwanmun-Session: {visit.token}"]
        return run("curl", "--silent", "--show-error", "--http2", *shown, "--write-out", "\n%{http_version} %{http_code}", *arguments).rsplit("\n", 1)

    url = gate.consoles["build"].url
    (tmp_path / "file").write_bytes(bytes(range(256)) * 40_000)
    assert curl(url + "/by-curl-2")[1] == "2 200"
    body, told = curl("--upload-file", tmp_path / "file", url + "/by-curl-2/up")
    assert (told, json.loads(body)["body_sha256"]) == ("2 200", hashlib.sha256((tmp_path / "file").read_bytes()).hexdigest())
    assert curl("--head", url + "/by-curl-2")[1] == "2 200"
    assert curl("--tls-max", "1.2", url + "/by-curl-2")[1] == "2 200"
    assert curl("--http1.1", url + "/by-curl-2")[1] == "1.1 200"


@pytest.mark.parametrize("size", [100_000, 50_000_000])
def test_curl_gets_an_answer_that_comes_before_its_upload_is_whole(gate, visit, origin, tmp_path, size):
    """By the console (413), and by the gate to whom it does not know (401)."""
    def refuse(exchange):
        exchange.reply(413, [("Connection", "close")], b"too large")
        exchange.connection.is_done = True

    (tmp_path / "file").write_bytes(bytes(size))
    origin.on("/early", refuse)
    for token, code in [(visit.token, "413"), ("gone", "401")] * 5:
        told = run(
            "curl", "--silent", "--show-error", "--http2", "--cacert", gate.ca, "--cert", visit.person.cert, "--key", visit.person.key,
            "--header", f"Gwanmun-Session: {token}", "--header", "Expect:", "--upload-file", tmp_path / "file",
            "--output", tmp_path / "answer", "--write-out", "%{http_version} %{http_code}", gate.consoles["build"].url + "/early")
        assert told == f"2 {code}"
        assert (tmp_path / "answer").read_bytes() == b"too large" or code == "401"


@pytest.fixture(scope="module")
def relay(gate, visit, tmp_path_factory):
    relay = Relay(str(tmp_path_factory.mktemp("relay")), gate, "build", visit.person)
    yield relay
    relay.end()


def named(gate, visit):
    """What a tool that came through the relay says besides."""
    return ["--header", f":authority: {gate.consoles['build'].host}:{gate.port}", "--header", f"gwanmun-session: {visit.token}"]


def test_nghttp_loads_a_page_with_its_parts(gate, visit, relay, origin):
    page = b'<link rel="stylesheet" href="/style.css"><script src="/script.js"></script>'
    origin.on("/page", lambda e: (e.read_body(), e.reply(200, [("Content-Type", "text/html")], page)))
    told = run("nghttp", "--null-out", "--get-assets", "--stat", "--no-verify-peer", *named(gate, visit), relay.url + "/page")
    assert sorted(re.findall(r" (\d{3}) +\S+ (/\S*)$", told, re.M)) == [("200", "/page"), ("200", "/script.js"), ("200", "/style.css")]


def test_nghttp_uploads_with_trailers(gate, visit, relay, origin, tmp_path):
    (tmp_path / "file").write_bytes(bytes(range(256)) * 4000)
    run("nghttp", "--data", tmp_path / "file", "--trailer", "x-sum: 42", "--no-content-length", "--padding", "64", "--no-verify-peer",
        *named(gate, visit), relay.url + "/by-nghttp")
    arrived = origin.the_arrival("/by-nghttp")
    assert arrived.body == bytes(range(256)) * 4000
    assert [(name.lower(), value) for name, value in arrived.trailers] == [("x-sum", "42")]


def test_h2load_has_every_request_answered_and_recorded(gate, visit, relay, origin):
    count = 1000
    sequence = gate.trail.last_sequence()
    told = run("h2load", "--requests", str(count), "--clients", "4", "--max-concurrent-streams", "32", "--threads", "1",
               *named(gate, visit), relay.url + "/loaded")
    assert f"{count} succeeded, 0 failed, 0 errored" in told and f"status codes: {count} 2xx" in told, told
    ids = {arrived.header("X-Request-Id") for arrived in origin.arrivals("/loaded")}
    assert len(ids) == count

    def recorded():
        return {record["request_id"] for record in gate.trail.since(sequence) if (record["type"], record.get("path")) == ("access", "/loaded")}

    until("the records", lambda: recorded() == ids)
