"""A draft of the policy on trial decides nothing: what it would have answered stands beside what was done (issue 5, point 9).

T18 (what changed, by whom, is in the record).
"""

import uuid
from datetime import datetime, timezone

import pytest

from harness import program
from harness.desk import Administrator
from harness.waiting import until
from test_two_people_change_the_policy import OTHER, RULE, Site, answer, refused


@pytest.fixture
def site(own_gate):
    return Site(own_gate)


def put_on_trial(site, draft, *more, who=None):
    return answer((who or site.approver).command("policy", "try", draft["id"], "--reason", "e2e: two weeks of nights", "--json", *more))


def status(site):
    return answer(site.gate.command("status", "--json"))


def steps(site, draft):
    return [r["change"] for r in site.gate.trail.find(type="policy_draft", object=draft["id"])]


def asked(site):
    """The record of a request that is made now."""
    path = f"/closed/{uuid.uuid4()}"
    got = site.gate.visit("notice", site.gate.person("staff", nth=1)).get(path)
    assert got.status == 200, "a draft on trial turned somebody away"
    return until("the request to be recorded", lambda: site.gate.trail.find(path=path))[-1]


@pytest.fixture
def tried(site):
    """A draft that closes a room, on trial by its approver."""
    draft = site.propose(zz=RULE)
    shown = put_on_trial(site, draft)
    return draft, shown


def test_a_draft_on_trial_answers_in_the_record_alone_and_is_counted(site, tried):
    draft, shown = tried
    assert shown["state"] == "open" and shown["trial_started_by"] == site.approver.person.name
    digest = shown["trial_policy_sha256"]
    assert digest == draft["examination"]["policy_sha256"]
    start = site.gate.trail.wait_for(type="policy_draft", change="trial_started")
    assert (start["object"], start["after"], start["trial_policy_sha256"]) == (draft["id"], draft["sha256"], digest)
    assert start["account"] == site.approver.person.name and start["stated_reason"] == "e2e: two weeks of nights"
    assert start["until"]

    record = asked(site)
    assert (record["decision"], record["trial_decision"], record["trial_reason"]) == ("permit", "deny", "deny_rule")
    assert (record["trial_rule_id"], record["trial_policy_sha256"]) == ("e2e-closed", digest)
    assert record["policy_sha256"] == status(site)["policy_sha256"] != digest
    assert status(site)["policy_trial"] == {"draft": draft["id"], "policy_sha256": digest, "until": shown["trial_until"]}
    [listed] = answer(site.gate.command("policy", "drafts", "--json"))
    assert listed["trial_until"] == shown["trial_until"]
    assert digest in site.gate.command("policy", "draft", "show", draft["id"]).stdout

    audit = site.gate.ready["audit"]
    [turn] = answer(program.run("policy", "trial", "--records", audit, "--policy", digest[:16], "--json"))
    assert (turn["done"], turn["on_trial"], turn["rule"], turn["policy"]) == ("permit", "deny", "e2e-closed", digest)
    assert turn["requests"] == 1 and turn["examples"] == [record["request_id"]]
    for by, name in [("person", record["account"]), ("console", "notice")]:
        [row] = answer(program.run("policy", "trial", "--records", audit, "--policy", digest, "--by", by, "--json"))["rows"]
        assert (row["name"], row["counts"]) == (name, {"lost": 1})
    [row] = answer(program.run("policy", "trial", "--records", audit, "--by", "rule", "--json"))["rows"]
    assert (row["was"], row["now"], row["counts"]) == (record["rule_id"], "e2e-closed", {"lost": 1})
    assert answer(program.run("policy", "trial", "--records", audit, "--policy", "0" * 64, "--json")) == []
    assert "1 lost" in program.run("policy", "trial", "--records", audit, "--by", "rule").stdout


def test_one_at_a_time_and_another_only_after_it(site, tried):
    draft, _ = tried
    second = site.propose(zz=OTHER)
    said = refused(site.author.command("policy", "try", second["id"], "--reason", "e2e: this one too"))
    assert draft["id"] in said
    done = answer(site.author.command("policy", "try", draft["id"], "--end", "--reason", "e2e: seen enough", "--json"))
    assert done.get("trial_until") is None
    assert "trial_decision" not in asked(site)
    assert steps(site, draft) == ["proposed", "trial_started", "trial_ended"]
    assert "not on trial" in refused(site.author.command("policy", "try", draft["id"], "--end", "--reason", "e2e: again"))
    put_on_trial(site, second, "--days", "3", who=site.author)
    assert asked(site)["trial_decision"] == "permit"


def test_an_edit_ends_it_and_what_is_unsound_is_not_tried(site, tried):
    draft, _ = tried
    edited = answer(site.author.command(
        "policy", "propose", site.work(zz=OTHER), "--draft", draft["id"], "--reason", "e2e: another room", "--json"))
    assert edited.get("trial_until") is None
    end = site.gate.trail.wait_for(type="policy_draft", change="trial_ended")
    assert (end["object"], end["after"]) == (draft["id"], draft["sha256"])
    assert end["stated_reason"] == "the draft was edited"
    assert "trial_decision" not in asked(site)
    assert "policy_trial" not in status(site)
    site.author.command("policy", "propose", site.work(zz="version: 1\nrulez: []\n"), "--draft", draft["id"], "--reason", "e2e: wrong")
    assert "zz.yaml:2:1" in refused(site.approver.command("policy", "try", draft["id"], "--reason", "e2e: anyway"))
    # Nobody's certificate, and nobody's word.
    assert "certificate" in refused(site.gate.command("policy", "try", draft["id"], "--reason", "e2e: by the socket"))


def test_a_node_that_starts_again_goes_on_with_it_until_its_time_is_over(site, tried):
    draft, shown = tried
    site.gate.restart()
    assert asked(site)["trial_policy_sha256"] == shown["trial_policy_sha256"]
    # A reload reads it anew.
    assert site.gate.command("reload", "--reason", "e2e: reads it all").returncode == 0
    assert asked(site)["trial_decision"] == "deny"
    site.gate.kill()
    site.gate.start()
    assert asked(site)["trial_decision"] == "deny"
    site.gate.clock.advance(7 * 86400 + 60)
    end = site.gate.trail.wait_for(type="policy_draft", change="trial_ended")
    assert end["stated_reason"] == "the time of its trial is over"
    assert steps(site, draft) == ["proposed", "trial_started", "trial_ended"]
    assert "policy_trial" not in status(site)


def test_what_time_brings_about_while_the_node_is_down_is_settled_when_it_starts(site):
    draft = site.propose(zz=RULE)
    soon = datetime.fromtimestamp(site.gate.clock.now() + 3600, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert put_on_trial(site, draft, "--until", soon)["trial_until"]
    site.gate.stop()
    site.gate.clock.advance(3601)
    site.gate.start()
    assert "trial_decision" not in asked(site)
    assert steps(site, draft) == ["proposed", "trial_started", "trial_ended"]


def test_it_ends_when_it_comes_into_force(site, tried):
    draft, _ = tried
    site.approve(draft)
    assert asked(site)["trial_decision"] == "deny"
    site.activate(draft)
    assert site.room() == 403
    end = site.gate.trail.wait_for(type="policy_draft", change="trial_ended")
    assert end["stated_reason"] == "the draft came into force"
    assert status(site).get("policy_trial") is None


def test_where_the_folder_is_the_truth_nothing_is_tried(own_gate):
    author = Administrator(own_gate, own_gate.person("security_admin"))
    said = refused(author.command("policy", "try", "d-1", "--reason", "e2e: nothing to try"))
    assert "policy_changes" in said


def test_its_length_is_bounded(site):
    draft = site.propose(zz=RULE)
    for more in (["--days", "0"], ["--days", "32"], ["--until", "2020-01-01T00:00:00Z"]):
        assert "31 days" in refused(site.author.command("policy", "try", draft["id"], "--reason", "e2e: too long", *more))
    said = site.author.command("policy", "try", draft["id"], "--reason", "e2e: both", "--days", "3", "--end")
    assert said.returncode == 2 and "one of them" in said.stderr
    said = program.run("policy", "trial", "--records", "/nowhere", "--policy", "xyz")
    assert said.returncode == 2 and "hexadecimal" in said.stderr
