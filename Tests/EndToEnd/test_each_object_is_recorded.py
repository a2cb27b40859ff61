"""The objects of the access record (compliance profile nct-2025-04, 2.8): each leaves a record with everything that it must say (T46), and from one
identifier the whole of it can be told (T49)."""

import json
import socket
import ssl

import pytest

from harness.gate import Gate
from harness.waiting import until

EVERY = {"seq", "ts", "event_id", "type", "severity", "outcome", "host", "prev_hash", "hash"}
WHO = {"account", "roles"}
CREDENTIAL = {"cert_issuer", "cert_serial", "cert_spki_sha256", "factors"}
WHERE_FROM = {"src_ip"}
WHAT = {"upstream", "grade", "method", "path"}
DECISION = {"decision", "rule_id", "profile_id", "policy_sha256"}
SESSION = {"session_hash"}

# What a record of this type must hold beside what every record holds.
OBJECTS = {
    "start": {"version"},
    "config": {"after"},
    "segment_start": {"version", "format"},
    "reload": {"part", "change"},
    "tls_refused": WHERE_FROM | {"reason", "cause", "failures"},
    "factor_failed": WHO | WHERE_FROM | {"reason", "factor", "failures", "request_id"},
    "factor_ok": WHO | CREDENTIAL | WHERE_FROM | {"factor", "authenticator_id", "request_id"},
    "login_ok": WHO | CREDENTIAL | WHERE_FROM | SESSION | {"request_id"},
    "session_start": WHO | CREDENTIAL | WHERE_FROM | SESSION | {"until", "request_id"},
    "session_end": SESSION | {"account", "cause", "object_type", "object", "request_id"},
    "decision": WHO | CREDENTIAL | WHERE_FROM | WHAT | DECISION | SESSION | {"request_id", "inputs"},
    "access": WHO | CREDENTIAL | WHERE_FROM | WHAT | DECISION | SESSION | {
        "request_id", "status", "bytes_in", "bytes_out", "duration_ms"},
    "lock": {"object_type", "object", "request_id"},
    "unlock": {"object_type", "object", "request_id"},
    "disable": {"object_type", "object", "request_id"},
    "enable": {"object_type", "object", "request_id"},
    "account_change": {"object_type", "object", "change", "request_id"},
    "role_change": {"object_type", "object", "before", "after", "request_id"},
    "factor_change": {"object_type", "object", "change", "factor", "request_id"},
    "grant_change": {"object_type", "object", "change", "recipient", "request_id"},
    "policy_change": {"change", "after"},
    "key_event": {"object_type", "object", "change"},
    "people_read": {"request_id"},
    "warnings_tested": {"request_id"},
    "log_verified": {"first_seq", "last_seq", "request_id"},
    "stop": {"cause"},
}


@pytest.fixture(scope="module")
def busy_day(tmp_path_factory, origin):
    """A node on which each of them happened."""
    gate = Gate(tmp_path_factory.mktemp("gate"), upstream=origin.url)

    def verify_soon(settings):
        settings["audit_trail"] = {"host": "gw01.example", "verify_every": "1s"}

    gate.reconfigure(verify_soon)
    refuse_a_handshake(gate)
    staff = gate.person("staff", nth=1)
    visit = gate.visit("build", staff)
    visit.present(totp=gate.wrong_code(staff))
    visit.log_in()
    visit.get("/object")
    gate.trail.wait_for(path="/object", type="access")
    visit.request("DELETE", "/.gwanmun/session")
    order(gate, "lock", "add", "--account", staff.name, "--reason", "incident 17")
    [lock] = json.loads(gate.command("lock", "list", "--json").stdout)
    order(gate, "lock", "lift", lock["id"], "--reason", "spoke to them in person")
    order(gate, "user", "disable", staff.name, "--reason", "left")
    order(gate, "user", "enable", staff.name, "--reason", "came back")
    order(gate, "user", "add", "park-9c2e", "--role", "staff", "--reason", "joined")
    order(gate, "user", "reset-factor", staff.name, "--reason", "lost the phone")
    order(gate, "session", "list")
    order(gate, "warnings", "test", "--reason", "e2e", may_fail=True)
    running = [g for g in json.loads(gate.command("grant", "list", "--json").stdout) if g["running"]]
    order(gate, "grant", "end", running[0]["id"], "--reason", "project closed")
    order(gate, "reload", "--reason", "e2e")
    gate.trail.wait_for(type="log_verified", within=20)
    gate.end()
    return gate


def order(gate, *arguments, may_fail=False):
    done = gate.command(*arguments)
    assert may_fail or done.returncode == 0, done.stderr


def refuse_a_handshake(gate):
    """A client that speaks no suite of ours."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("AES128-SHA256:@SECLEVEL=0")
    with socket.create_connection(("127.0.0.1", gate.port)) as connection:
        with pytest.raises((ssl.SSLError, OSError)):
            context.wrap_socket(connection, server_hostname=gate.host)
    gate.trail.wait_for(type="tls_refused")


@pytest.mark.parametrize("type_", OBJECTS)
def test_each_object_leaves_a_record_with_all_its_fields(busy_day, type_):
    """T46."""
    found = busy_day.trail.find(type=type_)
    assert found, f"no record of {type_}"
    whole = [record for record in found if EVERY | OBJECTS[type_] <= set(record)]
    assert whole, f"missing: {(EVERY | OBJECTS[type_]) - set(found[-1])} in {found[-1]}"
    assert whole[-1]["host"] and not [key for key, value in found[-1].items() if value is None]


def test_one_thing_leaves_one_record(busy_day):
    """T46: neither none nor two."""
    for record in busy_day.trail.find(path="/object"):
        assert len([r for r in busy_day.trail.of_request(record["request_id"]) if r["type"] == record["type"]]) == 1
    ids = [record["event_id"] for record in busy_day.trail.records()]
    assert len(ids) == len(set(ids))


def test_from_one_event_the_whole_is_told(busy_day):
    """T49: who, what, when, where, by which approval."""
    event_id = busy_day.trail.find(path="/object", type="access")[0]["event_id"]
    trail = busy_day.trail
    [event] = trail.find(event_id=event_id)
    together = trail.of_request(event["request_id"])
    assert {record["type"] for record in together} == {"decision", "access"}
    [decision] = [record for record in together if record["type"] == "decision"]
    # Who, with what, since when: the session that the event names.
    session = trail.find(session_hash=event["session_hash"])
    kinds = {record["type"] for record in session}
    assert {"login_ok", "session_start", "access"} <= kinds
    login = [record for record in session if record["type"] == "login_ok"][0]
    assert login["account"] == event["account"] and login["seq"] < decision["seq"] < event["seq"]
    assert [factor["kind"] for factor in login["factors"]][-1] == "totp" and login["src_ip"] == event["src_ip"]
    # What, where, when.
    assert (event["method"], event["path"], event["upstream"], event["status"]) == ("GET", "/object", "build", 200)
    # By which rule of which policy, and who put that in force.
    assert decision["decision"] == "permit" and decision["rule_id"]
    assert trail.find(type="policy_change", after=decision["policy_sha256"])
    # By which right, and who gave it: the account's roles have a record of their own.
    granted = trail.find(type="role_change", object=event["account"])
    assert granted and set(event["roles"]) <= set(granted[0]["after"]) and (granted[0].get("approver") or granted[0].get("cause"))


def test_a_flood_of_refused_handshakes_is_a_few_records(own_gate):
    before = len(own_gate.trail.find(type="tls_refused"))
    for _ in range(200):
        with socket.create_connection(("127.0.0.1", own_gate.port)) as connection:
            connection.sendall(b"\x16\x03\x01\x00\x05hello")
            connection.settimeout(5)
            try:
                connection.recv(1024)
            except OSError:
                pass

    def counted():
        records = own_gate.trail.find(type="tls_refused")[before:]
        return records if sum(record["failures"] for record in records) >= 200 else None
    records = until("all of them to be counted", counted)
    assert len(records) < 60


def test_a_flood_of_requests_without_a_certificate_is_a_few_records(own_gate):
    """Nobody stands behind them: of each address and reason some are told, the rest is counted (decision 0041)."""
    context = ssl.create_default_context(cafile=own_gate.ca)
    host = own_gate.consoles["build"].host
    sent = 0
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", own_gate.port)) as raw, context.wrap_socket(raw, server_hostname=host) as connection:
            connection.settimeout(10)
            try:
                for _ in range(25):
                    connection.sendall(f"GET /stranger HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
                    head = b""
                    while b"\r\n\r\n" not in head:
                        got = connection.recv(65536)
                        if not got:
                            raise ConnectionError
                        head += got
                    sent += 1
                    length = int(next(line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")))
                    rest = length - len(head.split(b"\r\n\r\n", 1)[1])
                    while rest > 0:
                        rest -= len(connection.recv(65536))
            except (ConnectionError, ssl.SSLError):
                pass  # Turned away by then: each request takes a connection.
    assert sent > 20

    def counted():
        records = [r for r in own_gate.trail.find(type="decision") if not r.get("account") and r["outcome"] == "denied"]
        return records if sum(r.get("failures", 1) for r in records) == sent else None
    records = until("all of them to be counted", counted)
    whole = [r for r in records if "failures" not in r]
    assert whole and all(r["path"] == "/stranger" and r["src_ip"] == "127.0.0.1" and r["reason"] for r in whole)
