"""Records reach other houses' systems: all of them, in order, over channels that show who is at both ends (issue 6, point 3)."""

import json
import os

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID

from harness import program
from harness.authority import Authority
from harness.collector import Collector, attributes, partial
from harness.ops import Ops
from harness.syslog import StrictRsyslog, SyslogReceiver
from harness.waiting import until


@pytest.fixture
def authority(tmp_path):
    (tmp_path / "authority").mkdir()
    return Authority(tmp_path / "authority")


@pytest.fixture
def papers(authority):
    """What the node shows, and whom it believes."""
    chain, key = authority.issue("gw.localhost", usage=ExtendedKeyUsageOID.CLIENT_AUTH)
    return {"ca": authority.path, "certificate": chain, "key": key}


@pytest.fixture
def rsyslog(authority, tmp_path):
    server = StrictRsyslog(tmp_path / "rsyslog", *authority.issue("127.0.0.1"), authority.path)
    yield server
    server.end()


def forward(gate, **receivers):
    gate.reconfigure(lambda settings: settings.update(siem=receivers))


def receivers(gate):
    return {r["receiver"]: r for r in json.loads(gate.command("status", "--json").stdout)["siem_receivers"]}


def make_records(gate, person, times=5):
    """Some of people, some of consoles."""
    visit = gate.logged_in(person)
    for number in range(times):
        assert visit.get(f"/made/{number}").status == 200
    return visit


def caught_up(gate, sequences, within=60):
    """Waits until every record of now is there, and says which there were."""
    last = gate.trail.last_sequence()
    return until(f"record {last} to arrive", lambda: (found := sequences()) and max(found) >= last and found, within)


def in_order(sequences):
    """Each at least once, and no new one before those ahead of it."""
    highest = 0
    for sequence in sequences:
        assert sequence <= highest + 1, f"{sequence} came behind {highest}"
        highest = max(highest, sequence)
    return highest


class TestOverSyslog:
    def test_rsyslog_gets_every_record_also_when_it_is_killed_in_between(self, own_gate, rsyslog, papers):
        """T99: no gap in the sequence; what went twice has the same number. Both sides show certificates (RFC 5425)."""
        forward(own_gate, soc={"syslog": f"tls://127.0.0.1:{rsyslog.port}", "enterprise": 54321, "language": "en", **papers})
        person = own_gate.person("staff")
        make_records(own_gate, person)
        caught_up(own_gate, rsyslog.sequences)
        rsyslog.kill()
        make_records(own_gate, person, 20)
        until("a failure", lambda: receivers(own_gate)["soc"].get("problem"))
        rsyslog.start_again()
        sequences = caught_up(own_gate, rsyslog.sequences)
        assert set(range(1, max(sequences) + 1)) == set(sequences)
        in_order(sequences)

        [login, *_] = [line for line in rsyslog.lines() if b" login_ok [" in line]
        record = own_gate.trail.find(type="login_ok")[0]
        said = rsyslog.parameters(login)
        assert said["account"] == record["account"] and said["hash"] == record["hash"] and said["event_id"] == record["event_id"]
        assert int(said["after"]) == int(said["seq"]) - 1
        assert login.startswith(b"<86>1 " + record["ts"].encode()) and login.endswith(b"] Sign-in")
        assert b"[gwanmun@54321 " in login
        until("a heartbeat", lambda: [line for line in rsyslog.lines() if b" siem_heartbeat [" in line])

    def test_an_hour_without_the_receiver_leaves_no_gap_and_tells_the_officers(self, own_gate, rsyslog, papers):
        """T99: outage of an hour: queued on the disk, warned of, complete later; also over a restart of the node."""
        rsyslog.kill()
        forward(own_gate, soc={"syslog": f"tls://127.0.0.1:{rsyslog.port}", **papers})
        person = own_gate.person("staff")
        make_records(own_gate, person)
        until("a failure", lambda: receivers(own_gate)["soc"].get("problem"))
        own_gate.clock.advance(hours=1)
        make_records(own_gate, person)
        alarm = own_gate.trail.wait_for(type="forwarding", change="stalled", channel="soc", within=60)
        assert alarm["outcome"] == "failure" and alarm["severity"] == "error"
        until("a warning", lambda: "forwarding_stalled" in own_gate.output())
        assert receivers(own_gate)["soc"]["lag"] > 10
        own_gate.restart()
        rsyslog.start_again()
        sequences = caught_up(own_gate, rsyslog.sequences, within=90)
        assert set(range(1, max(sequences) + 1)) == set(sequences)
        in_order(sequences)
        until("everything to be confirmed", lambda: receivers(own_gate)["soc"]["lag"] == 0 and "problem" not in receivers(own_gate)["soc"], 60)

    def test_a_server_that_is_somebody_else_gets_nothing_and_the_right_one_gets_all(self, own_gate, authority, papers, tmp_path):
        """T64: not sent, queued, alarm."""
        (tmp_path / "other").mkdir()
        impostor = SyslogReceiver(Authority(tmp_path / "other", "somebody else").server_context("127.0.0.1"))
        forward(own_gate, soc={"syslog": f"tls://127.0.0.1:{impostor.port}", **papers})
        alarm = own_gate.trail.wait_for(type="forwarding", change="peer_refused", within=60)
        assert alarm["severity"] == "critical"
        until("a warning", lambda: "forwarding_refused" in own_gate.output())
        assert "certificate verify failed" in receivers(own_gate)["soc"]["problem"]
        assert receivers(own_gate)["soc"]["lag"] > 0 and impostor.frames == []
        impostor.end()
        server = StrictRsyslog(tmp_path / "rsyslog", *authority.issue("127.0.0.1"), authority.path)
        forward(own_gate, soc={"syslog": f"tls://127.0.0.1:{server.port}", **papers})
        sequences = caught_up(own_gate, server.sequences)
        assert set(range(1, max(sequences) + 1)) == set(sequences)
        server.end()

    def test_the_name_in_the_certificate_counts(self, own_gate, authority, papers, tmp_path):
        """T64: the right authority, another name."""
        server = StrictRsyslog(tmp_path / "rsyslog", *authority.issue("siem.example.kr"), authority.path)
        forward(own_gate, soc={"syslog": f"tls://127.0.0.1:{server.port}", **papers})
        until("a failure", lambda: "certificate verify failed" in receivers(own_gate)["soc"].get("problem", ""))
        assert server.lines() == []
        forward(own_gate, soc={"syslog": f"tls://127.0.0.1:{server.port}", "name": "siem.example.kr", **papers})
        caught_up(own_gate, server.sequences)
        server.end()

    def test_what_is_not_wanted_is_not_sent_and_after_says_that_nothing_is_missing(self, own_gate, rsyslog, papers):
        way = {"syslog": f"tls://127.0.0.1:{rsyslog.port}", **papers}
        forward(own_gate, soc={**way, "types": ["login_ok", "session_start"], "format": "json"})
        make_records(own_gate, own_gate.person("staff"))
        wanted = [r["seq"] for r in own_gate.trail.records() if r["type"] in ("login_ok", "session_start")]
        until("the logins", lambda: set(rsyslog.sequences()) >= set(wanted))
        assert set(rsyslog.sequences()) == set(wanted)
        before = 0
        for line in rsyslog.lines():
            if b" siem_" in line:
                continue
            head, _, record = line.partition(b"] ")
            assert json.loads(record) in own_gate.trail.records()
            assert f'after="{before}"'.encode() in head
            before = json.loads(record)["seq"]

    def test_a_test_message_says_that_it_is_one_and_is_recorded(self, own_gate, rsyslog, papers, tmp_path):
        forward(
            own_gate, soc={"syslog": f"tls://127.0.0.1:{rsyslog.port}", "format": "cef", "language": "en", **papers},
            gone={"syslog": "tls://127.0.0.1:1", **papers})
        done = own_gate.command("siem", "test", "--json", "--reason", "e2e")
        assert done.returncode == 1, done.stdout + done.stderr
        told = {trial["receiver"]: trial for trial in json.loads(done.stdout)}
        assert told["soc"]["result"] == "accepted" and told["gone"]["result"] == "failed" and told["gone"]["problem"]
        [line] = until("the message", lambda: [line for line in rsyslog.lines() if b" siem_test [" in line])
        assert b"CEF:0|Gwanmun|Gwanmun|" in line and b"|siem_test|Test message|4|" in line
        assert own_gate.trail.wait_for(type="warnings_tested")["stated_reason"] == "e2e"


class TestToAFile:
    def test_the_file_has_the_trail_and_may_be_moved_away(self, own_gate, tmp_path):
        path = tmp_path / "records.jsonl"
        forward(own_gate, file={"file": str(path)})

        def lines(*paths):
            return [json.loads(line) for p in paths for line in open(p, encoding="utf-8").read().splitlines()]

        def sequences(*paths):
            return [r["seq"] for r in lines(*(p for p in paths if os.path.exists(p))) if "seq" in r]

        make_records(own_gate, own_gate.person("staff"))
        caught_up(own_gate, lambda: sequences(path))
        moved = tmp_path / "records.jsonl.1"
        os.rename(path, moved)
        make_records(own_gate, own_gate.person("staff", nth=1))
        caught_up(own_gate, lambda: sequences(path))
        found = sequences(moved, path)
        assert found == list(range(1, len(found) + 1))
        assert os.stat(path).st_mode & 0o777 == 0o640
        by_number = {r["seq"]: r for r in own_gate.trail.records()}
        assert all(by_number[r["seq"]] == r for r in lines(moved, path) if "seq" in r)

    def test_a_disk_that_is_full_loses_nothing(self, own_gate, tmp_path):
        forward(own_gate, file={"file": "/dev/full"})
        until("a failure", lambda: "not a regular file" in receivers(own_gate)["file"].get("problem", ""))
        path = tmp_path / "records.jsonl"
        forward(own_gate, file={"file": str(path)})
        sequences = caught_up(own_gate, lambda: [r["seq"] for r in map(json.loads, open(path)) if "seq" in r] if path.exists() else [])
        assert sequences[0] == 1


class TestOverOTLP:
    def test_a_collector_gets_every_record_by_the_official_definition(self, own_gate, authority, papers, tmp_path):
        collector = Collector(authority.server_context("127.0.0.1", demands_client=True))
        collector.answers = [(503, {"Retry-After": "1"}, b""), (429, {"Retry-After": "1"}, b""), (500, {}, b"oops")]
        token = tmp_path / "token"
        token.write_text("Bearer s3cret\n")
        token.chmod(0o600)
        forward(own_gate, lake={
            "otlp": f"https://127.0.0.1:{collector.port}", "authorization_file": str(token), "language": "en", **papers})
        make_records(own_gate, own_gate.person("staff"))
        sequences = caught_up(own_gate, collector.sequences)
        assert sequences == list(range(1, len(sequences) + 1))
        path, headers = collector.headers[0]
        assert path == "/v1/logs" and headers["Content-Type"] == "application/json" and headers["Authorization"] == "Bearer s3cret"
        resource, scope, record = next(log for log in collector.logs() if attributes(log[2]).get("gwanmun.type") == "login_ok")
        assert attributes(resource)["service.name"] == "gwanmun" and scope.name == "gwanmun.audit"
        original = own_gate.trail.find(type="login_ok")[0]
        said = attributes(record)
        assert said["gwanmun.seq"] == original["seq"] and said["gwanmun.roles"] == original["roles"]
        assert said["gwanmun.factors"] == original["factors"] and said["event.name"] == "gwanmun.login_ok"
        assert record.severity_number == 9 and record.body.string_value == "Sign-in"
        assert record.time_unix_nano % 1_000_000 == 0 and record.time_unix_nano > 10**18
        assert "s3cret" not in own_gate.output() + own_gate.trail.text()

        # It says that it dropped some: told, not sent again.
        collector.answers = [(200, {}, partial(2, "too old"))]
        make_records(own_gate, own_gate.person("staff"))
        own_gate.trail.wait_for(type="forwarding", change="rejected", channel="lake")
        assert receivers(own_gate)["lake"]["rejected"] == 2
        metrics = Ops(own_gate).ask("/metrics")[2].decode()
        assert 'gwanmun_siem_records_rejected_total{receiver="lake"} 2' in metrics
        collector.end()


@pytest.mark.parametrize("receiver, told", [
    ({"syslog": "udp://10.1.2.3"}, "records are not sent in plain text"),
    ({"syslog": "udp://127.0.0.1"}, "records are not sent in plain text"),
    ({"syslog": "tcp://127.0.0.1:601"}, "records are not sent in plain text"),
    ({"otlp": "http://10.1.2.3:4318/v1/logs"}, "records are not sent in plain text"),
    ({"otlp": "http://127.0.0.1:4318/v1/logs"}, "records are not sent in plain text"),
    ({"syslog": "tls://siem.example.kr"}, "'ca'"),
    ({"syslog": "tls://siem.example.kr", "file": "x"}, "one of 'syslog', 'file' and 'otlp'"),
    ({"file": "x", "types": ["logins"]}, "logins"),
    ({"file": "x", "ca": "y"}, "a file has the records as they are"),
])
def test_plain_and_unclear_ways_are_refused_where_they_stand(own_gate, receiver, told):
    """T63: a load error, with its place."""
    own_gate.rewrite_settings({**own_gate.settings(), "siem": {"soc": receiver}})
    done = program.run("config", "check", own_gate.ready["config"])
    assert done.returncode == 2 and told in done.stderr, done.stderr
    assert own_gate.ready["config"] + ":" in done.stderr


def test_papers_that_cannot_be_used_are_found_before_the_start(own_gate, papers, tmp_path):
    own_gate.rewrite_settings({
        **own_gate.settings(), "siem": {"soc": {"syslog": "tls://siem.example.kr", **papers, "key": str(tmp_path / "none")}}})
    done = program.run("config", "check", own_gate.ready["config"])
    assert done.returncode == 2 and "siem.soc: " in done.stderr, done.stderr
