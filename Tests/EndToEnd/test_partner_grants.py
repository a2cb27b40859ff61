"""A partner reaches what several people approved, for as long and as far as they did, and nothing afterwards (guide, NCT3; T84 to T88)."""

import json

import pytest

from harness import program
from harness.approvals import Board, add_policy, answer, instant, killed_before_the_store, open_socket, reason_of, refused
from harness.waiting import until
from harness.websocket import echo

POLICY = """
approvals:
  export_permission:
    approvers: [{from_roles: [staff], count: 1}, {from_roles: [security_admin], count: 1}]
    distinct_from: [requester]
zones:
  elsewhere: {cidr: [10.99.0.0/16]}
windows:
  nights: {days: [mon, tue, wed, thu, fri, sat, sun], hours: "%s"}
"""
DRAWINGS = "/p-17/drawings"


def closed_now(gate):
    """Hours of a day in which it is not, and for hours will not be, by the gate's clock in Korea."""
    hour = int(gate.clock.now() // 3600 + 9) % 24
    return "00:00-02:00" if 8 <= hour < 20 else "12:00-14:00"


@pytest.fixture(scope="module")
def board(gate):
    add_policy(gate, POLICY % closed_now(gate))
    return Board(gate)


@pytest.fixture
def own_board(own_gate):
    add_policy(own_gate, POLICY % closed_now(own_gate))
    return Board(own_gate)


def partner_at(board, path=DRAWINGS):
    return board.gate.logged_in(board.partner).get(path)


def test_t84_the_life_of_a_grant_from_request_to_end(board, origin):
    gate = board.gate
    board.take_everything()
    [grant] = board.ask("--method", "GET", "--zone", "site", "--ceiling", "sensitive")
    assert (grant["progress"], grant["running"], grant["organisation"]) == ("asked", False, "Meyer Optik GmbH")
    assert grant["scope"] == {"paths": [DRAWINGS], "methods": ["GET"], "zones": ["site"], "ceiling": "sensitive"}
    # A colleague reads what they are to vote on, and nothing else about people.
    [seen] = answer(board.colleague.command("approval", "list", "--json"))
    assert seen["id"] == grant["request"] and seen["grants"][0]["scope"] == grant["scope"]
    assert [group["roles"] for group in seen["groups"]] == [["staff"], ["security_admin"]]
    refused(board.colleague.command("user", "list"))

    # Nobody approves their own, and no group alone is enough.
    assert "not_allowed" in refused(board.sponsor.command("approval", "approve", grant["request"], "--reason", "e2e: my own"))
    half = answer(board.colleague.command("grant", "approve", grant["id"], "--reason", "e2e: planned", "--json"))
    assert (half["state"], half["missing"]) == ("open", 1)
    assert [group["voters"] for group in half["groups"]] == [[board.colleague.person.name], []]
    refused(board.colleague.command("grant", "approve", grant["id"], "--reason", "e2e: once more"))
    assert gate.visit("build", board.partner).present(totp=gate.code(board.partner)).status == 403
    given = answer(board.security.command("grant", "approve", grant["id"], "--reason", "e2e: export approval seen", "--json"))
    assert given["state"] == "given" and given["grants"][0]["running"]
    steps = [r for r in gate.trail.find(type="account_request", object=board.partner.name) if r["request"] == grant["request"]]
    assert [r["change"] for r in steps] == ["requested", "approved", "approved"]
    assert [r.get("approver") for r in steps[1:]] == [board.colleague.person.name, board.security.person.name]
    assert gate.trail.wait_for(type="grant_change", change="added", object="E-2026-17", request_id=steps[-1]["request_id"])

    visit = gate.logged_in(board.partner)
    assert visit.get(DRAWINGS).status == 200
    record = gate.trail.wait_for(path=DRAWINGS, decision="permit", account=board.partner.name)
    assert [g["paths"] for g in record["grants"]] == [[DRAWINGS]]
    assert reason_of(gate, visit.get("/p-17/other")) == "path_not_allowed"
    # By the grant are found what was done under it, with what came of it, and what it did not reach.
    gate.trail.wait_for(path="/p-17/other", decision="deny", account=board.partner.name)
    gate.trail.wait_for(path=DRAWINGS, type="access", account=board.partner.name)
    found = [json.loads(line) for line in gate.command("audit", "search", "--grant", grant["id"], "--json").stdout.splitlines()]
    assert {(r["type"], r.get("path"), r.get("decision")) for r in found} >= {
        ("decision", DRAWINGS, "permit"), ("access", DRAWINGS, "permit"), ("decision", "/p-17/other", "deny")}
    assert {r["account"] for r in found if r["type"] == "access"} == {board.partner.name}
    on_disk = program.run("audit", "search", gate.trail.folder, "--grant", grant["id"], "--json").stdout.splitlines()
    assert [json.loads(line)["seq"] for line in on_disk if json.loads(line)["type"] != "log_read"] == [
        r["seq"] for r in found if r["type"] != "log_read"]

    origin.on("/p-17/live", echo)
    refused(gate.command("grant", "end", "no-such-grant", "--reason", "e2e: none"))
    assert gate.command("grant", "end", grant["id"], "--reason", "e2e: project closed").returncode == 0
    assert visit.get(DRAWINGS).status in (401, 403)
    # What was decided is decided the same when it is asked again.
    report = json.loads(program.run("policy", "replay", gate.ready["policies"], "--records", gate.ready["audit"], "--json").stdout)
    assert sum(count for what, count in report["replay"]["differences"].items() if what != "unchanged") == 0
    assert report["replay"]["differences"]["unchanged"] > 0 and not any(report["replay"]["undecidable"].values()), report["replay"]


NARROWED = [
    (["--zone", "elsewhere"], "zone_denied"),
    (["--window", "nights"], "time_window_denied"),
    (["--country", "KR"], "country_denied"),
    (["--device", "KT-0042"], "device_not_designated"),
    (["--method", "POST"], "action_denied"),
    (["--ceiling", "open"], "approval_missing"),
]


@pytest.mark.parametrize("narrowed, reason", NARROWED, ids=[words[0][2:] for words, _ in NARROWED])
def test_t84_t88_each_part_of_a_grant_refuses_alone(board, narrowed, reason):
    """What the rules allow is refused for that part, with a reason of its own, which the records bring back in a replay."""
    board.give(*narrowed)
    assert reason_of(board.gate, partner_at(board)) == reason
    report = json.loads(program.run(
        "policy", "replay", board.gate.ready["policies"], "--records", board.gate.ready["audit"], "--json").stdout)
    assert sum(count for what, count in report["replay"]["differences"].items() if what != "unchanged") == 0


def test_a_grant_is_for_its_console_alone(board):
    board.give(console="fab")
    assert reason_of(board.gate, partner_at(board)) == "approval_missing"


@pytest.mark.parametrize("path", ["/**", "/p-17/*"])
def test_t87_wildcards_are_refused(board, path):
    assert "exact paths" in refused(board.sponsor.command(
        "grant", "request", board.partner.name, "--console", "build", "--path", path, "--kind", "export_approval", "--reference", "E-1",
        "--sponsor", board.sponsor.person.name, "--from", instant(board.gate), "--to", instant(board.gate, hours=1),
        "--reason", "e2e: everything"))


def test_one_person_enters_nothing_where_the_policy_says_who_approves(board):
    assert "grant request" in refused(board.security.command(
        "grant", "add", board.partner.name, "--console", "build", "--kind", "export_approval", "--reference", "E-2", "--sponsor",
        board.sponsor.person.name, "--from", instant(board.gate), "--to", instant(board.gate, hours=1), "--reason", "e2e: in haste"))


def test_a_grant_runs_no_longer_than_the_site_lets_it(board):
    assert "longest" in refused(board.sponsor.command(
        "grant", "request", board.partner.name, "--console", "build", "--path", DRAWINGS, "--kind", "export_approval", "--reference", "E-3",
        "--sponsor", board.sponsor.person.name, "--from", instant(board.gate), "--to", instant(board.gate, hours=91 * 24),
        "--reason", "e2e: for ever"))


def test_a_stranger_to_the_matter_asks_for_nothing(board):
    assert "asked for by" in refused(board.colleague.command(
        "grant", "request", board.partner.name, "--console", "build", "--path", DRAWINGS, "--kind", "export_approval", "--reference", "E-4",
        "--sponsor", board.sponsor.person.name, "--from", instant(board.gate), "--to", instant(board.gate, hours=1),
        "--reason", "e2e: not mine"))


def test_a_pause_ends_sessions_and_a_resumption_lets_them_begin_anew(board):
    grant = board.give()
    visit = board.gate.logged_in(board.partner)
    assert board.security.command("grant", "pause", grant, "--reason", "e2e: an audit").returncode == 0
    assert visit.get(DRAWINGS).status in (401, 403)
    assert board.security.command("grant", "resume", grant, "--reason", "e2e: passed").returncode == 0
    assert partner_at(board).status == 200


def test_t84_t85_at_its_end_everything_closes_without_an_operator(own_board, origin):
    gate = own_board.gate
    origin.on("/p-17/live", echo)
    grant = own_board.give(paths=[DRAWINGS, "/p-17/live"], hours=1)
    visit = gate.logged_in(own_board.partner)
    gate.clock.advance(minutes=52)
    visit = gate.logged_in(own_board.partner)
    with open_socket(origin, visit, "/p-17/live") as has_ended:
        gate.clock.advance(minutes=9)
        assert has_ended()
    record = gate.trail.wait_for(type="grant_change", change="removed", object=grant)
    assert "actor_uid" not in record
    refusal = gate.visit("build", own_board.partner).present(totp=gate.code(own_board.partner))
    assert reason_of(gate, refusal) == "approval_expired"
    [task] = [t for t in answer(gate.command("grant", "deletions", "--json")) if t["grant"] == grant]
    assert "confirmed_at" not in task and not task["overdue"]

    # The end is for good, also for a node that starts again with a clock set back.
    gate.clock.advance(minutes=-30)
    gate.restart()
    assert not any(g["running"] for g in answer(gate.command("grant", "list", "--user", own_board.partner.name, "--json")))
    assert gate.visit("build", own_board.partner).present(totp=gate.code(own_board.partner)).status == 403
    gate.clock.advance(minutes=30)
    assert own_board.security.command("grant", "confirm-deletion", grant, "--reason", "e2e: certificate D-17").returncode == 0
    refused(own_board.security.command("grant", "confirm-deletion", grant, "--reason", "e2e: certificate D-17"))
    [task] = [t for t in answer(gate.command("grant", "deletions", "--json")) if t["grant"] == grant]
    assert (task["confirmed_by"], task["confirmation"]) == (own_board.security.person.name, "e2e: certificate D-17")


def test_a_grant_ends_when_its_sponsor_has_left(own_board, origin):
    gate = own_board.gate
    origin.on("/p-17/live", echo)
    grant = own_board.give(paths=["/p-17/live"])
    visit = gate.logged_in(own_board.partner)
    with open_socket(origin, visit, "/p-17/live") as has_ended:
        assert gate.command("user", "disable", own_board.sponsor.person.name, "--reason", "e2e: left").returncode == 0
        assert has_ended()
    assert gate.trail.wait_for(type="grant_change", change="removed", object=grant)["stated_reason"] == "sponsor_gone"
    assert gate.command("user", "enable", own_board.sponsor.person.name, "--reason", "e2e: came back").returncode == 0
    assert gate.visit("build", own_board.partner).present(totp=gate.code(own_board.partner)).status == 403


def test_t86_pledge_and_training_are_asked_of_whoever_uses_a_grant(own_board):
    """A partner without either sees nothing, also where no rule speaks of it; what lapses is missed with the next request."""
    gate = own_board.gate
    pledges = "approvals:\n  pledge: {renew: 1y}\n  training: {renew: 1y}\n"
    add_policy(gate, POLICY.replace("approvals:\n", pledges) % closed_now(gate))
    own_board.take_everything()
    [grant] = own_board.ask()
    assert grant["scope"]["asks"] == ["pledge", "training"]
    own_board.approve(grant["request"])
    visit = gate.logged_in(own_board.partner)
    assert reason_of(gate, visit.get(DRAWINGS)) == "pledge_missing"
    own_board.enter("pledge")
    assert reason_of(gate, visit.get(DRAWINGS)) == "training_expired"
    training = own_board.enter("training")
    assert visit.get(DRAWINGS).status == 200
    # Nobody enters their own.
    refused(own_board.security.command(
        "approval", "request", own_board.security.person.name, "training", "--from", instant(gate), "--to", instant(gate, hours=1),
        "--reason", "e2e: for myself"))
    answer(own_board.security.command("approval", "withdraw", training["id"], "--reason", "e2e: certificate was false", "--json"))
    assert reason_of(gate, gate.logged_in(own_board.partner).get(DRAWINGS)) == "training_expired"


def second_partner(board):
    """Of the same organisation, with a certificate and nothing else."""
    done = board.gate.command(
        "user", "add", "vogel-2b2b", "--role", "foreign_partner", "--organisation", "Meyer Optik GmbH", "--reason", "e2e: joins the project")
    assert done.returncode == 0, done.stderr
    return type("Person", (), {"name": "vogel-2b2b"})


def test_persons_of_one_partner_are_asked_for_together_and_off_boarded_together(own_board, origin):
    gate = own_board.gate
    origin.on("/p-17/live", echo)
    other = second_partner(own_board)
    own_board.take_everything()
    both = own_board.ask(paths=["/p-17/live"], people=[own_board.partner, other])
    assert {g["user"] for g in both} == {own_board.partner.name, other.name} and len({g["request"] for g in both}) == 1
    own_board.approve(both[0]["request"])
    own_board.ask()
    visit = gate.logged_in(own_board.partner)
    assert [p["users"] for p in answer(gate.command("partner", "list", "--json")) if p["organisation"] == "Meyer Optik GmbH"] == [
        [own_board.partner.name, other.name]]
    refused(gate.command("partner", "off-board", "Nobody Ltd", "--reason", "e2e: no such partner"))
    with open_socket(origin, visit, "/p-17/live") as has_ended:
        report = answer(own_board.security.command(
            "partner", "off-board", "Meyer Optik GmbH", "--reason", "e2e: contract ended", "--json"))
        assert has_ended()
    people = {person["user"]: person for person in report["people"]}
    assert set(people) == {own_board.partner.name, other.name}
    first = people[own_board.partner.name]
    assert first["sessions_ended"] == 1 and len(first["grants_ended"]) == 2 and len(first["certificates_unbound"]) == 1
    assert first["factors_revoked"] == 1 and both[0]["id"] in first["deletion_tasks"]
    assert gate.visit("build", own_board.partner).get(DRAWINGS).reason == "cert_not_bound"
    assert answer(gate.command("approval", "list", "--json")) == []
    for name in people:
        shown = answer(gate.command("user", "show", name, "--json"))
        assert (shown["user"]["state"], shown["bindings"]) == ("disabled", [])
        [record] = gate.trail.find(type="account_change", object=name, stated_reason="e2e: contract ended")
        assert record["change"] == "removed"
    # Nobody else is concerned.
    assert gate.logged_in(gate.person("staff")).get("/").status == 200


def test_a_node_that_is_killed_before_the_store_has_it_off_boards_nobody_by_half(own_board):
    gate, order = own_board.gate, ("partner", "off-board", "Meyer Optik GmbH", "--reason", "e2e: contract ended")
    own_board.give()
    killed_before_the_store(
        gate, *order,
        until_recorded=lambda: gate.trail.wait_for(type="account_change", change="removed", object=own_board.partner.name))
    shown = answer(gate.command("user", "show", own_board.partner.name, "--json"))
    assert shown["user"]["state"] == "active" and len(shown["bindings"]) == 1
    assert any(grant["running"] for grant in shown["grants"])
    report = answer(own_board.security.command(*order, "--json"))
    assert len(report["people"][0]["certificates_unbound"]) == 1
    until("the door to be shut", lambda: gate.visit("build", own_board.partner).get("/").reason == "cert_not_bound")
