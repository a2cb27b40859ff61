"""Who is connected to what now, as the desk tells it while it happens. Issue 6, point 4; NCT3-N-U1 (T81, T83)."""

import json
import os
import subprocess
import threading

import pytest
from websockets.exceptions import ConnectionClosed

from harness import program
from harness.events import DeskSession
from harness.waiting import until
from harness.websocket import echo, open_websocket


@pytest.fixture(scope="module")
def officer(gate):
    return DeskSession(gate, gate.person("security_admin"))


@pytest.fixture
def watch(officer):
    watches = []

    def begin(session=officer, **query):
        watches.append(session.watch(**query))
        until("the first event", lambda: watches[-1].events)
        assert watches[-1].events[0] == "snapshot"
        return watches[-1]

    yield begin
    for one in watches:
        one.close()


@pytest.fixture
def partner(gate):
    return gate.logged_in(gate.person("foreign_partner"))


def test_t81_a_partner_is_seen_within_five_seconds_with_what_they_do(gate, origin, watch):
    live = watch()
    person = gate.person("foreign_partner")
    assert not live.of(person)
    origin.on("/p-17", lambda e: (e.read_body(), e.reply(200, [("Content-Type", "text/html")], b"<p>drawing")))
    wrong = gate.visit("build", person)
    assert wrong.present(totp=gate.wrong_code(person)).status == 401
    assert live.action(user=person.name, type="factor_failed")["outcome"] == "failure", "also of whoever is not in yet"
    visit = gate.logged_in(person)
    live.row(person, lambda row: row.get("session"))
    with visit.wire() as wire:
        assert wire.request("GET", "/p-17", visit.credentials()).status == 200
        assert wire.request("GET", "/elsewhere.zip?x=1", visit.credentials()).status in (200, 403, 404)
        row = live.row(person, lambda row: row.get("session") and row["requests"] >= 2 and row.get("last"))
        assert row["partner"] and row["organisation"] == "Meyer Optik GmbH" and "foreign_partner" in row["roles"]
        assert row["places"] == [{"kind": "console", "console": "build", "grade": "sensitive"}]
        assert row["connections"] == 1 and row["source"] == "127.0.0.1"
        assert row["bytes_out"] >= len("<p>drawing")
        assert row["grants"] and row["grants"][0]["until"]
        assert live.action(user=person.name, path="/p-17", decision="permit")
        assert list(watch().rows.values())[0]["partner"], "partners come first"
    last = live.row(person, lambda row: (row.get("last") or {}).get("path") == "/elsewhere.zip")["last"]
    assert last["console"] == "build" and last["method"] == "GET", "without the query"
    told = [a["type"] for a in live.actions if a.get("path") == "/p-17"]
    assert told == ["decision"], "once, and not again when it came about as decided"


def test_the_bytes_of_a_running_download_are_seen_while_it_runs(gate, origin, watch):
    live, goes_on = watch(), threading.Event()

    def slowly(exchange):
        exchange.read_body()
        exchange.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 300000\r\n\r\n" + b"x" * 100_000)
        goes_on.wait(30)
        exchange.send(b"x" * 200_000)

    origin.on("/slow", slowly)
    visit = gate.logged_in(gate.person("staff"))
    done = []
    thread = threading.Thread(target=lambda: done.append(visit.get("/slow")))
    thread.start()
    running = live.row(visit.person, lambda row: row["bytes_out"] >= 100_000 and row["streams"])
    assert [(s["kind"], s["console"]) for s in running["streams"]] == [("transfer", "build")]
    assert running["streams"][0]["bytes_out"] >= 100_000 and not done
    goes_on.set()
    thread.join(20)
    assert done[0].status == 200
    ended = live.row(visit.person, lambda row: row["bytes_out"] >= 300_000 and not row["streams"])
    assert ended["id"] == running["id"] and ended["requests"] == 1


def test_denials_are_counted(gate, watch):
    live = watch()
    visit = gate.logged_in(gate.person("staff", nth=1))
    for _ in range(3):
        with visit.wire() as wire:
            wire.request("GET", "/", [*visit.credentials(), ("Host", visit.gate.consoles["build"].host)])
    before = live.row(visit.person, lambda row: row.get("session"))
    assert visit.request("PURGE", "/").status in (400, 403)
    after = live.row(visit.person, lambda row: row["id"] == before["id"] and row["denials"] > before["denials"])
    assert after["last"]["decision"] == "deny"
    assert live.action(user=visit.person.name, decision="deny")


def test_whoever_comes_by_the_certificate_alone_is_seen_too(gate, watch):
    live = watch()
    person = gate.person("privileged_admin")
    with gate.wire("notice", person) as wire:
        assert wire.request("GET", "/").status == 200
        row = live.row(person, lambda row: not row.get("session") and row["requests"] == 1)
        assert row["places"] == [{"kind": "console", "console": "notice", "grade": "open"}]
        assert row["id"].startswith("certificate:")
    until("it is gone", lambda: not live.of(person))


@pytest.mark.parametrize("act", ["end", "pause", "lock"])
def test_t83_what_is_done_beside_a_row_ends_its_sockets_and_the_row_goes(start_gate, origin, act):
    gate = start_gate()
    officer = DeskSession(gate, gate.person("security_admin"))
    live = officer.watch()
    person = gate.person("foreign_partner")
    visit = gate.logged_in(person)
    origin.on("/ws", echo)
    with open_websocket(visit) as socket:
        socket.send("here")
        assert socket.recv(timeout=10) == "here"
        row = live.row(person, lambda row: [s["kind"] for s in row["streams"]] == ["websocket"] and row["bytes_in"] > 0)
        reason = {"reason": "e2e: seen in the live view"}
        orders = {
            "end": ("/api/v1/sessions/" + row["session"] + "/end", reason),
            "pause": ("/api/v1/grants/" + row["grants"][0]["id"] + "/pause", reason),
            "lock": ("/api/v1/locks", {"certificate": row["certificate"]} | reason),
        }
        path, body = orders[act]
        assert officer.ask("POST", path, body)[0] in (201, 204)
        with pytest.raises(ConnectionClosed):
            socket.recv(timeout=5)
    until("the row is gone", lambda: not [r for r in live.of(person) if r["id"] == row["id"]])
    if act == "pause":
        assert gate.visit("build", person).present(totp=gate.code(person)).status == 403
    live.close()


def test_only_those_are_shown_who_are_asked_for(gate, partner, watch):
    staff = gate.logged_in(gate.person("staff"))
    everybody = watch()
    everybody.row(staff.person)
    everybody.row(partner.person)
    partners, one, elsewhere = watch(partners="true"), watch(user=staff.person.name), watch(organisation="Nobody Ltd")
    partners.row(partner.person)
    assert all(row["partner"] for row in partners.rows.values())
    assert {row["user"] for row in one.rows.values()} == {staff.person.name}
    assert not elsewhere.rows
    with partner.wire() as wire:
        wire.request("GET", "/", partner.credentials())
        builds, fabs = watch(console="build"), watch(console="fab")
        builds.row(partner.person)
        assert not fabs.of(partner.person)


def test_an_auditor_watches_and_sees_addresses_in_part(gate, partner, watch):
    live = watch(DeskSession(gate, gate.person("auditor")))
    row = live.row(partner.person)
    assert row["source"] == "127.0.*.*" and "name" not in row


def test_watching_ends_with_the_session_of_who_watches_and_is_recorded(gate, watch):
    session = DeskSession(gate, gate.person("auditor"))
    before = gate.trail.last_sequence()
    live = watch(session)
    [begun] = [r for r in gate.trail.since(before) if r["type"] == "people_watched"]
    assert (begun["change"], begun["account"]) == ("begun", session.person.name)
    assert session.ask("DELETE", "/.gwanmun/session")[0] == 204
    until("the end of the stream", lambda: live.is_over, 2.5)
    ended = gate.trail.wait_for(type="people_watched", change="ended", request_id=begun["request_id"])
    assert ended["account"] == session.person.name and ended["duration_ms"] >= 0


def test_watching_ends_when_who_watches_is_suspended(start_gate):
    gate = start_gate()
    auditor = DeskSession(gate, gate.person("auditor"))
    live = auditor.watch()
    until("the first event", lambda: live.events)
    done = gate.command("user", "suspend", auditor.person.name, "--reason", "e2e: suspended")
    assert done.returncode == 0, done.stderr
    until("the end of the stream", lambda: live.is_over, 2.5)
    live.close()


def test_nobody_watches_without_the_right(gate):
    staff = DeskSession(gate, gate.person("staff"))
    assert staff.ask("GET", "/api/v1/live")[0] == 403
    status, _ = staff.ask("GET", "/api/v1/live?partners=maybe")
    assert status == 403, "authority comes first"


def test_there_are_so_many_watchers_and_no_more(gate, officer, watch):
    auditor = DeskSession(gate, gate.person("auditor"))
    for _ in range(6):
        watch(auditor)
    with pytest.raises(AssertionError, match="as many watch as may"):
        auditor.watch()
    watch(officer)


def test_over_http2_it_is_the_same(gate, officer):
    command = ["curl", "--silent", "--no-buffer", "--http2", "--max-time", "20", "--cacert", gate.ca, "--cert", officer.person.cert,
               "--key", officer.person.key, "--header", "Accept: text/event-stream", "--header", f"Gwanmun-Session: {officer.token}",
               "--dump-header", "-", gate.ready["desk"] + "/api/v1/live"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        lines = [process.stdout.readline().strip()]
        while not lines[-1].startswith("data: "):
            lines.append(process.stdout.readline().strip())
            assert process.poll() is None, lines
        assert lines[0].startswith("HTTP/2 200")
        assert "content-type: text/event-stream" in lines and "event: snapshot" in lines
        assert officer.person.name in {row["user"] for row in json.loads(lines[-1][6:])["rows"]}
    finally:
        process.kill()
        process.wait()


def test_a_node_that_stops_ends_the_streams_and_is_not_kept(start_gate):
    gate = start_gate()
    live = DeskSession(gate, gate.person("security_admin")).watch()
    until("the first event", lambda: live.events)
    assert gate.stop() == 0
    until("the end of the stream", lambda: live.is_over)
    ended = [r for r in gate.trail.find(type="people_watched") if r["change"] == "ended"]
    assert ended, "recorded before the trail was closed"
    live.close()


class TestTheCommand:
    @staticmethod
    def start(gate, *arguments):
        command = [program.path(), "session", "watch", *arguments]
        environment = {**os.environ, **gate.clock.environment(), "LANG": "C.UTF-8"}
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)

    @pytest.mark.parametrize("door", ["socket", "desk"])
    def test_follows_the_same_events(self, gate, partner, door, tmp_path):
        officer = gate.person("security_admin")
        if door == "socket":
            arguments = ["--config", gate.ready["config"]]
        else:
            code = tmp_path / "code"
            code.write_text(gate.code(officer) + "\n")
            code.chmod(0o600)
            arguments = ["--desk", gate.ready["desk"], "--cert", officer.cert, "--key", officer.key, "--ca", gate.ca, "--totp-file", str(code)]
        process = self.start(gate, "--partners", "--json", *arguments)
        try:
            first = json.loads(process.stdout.readline())
            assert first["event"] == "snapshot"
            assert partner.person.name in {row["user"] for row in first["data"]["rows"]}
            assert all(row["partner"] for row in first["data"]["rows"])
        finally:
            process.kill()
            process.wait()

    def test_tells_a_person_in_lines(self, gate, partner):
        process = self.start(gate, "--user", partner.person.name, "--config", gate.ready["config"])
        try:
            assert process.stdout.readline().startswith(f"+ {partner.person.name} (partner, Meyer Optik GmbH)")
        finally:
            process.kill()
            process.wait()

    def test_ends_with_the_node_and_says_so(self, start_gate):
        gate = start_gate()
        process = self.start(gate, "--config", gate.ready["config"])
        process.stdout.readline()
        assert gate.stop() == 0
        _, told = process.communicate(timeout=10)
        assert process.returncode == 1
        assert told.startswith("error: ") and "\nhint: " in told
