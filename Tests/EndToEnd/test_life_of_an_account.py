"""From request to removal, by two people, with real certificates (guide, NCT2-4.2-U2 to U5)."""

import json

import pytest

from harness.desk import Administrator
from harness.waiting import until


def answer(done):
    assert done.returncode == 0, (done.stdout, done.stderr)
    return json.loads(done.stdout)


def refused(done):
    assert done.returncode == 1, (done.stdout, done.stderr)
    return done.stderr


@pytest.fixture
def site(start_gate):
    """A gate at which nobody makes an account alone; the operator is one person, the security administrator the other."""
    gate = start_gate()
    gate.reconfigure(lambda settings: settings.update(people={"approval": "two_person"}))
    return gate


@pytest.fixture
def officer(site):
    return Administrator(site, site.person("security_admin"))


def test_a_person_comes_by_request_and_approval_of_another(site, officer):
    """T95: no account without an approver other than the requester; applicant, approver and reasons are in the record."""
    request = answer(site.command("user", "add", "oh-4c1d", "--role", "staff", "--reason", "joined, ticket 41", "--json"))
    assert request["state"] == "open"
    assert "oh-4c1d" not in {user["name"] for user in answer(site.command("user", "list", "--json"))}
    refused(site.command("user", "approve", request["id"], "--reason", "my own"))

    approved = answer(officer.command("user", "approve", request["id"], "--reason", "hiring letter seen", "--json"))
    assert approved["decided_by"] == officer.person.name
    assert answer(site.command("user", "show", "oh-4c1d", "--json"))["user"]["state"] == "active"
    record = site.trail.wait_for(type="account_request", change="approved")
    assert record["object"] == "oh-4c1d"
    assert record["approver"] == officer.person.name
    assert record["applicant"].startswith("uid:")
    assert record["stated_reason"] == "hiring letter seen"
    [kept] = answer(site.command("user", "requests", "--user", "oh-4c1d", "--json"))
    assert (kept["reason"], kept["decided_reason"]) == ("joined, ticket 41", "hiring letter seen")


def test_a_role_waits_for_another_person_and_is_taken_away_by_one(site, officer):
    person = site.person("staff")
    request = answer(site.command("user", "roles", person.name, "--role", "staff", "--role", "auditor", "--reason", "audits build", "--json"))
    assert answer(site.command("user", "show", person.name, "--json"))["user"]["roles"] == ["staff"]
    answer(officer.command("user", "approve", request["id"], "--reason", "yes", "--json"))
    assert answer(site.command("user", "show", person.name, "--json"))["user"]["roles"] == ["auditor", "staff"]
    assert site.command("user", "roles", person.name, "--role", "staff", "--reason", "done").returncode == 0
    assert answer(site.command("user", "show", person.name, "--json"))["user"]["roles"] == ["staff"]


def test_a_rejected_request_makes_nobody(site, officer):
    request = answer(site.command("user", "request", "oh-4c1d", "--role", "staff", "--reason", "joined", "--json"))
    assert [r["id"] for r in answer(site.command("user", "requests", "--json"))] == [request["id"]]
    answer(officer.command("user", "reject", request["id"], "--reason", "no such colleague", "--json"))
    assert answer(site.command("user", "requests", "--json")) == []
    refused(officer.command("user", "approve", request["id"], "--reason", "after all"))
    refused(site.command("user", "show", "oh-4c1d"))


def test_a_shared_account_takes_two_people_also_where_one_is_enough(own_gate):
    """T94."""
    request = answer(own_gate.command("user", "add", "line-7-desk", "--role", "staff", "--use", "shared", "--reason", "shift desk", "--json"))
    assert request["use"] == "shared"
    officer = Administrator(own_gate, own_gate.person("security_admin"))
    answer(officer.command("user", "approve", request["id"], "--reason", "shift desk of line 7", "--json"))
    assert answer(own_gate.command("user", "show", "line-7-desk", "--json"))["user"]["use"] == "shared"


def test_a_leaver_is_out_with_the_next_request_and_gone_for_good_when_removed(own_gate):
    """T23: session and kept connection end within five seconds."""
    visit = own_gate.logged_in()
    with visit.wire() as wire:
        assert wire.request("GET", "/", visit.credentials()).status == 200
        assert own_gate.command("user", "suspend", visit.person.name, "--reason", "on leave").returncode == 0
        until("the session to be over", lambda: visit.get("/").status in (401, 403), 5)
    assert own_gate.command("user", "resume", visit.person.name, "--reason", "back").returncode == 0
    assert own_gate.visit("notice", visit.person).get("/").status == 200

    assert own_gate.command("user", "remove", visit.person.name, "--reason", "left in May").returncode == 0
    assert own_gate.visit("notice", visit.person).get("/").reason == "cert_not_bound"
    shown = answer(own_gate.command("user", "show", visit.person.name, "--json"))
    assert (shown["user"]["state"], shown["user"]["roles"], shown["bindings"]) == ("removed", [], [])
    refused(own_gate.command("user", "enable", visit.person.name, "--reason", "came back"))


def test_an_account_that_nobody_uses_is_disabled_and_a_review_falls_due(own_gate):
    """T97, T39."""
    def soon(settings):
        settings["people"].update(unused="2h", unused_external="30m", review="90m")

    used, forgotten = own_gate.person("staff", nth=0), own_gate.person("staff", nth=1)
    own_gate.clock.advance(hours=1, minutes=55)
    assert own_gate.visit("notice", used).get("/").status == 200
    own_gate.clock.advance(minutes=10)
    own_gate.reconfigure(soon)
    record = own_gate.trail.wait_for(type="disable", object=forgotten.name, within=30)
    assert record["outcome"] == "success"
    assert own_gate.visit("notice", forgotten).get("/").reason == "not_allowed"
    assert own_gate.visit("notice", used).get("/").status == 200

    own_gate.trail.wait_for(type="account_change", change="overdue", object=used.name, within=30)
    due = {review["user"] for review in answer(own_gate.command("user", "reviews", "--due", "--json"))}
    assert used.name in due and forgotten.name not in due
    assert own_gate.command("user", "review", used.name, "--reason", "still on project 17").returncode == 0
    assert used.name not in {review["user"] for review in answer(own_gate.command("user", "reviews", "--due", "--json"))}


def test_special_accounts_are_in_a_list_of_their_own(own_gate):
    """T96."""
    listed = {entry["user"]: entry for entry in answer(own_gate.command("user", "list", "--special", "--json"))}
    assert set(listed) == {own_gate.person("security_admin").name, own_gate.person("privileged_admin").name}
    assert all(entry["listed"] and entry["purpose"] for entry in listed.values())
    name = own_gate.person("privileged_admin").name
    assert own_gate.command("user", "check", name, "--reason", "still runs the clusters").returncode == 0
    [entry] = [e for e in answer(own_gate.command("user", "list", "--special", "--json")) if e["user"] == name]
    assert entry["checked_by"].startswith("uid:")


def test_an_emergency_account_opens_for_an_hour_by_two_people(own_gate):
    """Compliance profile 2.3: two people, one hour, loud."""
    person = own_gate.person("staff", nth=1)
    officer = Administrator(own_gate, own_gate.person("security_admin"))
    assert own_gate.command("user", "roles", person.name, "--role", "break_glass", "--reason", "the safe").returncode == 0
    assert own_gate.visit("notice", person).get("/").reason == "not_allowed"
    request = answer(own_gate.command("user", "open", person.name, "--reason", "incident 23", "--json"))
    answer(officer.command("user", "approve", request["id"], "--reason", "confirmed by phone", "--json"))
    assert own_gate.trail.wait_for(type="account_change", change="opened")["severity"] == "critical"
    [entry] = [e for e in answer(own_gate.command("user", "list", "--special", "--json")) if e["user"] == person.name]
    assert entry["open_until"]
    own_gate.clock.advance(minutes=61)
    [entry] = [e for e in answer(own_gate.command("user", "list", "--special", "--json")) if e["user"] == person.name]
    assert "open_until" not in entry
