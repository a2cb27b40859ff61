"""The node watches its own records and acts: alarms, measures, how they are lifted, and who is let in while nobody watches (NCT3-N-U1, NCT2-4.3-P2)."""

import json
import os
import subprocess
import threading
from datetime import datetime

import pytest

from harness import program
from harness.approvals import answer, open_socket, refused
from harness.desk import Administrator
from harness.objects import assert_whole
from harness.waiting import until
from harness.websocket import echo

OBJECTS = "partner-objects"


def measures(gate, *more):
    return answer(gate.command("measure", "list", "--json", *more))


def of_partner(gate, rule=OBJECTS, *more):
    name = gate.person("foreign_partner").name
    return [m for m in measures(gate, *more) if m["rule"] == rule and m["user"] == name and not m["drill"]]


def warnings(gate, event):
    """Those that went out, by the control socket."""
    told = subprocess.run(
        ["curl", "-sS", "--unix-socket", gate.named_in_settings("data/control.sock"), "http://node/api/v1/warnings/recent"],
        capture_output=True, check=True)
    return [w for w in json.loads(told.stdout)["warnings"] if w["event"] == event]


def partner(gate):
    """Let in once the watch looks on, which it does a moment after the start."""
    return until("the partner to be let in", lambda: signed_in(gate))


def signed_in(gate):
    visit = gate.logged_in(gate.person("foreign_partner"))
    return visit if visit.get("/").status == 200 else None


def seconds(record):
    return datetime.fromisoformat(record["ts"]).timestamp()


def test_t82_a_hundred_objects_are_work_and_one_more_ends_the_session_and_its_websocket(own_gate, origin):
    """T60, T82: real downloads. From the record that was one too many to the closed socket: at most two seconds, by the records."""
    gate = own_gate
    origin.on("/live", echo)
    visit = partner(gate)
    with open_socket(origin, visit, "/live") as has_ended:
        # "/" and "/live" are objects, too.
        for number in range(98):
            assert visit.get(f"/drawings/{number}").status == 200
        assert of_partner(gate) == []
        visit.get("/drawings/one-more")
        assert has_ended()
    [measure] = until("the measure", lambda: of_partner(gate))
    assert (measure["observed"], measure["limit"], measure["step"]) == ("101", "100 in 10m", "end_sessions")
    assert measure["sessions_ended"] >= 1 and measure["kind"] == "distinct_objects"
    assert visit.get("/").status == 401

    name = gate.person("foreign_partner").name
    anomaly = gate.trail.wait_for(type="anomaly", object=name, rule_id=OBJECTS)
    assert anomaly["grounds"] == measure["grounds"] and len(anomaly["grounds"]) == 8
    [last] = [r for r in gate.trail.find(event_id=anomaly["grounds"][-1])]
    assert last["path"] == "/drawings/one-more" and last["seq"] < anomaly["seq"]
    ended = gate.trail.wait_for(type="session_end", request_id=anomaly["request_id"])
    tunnel = gate.trail.wait_for(type="access", path="/live", account=name)
    # What came of the tunnel is told with the time of its end.
    assert seconds(ended) - seconds(last) <= 2 and 0 <= seconds(tunnel) - seconds(last) <= 2
    assert gate.trail.wait_for(type="measure", change="taken", request=measure["id"])["measure"] == "end_sessions"
    # Sponsor and officer are told (T60).
    told = until("the warnings", lambda: warnings(gate, "measure_taken"))
    assert {w["audience"] for w in told} == {"security_officer", "sponsor", "owner"}


def test_the_next_alarm_locks_the_certificate_and_lifting_undoes_just_that(own_gate):
    gate = own_gate
    name = gate.person("foreign_partner").name
    for turn in range(2):
        visit = partner(gate)
        for number in range(101):
            if visit.get(f"/drawings/{turn}/{number}").status != 200:
                break
        until("the measure", lambda turn=turn: len(of_partner(gate)) == turn + 1)
    locked = next(m for m in of_partner(gate) if m["step"] == "lock_certificate")
    [lock] = until("the lock", lambda: [k for k in answer(gate.command("lock", "list", "--json")) if k["target"].startswith("certificate:")])
    until("its lock to be noted", lambda: of_partner(gate)[0]["locks"] == [lock["id"]])
    other = answer(gate.command("lock", "add", "--network", "198.51.100.0/24", "--reason", "e2e: another", "--json"))
    assert gate.visit("build", gate.person("foreign_partner")).get("/").status == 403

    done = gate.command("measure", "lift", locked["id"], "--reason", "e2e: agreed with the partner")
    assert done.returncode == 0, done.stderr
    assert [k["id"] for k in answer(gate.command("lock", "list", "--json"))] == [other["id"]]
    lifted = next(m for m in of_partner(gate, OBJECTS, "--all") if m["id"] == locked["id"])
    assert lifted["lift_reason"] == "e2e: agreed with the partner" and lifted["lifted_by"].startswith("uid:")
    assert gate.trail.wait_for(type="measure", change="lifted", request=locked["id"])["stated_reason"] == "e2e: agreed with the partner"
    assert "no such measure" in refused(gate.command("measure", "lift", locked["id"], "--reason", "e2e: again"))
    assert signed_in(gate)
    assert name == lifted["user"]


def test_t103_a_drill_is_marked_as_one_from_end_to_end(gate):
    name = gate.person("foreign_partner").name
    visit = partner(gate)
    drill = answer(gate.command("measure", "drill", "--rule", OBJECTS, "--person", name, "--reason", "e2e: quarterly drill", "--json"))
    assert drill["drill"] and drill["sessions_ended"] == 0
    for kind in ["anomaly", "measure"]:
        assert gate.trail.wait_for(type=kind, request=drill["id"])["drill"] == 1
    assert visit.get("/").status == 200
    assert until("the warning", lambda: warnings(gate, "anomaly_drill")) and warnings(gate, "measure_taken") == []
    assert gate.command("measure", "lift", drill["id"], "--reason", "e2e: drill over").returncode == 0
    assert "no watch rule" in refused(gate.command("measure", "drill", "--rule", "none", "--person", name, "--reason", "e2e: none"))


def test_whoever_tries_to_lift_a_measure_about_themselves_is_in_the_record(gate):
    """NCT2-4.2-C3: the attempt is refused, and an auditor finds it by the person and by the measure."""
    admin = Administrator(gate, gate.person("security_admin"))
    name = admin.person.name
    drill = until("the watch", lambda: drilled(gate, name))
    assert "themselves" in refused(admin.command("measure", "lift", drill["id"], "--reason", "e2e: it was nothing"))
    record = gate.trail.wait_for(type="administration_refused", request=drill["id"])
    assert_whole(record)
    assert (record["account"], record["object"], record["outcome"], record["reason"]) == (name, name, "denied", "action_denied")
    assert (record["cause"], record["rule_id"], record["measure"]) == ("measure_lifted", OBJECTS, drill["step"])
    assert record["stated_reason"] == "e2e: it was nothing" and record["drill"] == 1
    found = gate.command("audit", "search", "--person", name, "--type", "administration_refused", "--json")
    assert [json.loads(line)["event_id"] for line in found.stdout.splitlines()] == [record["event_id"]]
    assert gate.command("measure", "lift", drill["id"], "--reason", "e2e: drill over").returncode == 0
    assert len(gate.trail.find(type="administration_refused", request=drill["id"])) == 1


def drilled(gate, name):
    done = gate.command("measure", "drill", "--rule", OBJECTS, "--person", name, "--reason", "e2e: quarterly drill", "--json")
    return json.loads(done.stdout) if done.returncode == 0 else None


def test_t81_what_a_partner_does_is_an_alarm_at_the_desk_within_seconds(own_gate, origin):
    """Asked for by somebody who may read; who may not lift it."""
    gate = own_gate
    auditor = Administrator(gate, gate.person("auditor"))
    assert answer(auditor.command("measure", "list", "--json")) == []
    for number in range(61):
        origin.on(f"/missing/{number}", lambda e: (e.read_body(), e.reply(404, body=b"not here")))
    visit = partner(gate)
    for number in range(61):
        visit.get(f"/missing/{number}")
    [seen] = until("it at the desk", lambda: answer(auditor.command("measure", "list", "--json")), within=10)
    assert (seen["rule"], seen["observed"], seen["step"]) == ("partner-enumeration", "61", "end_sessions")
    alarm = gate.trail.wait_for(type="anomaly", request=seen["id"])
    [last] = gate.trail.find(event_id=seen["grounds"][-1])
    assert seconds(alarm) - seconds(last) <= 5
    assert "role" in refused(auditor.command("measure", "lift", seen["id"], "--reason", "e2e: not mine to lift"))


def test_t61_a_network_that_is_shut_out_is_out_at_once(own_gate, origin):
    """Those who are in, those with a tunnel, those without a certificate; and nobody shuts this machine out by mistake."""
    gate = own_gate
    origin.on("/live", echo)
    assert "--force" in refused(gate.command("lock", "add", "--network", "127.0.0.0/8", "--reason", "e2e: by mistake"))
    visit = gate.logged_in()
    assert visit.get("/").status == 200
    with open_socket(origin, visit, "/live") as has_ended:
        lock = answer(gate.command("lock", "add", "--network", "127.0.0.0/8", "--force", "--reason", "e2e: a scan", "--json"))
        assert has_ended()
    assert lock["target"] == "network:127.0.0.0/8"
    answered = visit.get("/")
    assert answered.status == 403
    assert gate.trail.wait_for(type="decision", reason="source_locked")
    assert gate.command("lock", "lift", lock["id"], "--reason", "e2e: over").returncode == 0
    assert gate.logged_in().get("/").status == 200


@pytest.mark.timeout(150)
def test_while_nobody_watches_partners_are_refused_and_nobody_else(own_gate):
    """The records are taken from under the watch; given back, it goes on by itself."""
    gate = own_gate
    visit = partner(gate)
    staff = gate.logged_in()
    audit = gate.ready["audit"]
    hidden = audit + ".hidden"
    os.mkdir(hidden)
    segments = [name for name in os.listdir(audit) if name.endswith(".jsonl")]
    for name in segments:
        os.rename(os.path.join(audit, name), os.path.join(hidden, name))
    refusal = until("the partner to be refused", lambda: next((a for a in [visit.get("/")] if a.status != 200), None), within=60)
    assert refusal.status == 503 and refusal.json()["reason"] == "not_recorded"
    assert staff.get("/").status == 200
    until("the officer to be told", lambda: warnings(gate, "monitor_stopped"))
    for name in segments:
        os.rename(os.path.join(hidden, name), os.path.join(audit, name))
    assert gate.trail.wait_for(type="decision", reason="monitor_unavailable")
    until("the partner to be let in again", lambda: visit.get("/").status == 200, within=20)
    until("both ways to be recorded", lambda: [r["change"] for r in gate.trail.find(type="monitor")] == ["unavailable", "restored"])
    stopped, _ = [assert_whole(record) for record in gate.trail.find(type="monitor")]
    assert (stopped["reason"], stopped["severity"]) == ("monitor_unavailable", "critical")
    assert warnings(gate, "monitor_restored")


def test_t83_a_partner_who_leaves_is_out_with_every_socket(own_gate, origin):
    gate = own_gate
    origin.on("/live", echo)
    visit = partner(gate)
    organisation = next(u["organisation"] for u in answer(gate.command("user", "list", "--json")) if u["name"] == gate.person("foreign_partner").name)
    with open_socket(origin, visit, "/live") as has_ended:
        done = gate.command("lock", "add", "--organisation", organisation, "--reason", "e2e: suspended")
        assert done.returncode == 0, done.stderr
        assert has_ended()
    assert visit.get("/").status in (401, 403)


def add_rules(gate, *rules):
    path = os.path.join(gate.ready["policies"], "zz-watch.yaml")
    with open(path + ".new", "w", encoding="utf-8") as file:
        json.dump({"version": 1, "watch": list(rules)}, file)
    os.rename(path + ".new", path)
    done = gate.command("reload", "--reason", "e2e: another rule")
    assert done.returncode == 0, done.stderr


def test_an_answer_without_end_is_cut_while_it_runs(own_gate, origin):
    """Its record would come with its end: nobody waits for that. And it is counted once."""
    gate = own_gate
    add_rules(
        gate,
        {"id": "e2e-bytes", "kind": "volume", "roles": ["foreign_partner"], "bytes": "2MiB", "within": "10m", "measures": ["end_sessions"]})

    def endless(exchange):
        exchange.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000000000000\r\n\r\n")
        pause = threading.Event()
        while not pause.wait(0.05):
            exchange.send(b"x" * 100_000)

    origin.on("/endless", endless)
    visit = partner(gate)
    with visit.wire() as wire:
        wire.send_head("GET", "/endless", visit.credentials())
        assert wire.is_closed_within(30)
    [measure] = until("the measure", lambda: of_partner(gate, "e2e-bytes"))
    assert measure["kind"] == "volume" and int(measure["observed"].split()[0]) > 2 << 20
    anomaly = gate.trail.wait_for(type="anomaly", rule_id="e2e-bytes")
    end = gate.trail.wait_for(type="access", path="/endless")
    assert anomaly["seq"] < end["seq"] and end["bytes_out"] > 2 << 20


def test_queries_are_counted_by_rules_that_ask_for_them_and_not_as_objects(own_gate):
    """A page that puts the time into a query to get past a cache takes no hundred drawings."""
    gate = own_gate
    add_rules(
        gate, {"id": "e2e-queries", "kind": "distinct_queries", "roles": ["foreign_partner"], "limit": 110, "within": "10m", "measures": ["end_sessions"]})
    visit = partner(gate)
    for number in range(111):
        if visit.get(f"/drawing?id={number}").status != 200:
            break
    [measure] = until("the measure", lambda: of_partner(gate, "e2e-queries"))
    assert measure["observed"] == "111"
    assert not of_partner(gate), "one path is one object"
    records = gate.trail.find(type="access", path="/drawing")
    assert len({record["target_mark"] for record in records}) == len(records) and "id=" not in json.dumps(records)


def test_an_old_proof_opens_nothing_at_the_desk_once_it_is_in_doubt(own_gate):
    gate = own_gate
    add_rules(
        gate,
        {"id": "e2e-doubt", "kind": "distinct_objects", "roles": ["auditor"], "limit": 1, "within": "10m", "measures": ["step_up"]})
    auditor = Administrator(gate, gate.person("auditor"))
    run = auditor.signed_in()
    assert run("user", "list", "--json").returncode == 0
    visit = gate.visit("notice", auditor.person)
    for path in ["/one", "/two"]:
        assert visit.get(path).status == 200
    until("the measure", lambda: [m for m in measures(gate) if m["rule"] == "e2e-doubt"])
    assert "factor" in refused(run("user", "list", "--json"))
    assert answer(auditor.command("user", "list", "--json"))


def test_a_decision_is_recorded_with_the_proofs_that_it_was_given(own_gate):
    """Not with those that came into doubt: the policy would be said to have refused what it permits."""
    gate = own_gate
    add_rules(
        gate,
        {"id": "e2e-doubted", "kind": "distinct_objects", "roles": ["staff"], "limit": 3, "within": "10m", "measures": ["step_up"]})
    visit = gate.logged_in()
    for number in range(5):
        visit.get(f"/doubted/{number}")
    until("the measure", lambda: [m for m in measures(gate) if m["rule"] == "e2e-doubted"])
    assert visit.get("/doubted/after").status != 200
    record = gate.trail.wait_for(path="/doubted/after", type="decision")
    assert (record["decision"], [factor["kind"] for factor in record["factors"]]) == ("step_up", ["certificate"])
    done = program.run("policy", "replay", gate.ready["policies"], "--records", gate.ready["audit"], "--json")
    report = json.loads(done.stdout)["replay"]
    assert sum(count for what, count in report["differences"].items() if what != "unchanged") == 0, report
    assert not any(report["undecidable"].values()), report
