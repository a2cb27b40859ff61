"""What a rule asks for beside factors is given by several people while the node runs, for some time, and taken back (V13, T84, T101)."""

import pytest

from harness.approvals import Board, add_policy, answer, instant, killed_before_the_store, open_socket, reason_of, refused
from harness.desk import Administrator
from harness.waiting import until
from harness.websocket import echo

POLICY = """
approvals:
  two_person:
    approvers: [{from_roles: [staff], count: 1}, {from_roles: [security_admin], count: 1}]
    distinct_from: [requester]
    max_life: 4h
rules:
  - {id: zz-vault, effect: allow, roles: [privileged_admin], consoles: [build], paths: [/vault/**], actions: [view],
     factors: [certificate, second], approvals: [two_person]}
"""


class Vault(Board):
    def __init__(self, gate):
        super().__init__(gate)
        self.keeper = Administrator(gate, gate.person("privileged_admin"))

    def request(self, hours=2, by=None, *more):
        return answer((by or self.keeper).command(*self.wish(hours), *more, "--json"))

    def wish(self, hours=2, name="two_person"):
        return ("approval", "request", self.keeper.person.name, name, "--console", "build", "--from", instant(self.gate, seconds=-5),
                "--to", instant(self.gate, hours=hours), "--reason", "e2e: keys are turned")

    def visit(self):
        return self.gate.logged_in(self.keeper.person)


@pytest.fixture
def vault(own_gate):
    add_policy(own_gate, POLICY)
    return Vault(own_gate)


def test_v13_it_takes_both_groups_and_never_whoever_asks(vault, origin):
    gate = vault.gate
    visit = vault.visit()
    assert visit.get("/elsewhere").status == 200
    assert reason_of(gate, visit.get("/vault/keys")) == "approval_missing"
    request = vault.request()
    assert (request["state"], request["missing"], request["applicant"]) == ("open", 2, vault.keeper.person.name)
    assert "not_allowed" in refused(vault.keeper.command("approval", "approve", request["id"], "--reason", "e2e: my own"))
    half = answer(vault.security.command("approval", "approve", request["id"], "--reason", "e2e: planned", "--json"))
    assert (half["state"], half["missing"]) == ("open", 1)
    assert reason_of(gate, visit.get("/vault/keys")) == "approval_missing"
    refused(vault.security.command("approval", "approve", request["id"], "--reason", "e2e: once more"))
    # Somebody of neither group.
    auditor = Administrator(gate, gate.person("auditor"))
    assert "roles" in refused(auditor.command("approval", "approve", request["id"], "--reason", "e2e: no say"))
    whole = answer(vault.colleague.command("approval", "approve", request["id"], "--reason", "e2e: yes", "--json"))
    assert (whole["state"], whole["running"]) == ("given", True)
    assert visit.get("/vault/keys").status == 200
    record = gate.trail.wait_for(path="/vault/keys", decision="permit")
    assert [held["name"] for held in record["approvals"]] == ["two_person"]
    # A vote that is sent again meets a decided request.
    refused(vault.colleague.command("approval", "approve", request["id"], "--reason", "e2e: replayed"))
    steps = [r for r in gate.trail.find(type="account_request", object=vault.keeper.person.name) if r["request"] == request["id"]]
    assert [r["change"] for r in steps] == ["requested", "approved", "approved", "approved"]
    assert steps[0]["stated_reason"] == "e2e: keys are turned"


def test_it_ends_with_its_time_and_so_does_what_is_open(vault, origin):
    gate = vault.gate
    origin.on("/vault/live", echo)
    vault.approve(vault.request(hours=1)["id"])
    visit = vault.visit()
    gate.clock.advance(minutes=55)
    visit = vault.visit()
    with open_socket(origin, visit, "/vault/live") as has_ended:
        gate.clock.advance(minutes=6)
        assert has_ended()
    assert reason_of(gate, vault.visit().get("/vault/live")) == "approval_expired"


def test_it_is_withdrawn_by_one_person_and_ends_what_is_open(vault, origin):
    gate = vault.gate
    origin.on("/vault/live", echo)
    request = vault.request()
    vault.approve(request["id"])
    with open_socket(origin, vault.visit(), "/vault/live") as has_ended:
        done = answer(vault.security.command("approval", "withdraw", request["id"], "--reason", "e2e: work is done", "--json"))
        assert done["state"] == "withdrawn"
        assert has_ended()
    assert reason_of(gate, vault.visit().get("/vault/live")) == "approval_missing"


def test_it_is_rejected_by_one_and_never_given_afterwards(vault):
    request = vault.request()
    answer(vault.security.command("approval", "reject", request["id"], "--reason", "e2e: not tonight", "--json"))
    refused(vault.colleague.command("approval", "approve", request["id"], "--reason", "e2e: after all"))
    [kept] = answer(vault.keeper.command("approval", "list", "--user", vault.keeper.person.name, "--json"))
    assert (kept["state"], kept["decided_by"]) == ("rejected", vault.security.person.name)
    # It concerns nobody else: their list is empty.
    assert answer(vault.sponsor.command("approval", "list", "--json")) == []


def test_it_is_asked_for_no_longer_than_it_may_hold_and_by_nobody_else(vault):
    assert "longest" in refused(vault.keeper.command(*vault.wish(hours=5)))
    assert "defines no approval" in refused(vault.keeper.command(*vault.wish(name="made_up")))
    assert "asked for by" in refused(vault.colleague.command(*vault.wish()))
    # Whoever may not vote is told so before they are asked for anything.
    partner = Administrator(vault.gate, vault.gate.person("foreign_partner"))
    request = vault.request()
    refused(partner.command("approval", "show", request["id"]))
    refused(partner.command("approval", "approve", request["id"], "--reason", "e2e: a partner"))


def test_a_vote_counts_no_more_when_its_voter_has_left_before_the_others_voted(vault):
    request = vault.request()
    answer(vault.colleague.command("approval", "approve", request["id"], "--reason", "e2e: yes", "--json"))
    assert vault.gate.command("user", "disable", vault.colleague.person.name, "--reason", "e2e: left").returncode == 0
    open_still = answer(vault.security.command("approval", "approve", request["id"], "--reason", "e2e: yes", "--json"))
    assert (open_still["state"], open_still["missing"]) == ("open", 1)
    assert reason_of(vault.gate, vault.visit().get("/vault/keys")) == "approval_missing"
    whole = answer(vault.sponsor.command("approval", "approve", request["id"], "--reason", "e2e: yes", "--json"))
    assert whole["state"] == "given"


def test_the_last_vote_that_a_killed_node_recorded_and_did_not_store_is_cast_again(vault):
    gate = vault.gate
    request = vault.request()
    answer(vault.colleague.command("approval", "approve", request["id"], "--reason", "e2e: yes", "--json"))
    vote = ("approval", "approve", request["id"], "--reason", "e2e: planned")
    killed_before_the_store(
        gate, *vote, by=vault.security.signed_in(),
        until_recorded=lambda: until(
            "the record of the last vote",
            lambda: len(gate.trail.find(type="account_request", change="approved", request=request["id"])) == 3))
    assert reason_of(gate, vault.visit().get("/vault/keys")) == "approval_missing"
    assert answer(vault.security.command(*vote, "--json"))["state"] == "given"
    gate.restart()
    assert vault.visit().get("/vault/keys").status == 200
