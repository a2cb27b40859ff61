"""A listed proxy has to say whose connection it carries, and is believed; nobody else is listened to (PROXY protocol 1 and 2)."""

import socket
import ssl
import struct

import pytest
import yaml

from harness import program
from harness.gate import Gate
from harness.servers import HAProxy
from harness.waiting import until
from harness.wire import Wire

PROXY = "127.0.7.1"
CLIENT = "127.0.3.9"
SIGNATURE = b"\r\n\r\n\0\r\nQUIT\n"
CONNECTIONS_PER_SOURCE = 8


@pytest.fixture(scope="module")
def gate(origin, tmp_path_factory):
    # `--source-limits off` would lift the limit per source.
    gate = Gate(tmp_path_factory.mktemp("gate"), upstream=origin.url, source_limits="on")

    def settings(configuration):
        address = configuration["listen"]["gate"]
        configuration["listen"]["gate"] = {"address": address, "proxy_protocol": {"from": ["127.0.7.0/24"]}}
        configuration["limits"] = {"connections_per_source": CONNECTIONS_PER_SOURCE, "handshake_time": "2s"}

    gate.reconfigure(settings)
    yield gate
    gate.end()


def line(source):
    return f"PROXY TCP4 {source} 127.0.0.1 40000 443\r\n".encode()


def block(source):
    addresses = socket.inet_aton(source) + socket.inet_aton("127.0.0.1") + struct.pack(">HH", 40000, 443)
    return SIGNATURE + b"\x21\x11" + struct.pack(">H", len(addresses)) + addresses


def ask(gate, origin, path, **wire):
    with gate.wire("notice", gate.person("staff"), **wire) as connection:
        assert connection.request("GET", path).status == 200
    return origin.the_arrival(path).header("X-Forwarded-For")


@pytest.mark.parametrize("send", ["send-proxy", "send-proxy-v2", "send-proxy-v2 proxy-v2-options crc32c,unique-id,authority"])
def test_what_haproxy_says_is_believed_and_recorded(gate, origin, tmp_path, send):
    path = "/" + send.replace(" ", "-").replace(",", "-")
    balancer = HAProxy(tmp_path, f"""mode tcp
  source {PROXY}
  server gate 127.0.0.1:{gate.port} {send}""")
    try:
        with Wire(balancer.port, gate.consoles["notice"].host, gate.ca, gate.person("staff"), source=CLIENT) as wire:
            assert wire.request("GET", path).status == 200
    finally:
        balancer.end()
    arrived = origin.the_arrival(path)
    assert arrived.header("X-Forwarded-For") == CLIENT
    assert gate.trail.wait_for(request_id=arrived.header("X-Request-Id"))["src_ip"] == CLIENT


@pytest.mark.parametrize("preface", [line, block])
def test_a_header_may_come_in_pieces(gate, origin, preface):
    path = f"/pieces/{preface.__name__}"
    wire = gate.wire("notice", source=PROXY, connect=False)
    for byte in preface(CLIENT):
        wire.send(bytes([byte]))
    with wire:
        wire.handshake(gate.ca, gate.person("staff"))
        assert wire.request("GET", path).status == 200
    assert origin.the_arrival(path).header("X-Forwarded-For") == CLIENT


def test_a_proxy_may_speak_for_itself(gate, origin):
    assert ask(gate, origin, "/local", source=PROXY, preface=SIGNATURE + b"\x20\x00\x00\x00") == PROXY
    assert ask(gate, origin, "/unknown", source=PROXY, preface=b"PROXY UNKNOWN\r\n") == PROXY


@pytest.mark.parametrize("preface", [b"", b"GET / HTTP/1.1\r\n\r\n", line("1.2.3.4")[:-1] + b"x", SIGNATURE + b"\x21\x11\0\x04abcd"])
def test_a_proxy_without_a_good_header_is_closed(gate, preface):
    with pytest.raises((ssl.SSLError, OSError)):
        gate.wire("notice", gate.person("staff"), source=PROXY, preface=preface)


def test_a_proxy_that_says_nothing_is_closed_in_time(gate):
    with gate.wire("notice", source=PROXY, connect=False) as wire:
        wire.send(b"PROXY TCP4 ")
        assert wire.is_closed_within(10)


@pytest.mark.parametrize("preface", [line, block])
def test_from_anybody_else_a_header_is_no_header(gate, preface):
    with pytest.raises((ssl.SSLError, OSError)):
        gate.wire("notice", gate.person("staff"), source="127.0.8.1", preface=preface("10.0.0.1"))


def test_others_need_none(gate, origin):
    assert ask(gate, origin, "/direct", source="127.0.8.1") == "127.0.8.1"


def test_slots_are_counted_for_whom_the_proxy_names(gate):
    """One client cannot fill the proxy's share, for a proxy has none; and gets no more than without it."""
    greedy = [gate.wire("notice", source=PROXY, preface=line("127.0.4.4")) for _ in range(CONNECTIONS_PER_SOURCE)]
    try:
        with pytest.raises((ssl.SSLError, OSError)):
            gate.wire("notice", source=PROXY, preface=line("127.0.4.4"))
        with gate.wire("notice", gate.person("staff"), source=PROXY, preface=line("127.0.4.5")) as other:
            assert other.request("GET", "/").status == 200
    finally:
        for wire in greedy:
            wire.close()


def test_the_log_tells_of_proxies_that_do_not_speak_it(gate):
    gate.wire("notice", source=PROXY, connect=False, preface=b"GET / HTTP/1.0\r\n\r\n").close()
    until("a line in the log", lambda: "without a good PROXY header" in gate.output(), 20)


def test_the_doctor_tells_of_proxies_that_are_too_many(gate):
    assert "are taken for proxies" not in gate.command("doctor").stdout
    settings = gate.settings()
    settings["listen"]["gate"]["proxy_protocol"]["from"] = ["0.0.0.0/0"]
    broad = gate.named_in_settings("broad.yaml")
    with open(broad, "w", encoding="utf-8") as file:
        yaml.safe_dump(settings, file, allow_unicode=True)
    told = program.run("doctor", "--config", broad)
    assert told.returncode == 1
    assert "0.0.0.0/0 are taken for proxies" in told.stdout
