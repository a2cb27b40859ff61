"""Policies are files: a good change applies at once and whole, a bad one not at all and loudly."""

import os

import pytest

from harness.waiting import until

# Narrow enough for the demo policy's own tests, which a policy has to pass before it is taken.
CLOSED = """version: 1
rules:
  - {id: e2e-closed, effect: deny, consoles: [notice], paths: [/closed/**]}
"""


class PolicyFile:
    def __init__(self, gate, name="zz-e2e.yaml"):
        self.path = os.path.join(gate.ready["policies"], name)

    def write(self, text):
        os.makedirs(os.path.dirname(self.path), exist_ok=True)
        with open(self.path + ".new", "w", encoding="utf-8") as file:
            file.write(text)
        os.rename(self.path + ".new", self.path)

    def remove(self):
        os.remove(self.path)


@pytest.fixture
def visit(own_gate):
    return own_gate.visit("notice", own_gate.person("staff"))


def test_a_new_rule_applies_to_the_next_request_and_its_removal_too(own_gate, visit):
    rule = PolicyFile(own_gate)
    with visit.wire() as wire:
        assert wire.request("GET", "/closed/room").status == 200
        rule.write(CLOSED)
        refused = until("the rule to apply", lambda: (a := wire.request("GET", "/closed/room")).status == 403 and a)
        assert wire.request("GET", "/open/room").status == 200
        assert refused.reason == "not_allowed"
    record = own_gate.trail.wait_for(request_id=refused.json()["request_id"])
    assert (record["reason"], record["rule_id"]) == ("deny_rule", "e2e-closed")

    rule.remove()
    until("the old rules to apply again", lambda: visit.get("/closed/room").status == 200)


def test_sighup_reloads_too(own_gate, visit):
    PolicyFile(own_gate).write(CLOSED)
    own_gate.reload()
    until("the rule to apply", lambda: visit.get("/closed/room").status == 403)


def test_a_running_stream_ends_when_its_permission_does(own_gate, origin, visit):
    def drip(exchange):
        exchange.read_body()
        exchange.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n")
        exchange.connection.file.read()
        exchange.connection.is_done = True

    origin.on("/closed/drip", drip)
    with visit.wire() as wire:
        wire.send_head("GET", "/closed/drip")
        assert wire.begin_answer().read(5) == b"first"
        PolicyFile(own_gate).write(CLOSED)
        own_gate.reload()
        assert wire.is_closed_within(5)


BROKEN = {
    "unknown key": ("version: 1\nrules:\n  - {id: x, effect: deny, consoles: [notice], zoens: [all]}\n", ":3:", "zones"),
    "unknown console": ("version: 1\nrules:\n  - {id: x, effect: deny, consoles: [notcie]}\n", ":3:", "notice"),
    "duplicate key": ("version: 1\nversion: 1\n", ":2:", "version"),
    "anchor": ("version: 1\nrules: &all []\n", ":2:", ""),
    "tag": ("version: !!int 1\n", ":1:", ""),
    "not YAML": ("version: 1\nrules: [\n", ":", ""),
    "other version": ("version: 2\n", ":1:", ""),
    "not UTF-8": ("version: 1 # \udcff\n", "", ""),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_file_leaves_the_old_rules_and_is_named(own_gate, visit, what):
    text, place, hint = BROKEN[what]
    broken = PolicyFile(own_gate)
    with open(broken.path + ".new", "wb") as file:
        file.write(text.encode("utf-8", "surrogateescape"))
    os.rename(broken.path + ".new", broken.path)
    own_gate.reload()
    said = until("the complaint", lambda: [line for line in own_gate.output().splitlines() if "zz-e2e.yaml" + place in line])
    assert hint in said[0]
    assert visit.get("/").status == 200


def test_a_policy_that_fails_its_own_tests_is_not_taken(own_gate, visit):
    PolicyFile(own_gate, "tests/zz-e2e.yaml").write("""version: 1
tests:
  - name: nobody reaches the notices
    at: "2026-11-23T10:00:00+09:00"
    account: kim-7f3a
    roles: [staff]
    console: notice
    from: 127.0.0.1
    factors: [certificate]
    request: GET /
    expect: {decision: deny, reason: deny_rule}
""")
    rule = PolicyFile(own_gate)
    rule.write("version: 1\nrules:\n  - {id: e2e-other, effect: deny, consoles: [build]}\n")
    own_gate.reload()
    until("the complaint", lambda: "nobody reaches the notices" in own_gate.output())
    build = own_gate.visit("build", visit.person)
    assert build.get("/").reason == "factor_required"


def test_a_broken_policy_at_the_start_refuses_to_start(own_gate):
    own_gate.stop()
    PolicyFile(own_gate).write("version: 1\nrulez: []\n")
    with pytest.raises(AssertionError, match="ended with 2"):
        own_gate.start()
    assert "zz-e2e.yaml:2:1" in own_gate.output()


def test_every_record_names_the_policy_it_was_decided_by(own_gate, visit):
    before = visit_and_read_policy(own_gate, visit, "/before")
    PolicyFile(own_gate).write("version: 1\nrules:\n  - {id: e2e-elsewhere, effect: deny, consoles: [fab], paths: [/nowhere]}\n")
    own_gate.reload()
    until("another policy in the records", lambda: visit_and_read_policy(own_gate, visit, "/after") != before)


def visit_and_read_policy(gate, visit, path):
    sequence = gate.trail.last_sequence()
    assert visit.get(path).status == 200
    return until("the record", lambda: [r for r in gate.trail.since(sequence) if r.get("path") == path])[0]["policy_sha256"]


def test_an_auditor_looks_and_touches_nothing(own_gate, origin):
    """T65: `view` never implies more."""
    auditor = own_gate.logged_in(own_gate.person("auditor"))
    assert auditor.get("/looked-at").status == 200
    for method in ["POST", "PUT", "PATCH", "DELETE"]:
        answer = auditor.request(method, "/touched")
        assert (answer.status, answer.reason) == (403, "not_allowed")
    assert origin.arrivals("/touched") == []


def test_what_no_rule_allows_is_refused_before_the_upstream(own_gate, origin):
    """T24, T65: default deny."""
    partner = own_gate.logged_in(own_gate.person("foreign_partner"))
    answers = {console: own_gate.visit(console, partner.person) for console in own_gate.consoles}
    refused = {}
    for console, visit in answers.items():
        answer = visit.get("/not-granted", [("Gwanmun-Session", partner.token)])
        if answer.status == 403:
            record = own_gate.trail.wait_for(request_id=answer.json()["request_id"])
            assert record["decision"] == "deny"
            refused[console] = record["reason"]
    # There is no rule for partners at `notice`, and one that asks for a grant elsewhere.
    assert refused["notice"] == "default_deny", "a partner reaches only what was granted"
    assert set(refused.values()) <= {"default_deny", "approval_missing"}
    hosts = {own_gate.consoles[console].host for console in refused}
    assert not any(e.header("Host").split(":")[0] in hosts for e in origin.arrivals("/not-granted"))
