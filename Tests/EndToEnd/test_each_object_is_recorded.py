"""The objects of the access record (compliance profile nct-2025-04, 2.8): each leaves a record with everything that it must say (T46), and from one
identifier the whole of it can be told (T49)."""

import json
import os
import re
import shutil
import socket
import ssl
from urllib.parse import quote, urlsplit

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID

from harness import program
from harness.approvals import instant
from harness.authority import Authority
from harness.desk import Administrator
from harness.events import DeskSession
from harness.gate import Gate
from harness.mailbox import Mailbox
from harness.objects import ELSEWHERE, EVERY, OBJECTS, SHOWN_BY, assert_whole, missing
from harness.services import Program, day
from harness.syslog import SyslogReceiver
from harness.timeserver import TimeServer
from harness.waiting import until

FORM = ("Content-Type", "application/x-www-form-urlencoded")


@pytest.fixture(scope="module")
def busy_day(tmp_path_factory, origin):
    """A node on which each of them happened."""
    folder = tmp_path_factory.mktemp("beside")
    gate = Gate(tmp_path_factory.mktemp("gate"), upstream=origin.url)
    source = TimeServer(gate.clock.now)
    siem, somebody_else = strange_receiver(folder)

    def watch_everything(settings):
        settings["audit_trail"] = {"host": "gw01.example", "verify_every": "1s"}
        settings["clock"] = {"sources": [source.url], "every": "1s"}
        settings["warnings"] = {"mail": Mailbox(folder / "mail").settings()}
        settings["siem"] = {"soc": siem}

    try:
        gate.edit_policy("roles.yaml", with_a_role_for_programs)
        gate.reconfigure(watch_everything)
        at_the_door(gate)
        in_sessions(gate)
        by_administrators(gate)
        by_readers(gate)
        for type_ in ["log_verified", "clock_offset", "warning_sent", "forwarding"]:
            gate.trail.wait_for(type=type_, within=60)
        assert gate.stop() == 0
        with open(gate.trail.segments()[-1], "ab") as file:
            file.write(b'{"seq":')  # as a power cut leaves it
        gate.rewrite_settings({**gate.settings(), "policy_changes": "two_people", "people": {"approval": "two_person"}})
        gate.start()
        by_two_people(gate)
    finally:
        gate.end()
        source.end()
        somebody_else.end()
    return gate


def order(gate, *arguments, may_fail=False):
    done = gate.command(*arguments)
    assert may_fail or done.returncode == 0, done.stderr
    return done.stdout


def strange_receiver(folder):
    """A receiver whose certificate another authority gave: nothing is sent there."""
    for name in ("ours", "theirs"):
        (folder / name).mkdir()
    ours, theirs = Authority(folder / "ours"), Authority(folder / "theirs", "somebody else")
    chain, key = ours.issue("gw.localhost", usage=ExtendedKeyUsageOID.CLIENT_AUTH)
    receiver = SyslogReceiver(theirs.server_context("127.0.0.1"))
    return {"syslog": f"tls://127.0.0.1:{receiver.port}", "ca": ours.path, "certificate": chain, "key": key}, receiver


def at_the_door(gate):
    refuse_a_handshake(gate)
    staff = gate.person("staff", nth=1)
    order(gate, "user", "contact", staff.name, "--mail", "owner@example.kr", "--reason", "joined")
    visit = gate.visit("build", staff)
    visit.present(totp=gate.wrong_code(staff))
    visit.log_in()
    visit.get("/object")
    gate.trail.wait_for(path="/object", type="access")
    visit.request("DELETE", "/.gwanmun/session")
    order(gate, "user", "disable", staff.name, "--reason", "left")
    assert visit.get("/object").status == 403
    order(gate, "user", "enable", staff.name, "--reason", "came back")
    by_a_program(gate)


def with_a_role_for_programs(content):
    content["roles"]["build_bot"] = {"kind": "service"}


def by_a_program(gate):
    """Which has no factors to log in with."""
    owner = gate.person("staff").name
    order(gate, "service", "add", "build-bot-5e", "--role", "build_bot", "--owner", owner, "--network", "127.0.0.1", "--until", day(gate, 30),
          "--reason", "ticket 61")
    bot = Program(gate, "build-bot-5e")
    order(gate, "user", "bind-cert", bot.name, bot.cert, "--reason", "ticket 61")
    assert bot.curl(f"{gate.ready['gate']}/.gwanmun/session", "--json", '{"totp": "123456"}').status == 401


def in_sessions(gate):
    staff = gate.person("staff")
    visit = gate.logged_in(staff, console=None)
    visit.log_in()  # once more: the session that is there is raised
    # By a code of one use over to a console, and by one that is typed to a terminal.
    there = visit.navigate(f"/.gwanmun/login?to={quote(gate.consoles['build'].url + '/handed-over')}")
    assert there.status == 303, there
    entrance = urlsplit(there.header("Location"))
    assert gate.visit("build", staff).navigate(f"{entrance.path}?{entrance.query}").status == 303
    page = visit.navigate("/.gwanmun/terminal").text
    token = re.search(r'name="form_token" value="([^"]+)"', page)[1]
    made = visit.post("/.gwanmun/terminal", f"form_token={token}".encode(), [FORM, ("Origin", gate.ready["gate"]), ("Accept", "text/html")])
    assert made.status == 200
    thief = gate.visit("build", gate.person("staff", nth=1))
    thief.cookie = gate.logged_in(staff).cookie
    assert thief.get("/stolen").status == 401


def by_administrators(gate):
    staff = gate.person("staff", nth=1)
    order(gate, "lock", "add", "--account", staff.name, "--reason", "incident 17")
    [lock] = json.loads(order(gate, "lock", "list", "--json"))
    order(gate, "lock", "lift", lock["id"], "--reason", "spoke to them in person")
    order(gate, "lock", "add", "--network", "198.51.100.0/24", "--reason", "incident 18")
    [lock] = json.loads(order(gate, "lock", "list", "--json"))
    order(gate, "lock", "lift", lock["id"], "--reason", "it was ours")
    order(gate, "user", "add", "park-9c2e", "--role", "staff", "--reason", "joined")
    order(gate, "user", "roles", gate.person("staff").name, "--role", "staff", "--role", "policy_approver", "--reason", "second administrator")
    order(gate, "user", "reset-factor", staff.name, "--reason", "lost the phone")
    order(gate, "warnings", "test", "--reason", "e2e", may_fail=True)
    partner = gate.person("foreign_partner").name
    drill = json.loads(until("the watch", lambda: order(
        gate, "measure", "drill", "--rule", "partner-objects", "--person", partner, "--reason", "quarterly drill", "--json", may_fail=True)))
    order(gate, "measure", "lift", drill["id"], "--reason", "drill over")
    running = [grant for grant in json.loads(order(gate, "grant", "list", "--json")) if grant["running"]]
    order(gate, "grant", "end", running[0]["id"], "--reason", "project closed")
    order(gate, "reload", "--reason", "e2e")
    security = Administrator(gate, gate.person("security_admin"))
    done = security.command("policy", "keep", "rule:fab-people", "--until", instant(gate, hours=48), "--reason", "used at the end of the year")
    assert done.returncode == 0, done.stderr


def by_readers(gate):
    order(gate, "session", "list")
    order(gate, "audit", "search", "--person", "park-9c2e")
    order(gate, "audit", "export", "--person", "park-9c2e", "--output", os.path.join(gate.folder, "export"), "--purpose", "incident 17")
    order(gate, "audit", "hold", "add", "--from", "2026-11-01T00:00:00+09:00", "--reason", "incident 17")
    auditor = DeskSession(gate, gate.person("auditor"))
    watch = auditor.watch()
    until("the first event", lambda: watch.events)
    watch.close()
    event = gate.trail.find(path="/object")[0]["event_id"]
    assert auditor.ask("POST", f"/api/v1/records/{event}/unmask", {"reason": "incident 17"})[0] == 200
    assert auditor.ask("POST", "/api/v1/locks", {"user": gate.person("staff").name, "reason": "no say in this"})[0] == 403


def by_two_people(gate):
    order(gate, "user", "add", "oh-4c1d", "--role", "staff", "--reason", "joined, ticket 41")
    work = shutil.copytree(gate.ready["policies"], os.path.join(gate.folder, "work"))
    for folder in (work, gate.ready["policies"]):
        with open(os.path.join(folder, "zz.yaml"), "w", encoding="utf-8") as file:
            file.write("version: 1\nrules:\n  - {id: e2e-closed, effect: deny, consoles: [notice], paths: [/closed/**]}\n")
        if folder == work:
            done = Administrator(gate, gate.person("security_admin")).command("policy", "propose", work, "--reason", "closes a room")
            assert done.returncode == 0, done.stderr
    gate.trail.wait_for(type="policy_tamper", within=30)


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


@pytest.mark.parametrize("type_", [type_ for type_ in OBJECTS if type_ not in SHOWN_BY])
def test_each_object_leaves_a_record_with_all_its_fields(busy_day, type_):
    """T46."""
    found = busy_day.trail.find(type=type_)
    assert found, f"no record of {type_}"
    assert_whole(min(found, key=lambda record: len(missing(record))))
    for record in found:
        assert EVERY <= set(record) and record["host"] and None not in record.values(), record


def test_no_type_of_record_is_left_out(tmp_path):
    """T46: the list is the program's own. A new type needs a row, or a test that shows it elsewhere."""
    told = program.run("audit", "search", tmp_path, "--type", "none-of-them")
    types = set(re.search(r"is none of ([a-z_, ]+)", told.stderr)[1].split(", "))
    assert types == set(OBJECTS) | set(ELSEWHERE) and not set(OBJECTS) & set(ELSEWHERE)
    for type_, (file, test) in SHOWN_BY.items():
        with open(os.path.join(os.path.dirname(__file__), file), encoding="utf-8") as text:
            [body] = re.findall(rf"^def {test}\(.*?(?=^def |\Z)", text.read(), re.DOTALL | re.MULTILINE)
        assert "assert_whole(" in body and f'"{type_}"' in body, type_
    for why, file, test in ELSEWHERE.values():
        with open(os.path.join(program.ROOT, file), encoding="utf-8") as text:
            assert why and f"`{test}`" in text.read()


def test_a_network_that_was_shut_out_is_recorded_with_who_did_it_and_why(busy_day):
    told = [r for r in busy_day.trail.records() if r.get("object_type") == "network"]
    assert [(r["type"], r["object"], r["stated_reason"]) for r in told] == [
        ("lock", "198.51.100.0/24", "incident 18"), ("unlock", "198.51.100.0/24", "it was ours")]
    assert all("local_uid" in r for r in told)


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
