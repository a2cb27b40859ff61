"""gRPC goes through the gate as it is: all four kinds of calls, their metadata, their deadlines and their ends; a refusal is a status of its own."""

import json
import os
import queue
from concurrent.futures import ThreadPoolExecutor

import grpc
import pytest

from harness import rpc
from harness.authority import Authority
from harness.gate import Gate
from harness.http2_console import speaking_http2
from harness.permissions import account_locked, certificate_revoked, session_ended, signed_out
from harness.waiting import until

SECONDS = 2
NAME = "rpc.example.kr"

CLOSED = """version: 1
rules:
  - {id: rpc-closed, effect: deny, consoles: [rpc], paths: [/test.Echo/Closed]}
"""
HOLD_CLOSED = """version: 1
rules:
  - {id: rpc-hold-closed, effect: deny, consoles: [rpc], paths: [/test.Echo/Hold]}
"""


@pytest.fixture(scope="module")
def server():
    server = rpc.Server()
    yield server
    server.end()


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def secure_server(authority):
    server = rpc.Server(*authority.issue(NAME))
    yield server
    server.end()


@pytest.fixture(scope="module")
def gate(server, secure_server, authority, tmp_path_factory):
    """`rpc` is a sensitive console, `rpcs` one whose server has a certificate, `gone` one whose server is not there."""
    gate = Gate(tmp_path_factory.mktemp("gate"))
    write_rule(gate, "closed", CLOSED.replace("[rpc]", "[build]"))
    gone = rpc.Server()
    gone.end()
    gate.add_consoles({"rpc": speaking_http2(server.url), "gone": speaking_http2(gone.url)}, like="build")
    gate.add_consoles({"rpcs": speaking_http2(secure_server.url)}, tls={"ca": authority.path, "server_name": NAME})
    write_rule(gate, "closed", CLOSED)
    gate.command("reload")
    yield gate
    gate.end()


def write_rule(gate, name, text):
    path = os.path.join(gate.ready["policies"], f"zz-{name}.yaml")
    with open(path + ".new", "w") as file:
        file.write(text)
    os.rename(path + ".new", path)


@pytest.fixture
def visit(gate):
    return gate.logged_in(console="rpc")


@pytest.fixture
def call():
    """Calls in the name of a visit, on a channel that is closed at the end."""
    clients = []

    def call(visit, **options):
        clients.append(rpc.Client(visit, **options))
        return clients[-1]

    yield call
    for client in clients:
        client.close()


@pytest.fixture(scope="module")
def client(gate):
    """For calls that leave the session alone: of somebody whose session nothing ends."""
    client = rpc.Client(gate.logged_in(gate.person("privileged_admin"), console="rpc"))
    yield client
    client.close()


def refused(code, within=20):
    return pytest.raises(grpc.RpcError, check=lambda error: error.code() is code)


# The four kinds.

def test_one_asks_and_is_answered(client):
    for message in [b"", "안녕하세요".encode(), bytes(range(256)) * 12_000]:
        assert client.unary("Unary", message) == message


def test_many_messages_one_answer(client):
    assert client.collect(iter([b"%d," % number for number in range(500)])) == b"".join(b"%d," % number for number in range(500))


def test_one_message_many_answers(client):
    assert list(client.stream("Spread", b"500")) == [b"%d" % number for number in range(500)]


def test_each_message_is_answered_before_the_next(client):
    """Nothing waits in the gate for more to come."""
    said = queue.SimpleQueue()
    answers = client.chat(iter(said.get, None))
    for number in range(200):
        said.put(b"%d" % number)
        assert next(answers) == b"%d" % number
    said.put(None)
    assert list(answers) == []


def test_calls_run_side_by_side(client):
    with ThreadPoolExecutor(50) as pool:
        assert list(pool.map(lambda number: client.unary("Unary", b"%d" % number), range(200))) == [b"%d" % number for number in range(200)]


def test_large_streams_go_both_ways(client):
    piece = bytes(range(256)) * 4096
    assert sum(len(answer) for answer in client.chat(iter([piece] * 32))) == 32 * len(piece)


def test_over_tls_too(gate, call, secure_server):
    visit = gate.visit("rpcs", gate.person("staff"))
    assert call(visit).unary("Unary", b"over TLS") == b"over TLS"


# What goes with them.

def test_metadata_goes_both_ways(client):
    answer, done = client.unary_with_call("Unary", b"x", metadata=[("x-asked", "1"), ("x-asked-bin", b"\x00\xff")])
    assert answer == b"x"
    assert ("x-initial", "first") in done.initial_metadata()
    trailing = dict(done.trailing_metadata())
    assert (trailing["x-trailing"], trailing["x-sum-bin"]) == ("last", b"\x00\xff")


def test_the_service_is_told_who_and_not_the_session(client, gate):
    metadata = dict(json.loads(client.unary("Asked", metadata=[("x-asked", "1"), ("x-gwanmun-roles", "forged")]))["metadata"])
    assert metadata["x-gwanmun-user"] == gate.person("privileged_admin").name
    assert metadata["x-gwanmun-roles"] == "privileged_admin"
    assert metadata["x-asked"] == "1" and metadata["x-gwanmun-assertion"] and metadata["x-request-id"]
    assert "gwanmun-session" not in metadata


@pytest.mark.parametrize("code", [code for code in grpc.StatusCode if code is not grpc.StatusCode.OK])
def test_a_failure_of_the_service_is_told_as_it_is(client, code):
    with refused(code) as failed:
        client.unary("Fail", str(code.value[0]).encode())
    assert failed.value.details() == "그만 100%"
    assert ("x-trailing", "of a failure") in failed.value.trailing_metadata()


def test_a_method_that_is_none_is_unimplemented(client):
    with refused(grpc.StatusCode.UNIMPLEMENTED):
        client.unary("Nothing")


# Deadlines and ends.

def test_a_deadline_travels(client):
    assert 2 < json.loads(client.unary("Asked", timeout=6))["remaining"] < 7


def test_a_deadline_that_passes_ends_the_call_at_the_service(client, server):
    answers = client.stream("Hold", timeout=1)
    assert next(answers) == b"first"
    with refused(grpc.StatusCode.DEADLINE_EXCEEDED):
        next(answers)
    assert server.service.ended.acquire(timeout=10)


def test_a_call_that_is_cancelled_ends_at_the_service(client, server):
    answers = client.stream("Hold")
    assert next(answers) == b"first"
    answers.cancel()
    assert server.service.ended.acquire(timeout=10)


def test_a_service_that_is_not_there_is_unavailable(gate, call):
    visit = gate.logged_in(console="gone")
    with refused(grpc.StatusCode.UNAVAILABLE):
        call(visit).unary("Unary")


# Refusals.

def test_without_a_session_it_is_unauthenticated(gate, call, server):
    """A reason that a program can read, and nothing at the service."""
    before = len(server.service.calls)
    with refused(grpc.StatusCode.UNAUTHENTICATED) as error:
        call(gate.visit("rpc", gate.person("staff"))).unary("Unary")
    assert "factor_required" in error.value.details()
    assert len(server.service.calls) == before


def test_with_an_ended_session_it_is_unauthenticated(visit, call):
    assert visit.request("DELETE", "/.gwanmun/session").status == 204
    with refused(grpc.StatusCode.UNAUTHENTICATED):
        call(visit).unary("Unary")


def test_what_the_policy_denies_is_permission_denied(gate, client, server):
    before = len(server.service.calls)
    with refused(grpc.StatusCode.PERMISSION_DENIED) as error:
        client.unary("Closed")
    assert "not_allowed" in error.value.details()
    assert len(server.service.calls) == before


@pytest.mark.parametrize("kind", ["stream", "chat", "collect"])
def test_a_refused_stream_has_the_same_status(gate, call, kind):
    stranger = call(gate.visit("rpc", gate.person("staff")))
    with refused(grpc.StatusCode.UNAUTHENTICATED):
        match kind:
            case "stream": list(stranger.stream("Spread", b"1"))
            case "chat": list(stranger.chat(iter([b"x"] * 100)))
            case "collect": stranger.collect(iter([b"x"] * 100))


def test_a_refusal_is_trailers_alone(gate):
    """gRPC over HTTP2: HTTP status 200, and everything in one HEADERS frame that ends the stream."""
    with gate.visit("rpc", gate.person("staff")).http2() as connection:
        number = connection.open("POST", "/test.Echo/Unary", [("content-type", "application/grpc"), ("te", "trailers")], ends=False)
        connection.data(number, bytes(5), ends=True)
        stream = connection.answer(number)
    assert (stream.status, stream.header("content-type"), stream.header("grpc-status")) == (200, "application/grpc", "16")
    assert (bytes(stream.body), stream.trailers) == (b"", None)


# Cuts.

@pytest.mark.parametrize("take_away", [session_ended, signed_out, account_locked])
def test_a_running_call_ends_with_its_session(gate, visit, call, server, take_away):
    ends(gate, visit, call(visit), server, take_away, grpc.StatusCode.UNAUTHENTICATED)


def test_a_running_call_ends_with_its_certificate(gate, call, server):
    visit = gate.logged_in(gate.person("staff", nth=1), console="rpc")
    ends(gate, visit, call(visit), server, certificate_revoked, grpc.StatusCode.UNAUTHENTICATED)


def ends(gate, visit, client, server, take_away, code):
    answers = client.stream("Hold")
    assert next(answers) == b"first"
    request_id = dict(server.service.calls[-1])["x-request-id"]
    with take_away(gate, visit) as reason:
        with refused(code):
            until("the end of the call", answers.done, SECONDS)
            next(answers)
        assert server.service.ended.acquire(timeout=SECONDS)
        gate.trail.wait_for(request_id=request_id, reason=reason)


def test_a_running_call_that_the_policy_no_longer_permits_is_denied(gate, visit, call, server):
    answers = call(visit).stream("Hold")
    assert next(answers) == b"first"
    write_rule(gate, "hold", HOLD_CLOSED)
    try:
        gate.command("reload")
        with refused(grpc.StatusCode.PERMISSION_DENIED):
            next(answers)
        assert server.service.ended.acquire(timeout=SECONDS)
    finally:
        os.remove(os.path.join(gate.ready["policies"], "zz-hold.yaml"))
        gate.command("reload")
