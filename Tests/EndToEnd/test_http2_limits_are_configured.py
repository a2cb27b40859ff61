"""What HTTP/2 clients may do is what gwanmun.yaml says (`limits.http2`)."""

import pytest
from hyperframe.frame import PingFrame

from harness import http2
from harness.gate import Gate

LIMITS = {"concurrent_streams": 7, "stream_window": 70_000, "header_list": 65_536, "pings": {"burst": 5, "per_second": 1}}


@pytest.fixture(scope="module")
def gate(origin, tmp_path_factory):
    gate = Gate(tmp_path_factory.mktemp("gate"), upstream=origin.url, clock="real")
    gate.reconfigure(lambda settings: settings.setdefault("limits", {}).update(http2=LIMITS))
    yield gate
    gate.end()


@pytest.fixture
def connection(gate):
    with gate.visit("notice", gate.person("staff")).http2() as connection:
        yield connection


def test_they_are_announced(connection):
    assert connection.get("/").status == 200
    told = connection.peer_settings
    assert (told[http2.MAX_CONCURRENT_STREAMS], told[http2.INITIAL_WINDOW_SIZE], told[http2.MAX_HEADER_LIST_SIZE]) == (7, 70_000, 32_768)


def test_they_are_kept(gate, connection):
    connection.send(*[PingFrame(0, b"12345678")] * 5)
    assert connection.get("/").status == 200
    connection.send(*[PingFrame(0, b"12345678")] * 10)
    assert connection.is_ended_within(10) and connection.code == http2.ENHANCE_YOUR_CALM
    gate.trail.wait_for(action="http2_ping_flood")
