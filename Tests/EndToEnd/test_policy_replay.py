"""A draft is answered over what was really asked: what a change does is known before it is live."""

import hashlib
import json
import os
import shutil

import pytest
import yaml

from harness import program
from harness.gate import Gate

CLOSED = {"id": "no-usb", "effect": "deny", "consoles": ["build"], "paths": ["/usb/**"]}


@pytest.fixture(scope="module")
def past(tmp_path_factory, origin):
    """A stopped node that has permitted, asked for factors and refused, with its trail and its policy."""
    gate = Gate(tmp_path_factory.mktemp("gate"), upstream=origin.url)
    try:
        make_history(gate)
        people = gate.command("user", "list", "--json").stdout
        live = gate.command(
            "policy", "replay", gate.ready["policies"], "--records", gate.ready["audit"], "--people", "node", "--json")
    finally:
        gate.end()
    assert live.returncode == 0, live.stderr
    gate.matrix = json.loads(live.stdout)["population"]
    with open(os.path.join(gate.folder, "people.json"), "w", encoding="utf-8") as file:
        file.write(people)
    return gate


def make_history(gate):
    staff, auditor = gate.person("staff"), gate.person("auditor")
    gate.asked = {}
    for _ in range(3):
        gate.visit("notice", staff).get("/news")
    gate.visit("notice", auditor).get("/news")
    gate.visit("build", staff).get("/without-a-factor")
    visit = gate.logged_in(staff)
    with visit.wire() as wire:
        for number in range(4):
            assert wire.request("GET", f"/page/{number}", visit.credentials()).status == 200
    visit.get("/usb/list")
    visit.post("/usb/write", b"x")
    visit.get("/%ED%95%9C%EA%B8%80")
    visit.get("/a/../b")
    reader = gate.logged_in(auditor)
    reader.get("/looked-at")
    reader.post("/changed", b"x")
    fab = gate.logged_in(gate.person("staff", nth=1), "fab")
    assert fab.get("/fresh").status == 200
    gate.logged_in(gate.person("foreign_partner"), "build").get("/granted")
    ended = gate.visit("build", gate.person("foreign_partner", "grant_ended"))
    gate.asked["ended"] = ended.get("/no-longer-granted").json()["request_id"]
    gate.visit("build", gate.person(None, "unbound")).get("/whoever")
    gate.clock.advance(minutes=9)
    fab.get("/still-there")
    gate.clock.advance(minutes=8)
    gate.asked["old"] = fab.get("/too-old").json()["request_id"]
    gate.clock.advance(minutes=16)
    visit.get("/idle-for-too-long")
    gate.asked["last"] = gate.visit("notice", staff).get("/the-end").header("X-Request-Id")
    gate.trail.wait_for(path="/the-end")


def draft(past, tmp_path, edit):
    folder = str(tmp_path / "draft")
    shutil.copytree(past.ready["policies"], folder)
    shutil.rmtree(os.path.join(folder, "tests"), ignore_errors=True)
    path = os.path.join(folder, "rules.yaml")
    with open(path, encoding="utf-8") as file:
        content = yaml.safe_load(file)
    edit({rule["id"]: rule for rule in content["rules"]}, content["rules"])
    with open(path, "w", encoding="utf-8") as file:
        yaml.safe_dump(content, file, sort_keys=False)
    return folder


def replay(past, folder, *arguments):
    done = program.run("policy", "replay", folder, "--records", past.ready["audit"], "--json", *arguments)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def explained(past, folder, request, *arguments, **options):
    return program.run("policy", "explain", folder, "--request", request, "--records", past.ready["audit"], *arguments, **options)


def test_the_policy_in_force_makes_no_difference_to_its_own_records(past):
    answer = replay(past, past.ready["policies"])
    report = answer["replay"]
    assert answer["trail"] == {"whole": "yes"}
    assert report["differences"].pop("unchanged") == report["decisions"] >= 20
    assert set(report["differences"].values()) == {0}
    assert report["undecidable"] == {}
    assert report["rules"]["rows"] == report["people"]["rows"] == report["consoles"]["rows"] == []
    assert report["outside"]["cert_not_bound"] == 1 and report["outside"]["bad_request"] == 1


def test_every_decision_names_profile_and_policy(past):
    """T03: the profile and the SHA-256 of the policy set are in the record of each decision, and the replay counts them."""
    decided = [r for r in past.trail.records() if r.get("inputs") == "whole"]
    assert {r["profile_id"] for r in decided} == {"nct-2025-04"}
    [policy] = {r["policy_sha256"] for r in decided}
    assert replay(past, past.ready["policies"])["replay"]["policies"] == {policy: len(decided)}


def test_each_request_has_one_record_that_holds_the_inputs(past):
    """Of an open console the one of its outcome; elsewhere the one written before it was forwarded."""
    whole = [r for r in past.trail.records() if r.get("inputs") == "whole"]
    assert len({r["request_id"] for r in whole}) == len(whole)
    for record in whole:
        assert {"account", "roles", "factors", "src_ip", "upstream", "ts", "method", "path"} <= set(record)
    assert {r["type"] for r in whole if r["grade"] == "open" and r["decision"] == "permit"} == {"access"}
    [ended] = past.trail.of_request(past.asked["ended"])
    assert [set(grant) for grant in ended["grants"]] == [{"id", "from", "to"}]


def test_a_draft_with_known_changes_has_the_known_answer(past, tmp_path):
    def edit(rules, all_rules):
        rules["notice-people"]["roles"].remove("auditor")
        rules["partner-view"]["factors"] = ["certificate"] + ["second"]
        all_rules.append(CLOSED)

    folder = draft(past, tmp_path, edit)
    report = replay(past, folder)["replay"]
    # The auditor's look at the notices, and both requests below /usb.
    assert report["differences"] | {"unchanged": 0} == {
        "lost": 3, "gained": 0, "eased": 0, "tightened": 0, "reworded": 0, "unchanged": 0}
    assert report["undecidable"] == {}
    rows = {(row["was"], row["now"]): row["counts"] for row in report["rules"]["rows"]}
    assert rows == {("build-people", "no-usb"): {"lost": 2}, ("notice-people", ""): {"lost": 1}}
    assert {row["name"]: row["counts"] for row in report["consoles"]["rows"]} == {"build": {"lost": 2}, "notice": {"lost": 1}}
    assert {row["name"] for row in report["people"]["rows"]} == {past.person("staff").name, past.person("auditor").name}


def test_a_draft_that_opens_and_one_that_asks_for_more(past, tmp_path):
    report = replay(past, draft(past, tmp_path, lambda rules, _: rules["build-people"].update(factors=["certificate", "strong"])))
    assert report["replay"]["differences"]["tightened"] >= 7 and report["replay"]["differences"]["lost"] == 0
    shutil.rmtree(tmp_path / "draft")
    report = replay(past, draft(past, tmp_path, lambda rules, _: rules["build-readers"].update(actions=["view", "create"], roles=["security_admin", "auditor", "foreign_partner"])))
    # The role still has the last word: an auditor only views, whatever the rule says.
    assert report["replay"]["differences"]["gained"] == 0


def test_the_digest_is_that_of_the_printed_report(past):
    answer = replay(past, past.ready["policies"])
    canonical = json.dumps(answer["replay"], sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert hashlib.sha256(canonical).hexdigest() == answer["replay_sha256"]
    assert replay(past, past.ready["policies"])["replay_sha256"] == answer["replay_sha256"]


def test_a_base_is_asked_too(past, tmp_path):
    folder = draft(past, tmp_path, lambda rules, all_rules: all_rules.append(CLOSED))
    report = replay(past, past.ready["policies"], "--base", folder)["replay"]
    assert report["differences"]["gained"] == 2 and report["differences"]["lost"] == 0
    assert report["base"] != "recorded"


def test_fail_on_makes_a_difference_an_exit_code(past, tmp_path):
    folder = draft(past, tmp_path, lambda rules, all_rules: all_rules.append(CLOSED))
    records = ("--records", past.ready["audit"])
    assert program.run("policy", "replay", folder, *records, "--fail-on", "lost").returncode == 1
    assert program.run("policy", "replay", folder, *records, "--fail-on", "gained").returncode == 0
    assert program.run("policy", "replay", past.ready["policies"], *records, "--fail-on", "any").returncode == 0


def test_text_in_both_languages_and_csv(past, tmp_path):
    folder = draft(past, tmp_path, lambda rules, all_rules: all_rules.append(CLOSED))
    command = ("policy", "replay", folder, "--records", past.ready["audit"])
    english = program.run(*command, env={**os.environ, "LC_ALL": "C.UTF-8"}).stdout
    assert "  lost: 2\n" in english and "build-people → no-usb: lost 2" in english
    korean = program.run(*command, env={**os.environ, "LC_ALL": "ko_KR.UTF-8"}).stdout
    assert "  잃음: 2\n" in korean and "판단 불가: 0" in korean
    lines = program.run(*command, "--csv").stdout.splitlines()
    assert lines[0] == "by,name,was,now,difference,count,requests"
    assert "all,,,,lost,2," in lines
    assert any(line.startswith("rule,,build-people,no-usb,lost,2,") for line in lines)


def test_only_a_span_of_time_is_looked_at(past):
    [last] = [r for r in past.trail.of_request(past.asked["last"]) if r.get("inputs") == "whole"]
    assert replay(past, past.ready["policies"], "--from", last["ts"])["replay"]["decisions"] == 1
    every = replay(past, past.ready["policies"])["replay"]["decisions"]
    assert replay(past, past.ready["policies"], "--to", last["ts"])["replay"]["decisions"] == every - 1


def test_a_broken_trail_is_replayed_and_told(past, tmp_path):
    copy = shutil.copytree(past.ready["audit"], tmp_path / "audit")
    segment = sorted(copy.glob("*.jsonl"))[0]
    segment.write_text(segment.read_text().replace('"path":"/page/1"', '"path":"/page/9"'))
    done = program.run("policy", "replay", past.ready["policies"], "--records", copy, "--json")
    assert done.returncode == 0 and "warning: " in done.stderr
    assert json.loads(done.stdout)["trail"]["whole"] == "no"


def test_records_without_inputs_are_undecidable_and_never_unchanged(past, tmp_path):
    copy = shutil.copytree(past.ready["audit"], tmp_path / "audit")
    for segment in copy.glob("*.jsonl"):
        text = segment.read_text()
        for word in ("whole", "earlier", "none"):
            text = text.replace(f',"inputs":"{word}"', "")
        segment.write_text(text)
    done = program.run("policy", "replay", past.ready["policies"], "--records", copy, "--json")
    report = json.loads(done.stdout)["replay"]
    assert report["differences"]["unchanged"] == 0 and report["undecidable"] == {"older_record": report["decisions"]}


def test_what_everybody_could_reach(past, tmp_path):
    folder = draft(past, tmp_path, lambda rules, _: rules["fab-people"]["roles"].remove("privileged_admin"))
    people = os.path.join(past.folder, "people.json")
    matrix = replay(past, folder, "--base", past.ready["policies"], "--people", people)["population"]
    assert matrix["gaining"] == 0 and matrix["grants"] == "assumed"
    [row] = matrix["rows"]
    assert row["console"] == "fab" and row["people"] == [past.person("privileged_admin").name] and row["shut_out"] == "yes"
    assert "GET /**" in row["lost"]


def test_the_people_of_a_running_node_with_their_grants(past):
    assert past.matrix["grants"] == "known" and past.matrix["rows"] == []
    assert past.matrix["people"] >= 7 and past.matrix["pairs"] == past.matrix["people"] * 3


def test_a_past_request_is_explained(past, tmp_path):
    answer = json.loads(explained(past, past.ready["policies"], past.asked["ended"], "--json").stdout)
    assert answer["recorded"]["decision"] == "deny" and answer["recorded"]["reason"] == "approval_expired"
    assert answer["difference"] == "unchanged" and answer["reason"] == "approval_expired"
    old = json.loads(explained(past, past.ready["policies"], past.asked["old"], "--json").stdout)
    assert old["decision"] == old["recorded"]["decision"] == "step_up"
    folder = draft(past, tmp_path, lambda rules, all_rules: rules["notice-people"].update(roles=["auditor"]))
    text = explained(past, folder, past.asked["last"], env={**os.environ, "LC_ALL": "C.UTF-8"}).stdout
    assert "then: permit (rule notice-people)" in text and "now: lost" in text and "default_deny" in text


def test_a_request_that_nobody_recorded_is_not_explained(past):
    done = explained(past, past.ready["policies"], "0" * 32)
    assert done.returncode == 1 and "no record" in done.stderr


def test_two_policies_are_compared_by_what_they_mean(past, tmp_path):
    same = draft(past, tmp_path, lambda rules, all_rules: all_rules.reverse())
    done = program.run("policy", "diff", past.ready["policies"], same, env={**os.environ, "LC_ALL": "C.UTF-8"})
    assert (done.returncode, done.stdout) == (0, "no difference in meaning\n")
    shutil.rmtree(tmp_path / "draft")
    other = draft(past, tmp_path, lambda rules, all_rules: (all_rules.append(CLOSED), rules["build-people"]["actions"].remove("upload")))
    changes = json.loads(program.run("policy", "diff", past.ready["policies"], other, "--json").stdout)
    assert not changes["is_same"]
    assert [(c["section"], c["name"], c["change"]) for c in changes["changes"]] == [
        ("rules", "build-people", "changed"), ("rules", "no-usb", "added")]
    [key] = changes["changes"][0]["keys"]
    assert key["key"] == "actions" and "upload" in key["before"] and "upload" not in key["after"]


@pytest.mark.parametrize("arguments", [("--from", "yesterday"), ("--people", "/nowhere.json", "--base", "."), ("--csv", "--json"),
                                       ("--people", "node"), ("--base", "/nowhere"), ("--records", "/nowhere")])
def test_bad_usage_is_exit_2(past, arguments):
    command = ["policy", "replay", past.ready["policies"], *arguments]
    if "--records" not in arguments:
        command += ["--records", past.ready["audit"]]
    assert program.run(*command).returncode == 2
