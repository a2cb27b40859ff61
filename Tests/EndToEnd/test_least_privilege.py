"""Rights that nobody uses are found in the records, and a narrower policy takes them without anybody's noticing (guide, NCT2-4.2-C1; ISMS-P 2.5.6)."""

import json
import os
import shutil

import pytest
import yaml

from harness.approvals import answer, instant
from harness.desk import Administrator
from harness.waiting import until

PLANTED = [
    {"id": "zz-never", "effect": "allow", "roles": ["operator"], "consoles": ["notice"], "paths": ["/never/**"], "actions": ["change"],
     "factors": ["certificate"]},
    {"id": "zz-rare", "effect": "allow", "roles": ["operator"], "consoles": ["notice"], "paths": ["/year-end/**"], "actions": ["delete"],
     "factors": ["certificate"]},
]


@pytest.fixture(scope="module")
def past(gate):
    gate.edit_policy("rules.yaml", lambda content: content["rules"].extend(PLANTED))
    assert gate.command("reload").returncode == 0
    visit = gate.logged_in(gate.person("staff"))
    for path in ("/a/1", "/a/2", "/b/1"):
        assert visit.get(path).status == 200
    assert visit.post("/a/3", b"x").status == 200
    gate.visit("notice", gate.person("staff")).get("/news")
    gate.visit("notice", gate.person("auditor")).get("/the-end")
    gate.trail.wait_for(path="/the-end")
    return gate


def unused(gate, *more):
    policy = os.path.join(gate.folder, "seen")
    shutil.rmtree(policy, ignore_errors=True)
    shutil.copytree(gate.ready["policies"], policy)
    return gate.command("policy", "unused", policy, "--records", gate.ready["audit"], *more), policy


def rights(document):
    [table] = [t for t in document["tables"] if t["section"] == "unused_rights"]
    return {row[0]: row for row in table["rows"]}


def test_what_nobody_used_is_found_and_what_somebody_used_is_not(past):
    done, _ = unused(past, "--json")
    found = rights(answer(done))
    assert {"rule:zz-never", "rule:zz-rare", "rule:fab-people", "rule:build-people/role:privileged_admin"} <= set(found)
    assert "rule:build-people" not in found and "rule:notice-people/role:staff" not in found


def test_a_narrower_draft_loses_nobody_anything(past, tmp_path):
    folder = str(tmp_path / "narrower")
    done, policy = unused(past, "--propose", folder, "--json")
    proposal = answer(done)["proposal"]
    assert {"zz-never", "zz-rare"} <= set(proposal["removed"])
    assert (proposal["lost"], proposal["gained"]) == (0, 0) and proposal["decisions"] >= 6
    with open(os.path.join(folder, "rules.yaml"), encoding="utf-8") as file:
        rules = {rule["id"]: rule for rule in yaml.safe_load(file)["rules"]}
    assert rules["build-people"]["roles"] == ["staff"]
    assert rules["build-people"]["paths"] == ["/a/**", "/b/**"]
    assert "zz-never" not in rules
    # Another judge: the replay of the program over the same records.
    replay = past.command(
        "policy", "replay", folder, "--base", policy, "--records", past.ready["audit"], "--json", "--fail-on", "lost")
    assert replay.returncode == 0, (replay.stdout, replay.stderr)
    again, _ = unused(past, "--propose", folder)
    assert again.returncode == 1 and "empty" in again.stderr


def test_a_right_is_kept_with_a_reason_until_its_day(past, tmp_path):
    gate = past
    security = Administrator(gate, gate.person("security_admin"))
    kept = answer(security.command(
        "policy", "keep", "rule:zz-rare", "--until", instant(gate, hours=48), "--reason", "e2e: at the end of the year", "--json"))
    assert (kept["by"], kept["reason"]) == (security.person.name, "e2e: at the end of the year")
    record = gate.trail.wait_for(type="right_kept", object="rule:zz-rare")
    assert record["account"] == security.person.name and record["stated_reason"] == "e2e: at the end of the year"
    listed = gate.command("policy", "kept", "--json")
    path = tmp_path / "kept.json"
    path.write_text(listed.stdout)
    done, _ = unused(gate, "--kept", str(path), "--propose", str(tmp_path / "n"), "--json")
    proposal = answer(done)["proposal"]
    assert "zz-never" in proposal["removed"] and "zz-rare" not in proposal["removed"]
    assert "zz-rare" in [stay["rule"] for stay in proposal["stays"]]
    too_long = security.command("policy", "keep", "rule:zz-rare", "--until", instant(gate, hours=24 * 91), "--reason", "e2e: for ever")
    assert too_long.returncode == 1 and "90 days" in too_long.stderr
    nothing = gate.command("policy", "keep", "rule:none", "--until", instant(gate, hours=1), "--reason", "e2e: nothing")
    assert nothing.returncode == 1 and "names no right" in nothing.stderr
    auditor = Administrator(gate, gate.person("auditor"))
    mere = auditor.command("policy", "keep", "rule:zz-never", "--until", instant(gate, hours=1), "--reason", "e2e: no say")
    assert mere.returncode == 1 and "security_admin" in mere.stderr


def test_the_node_tells_whose_rights_nobody_uses(past):
    def look():
        done = past.command("review", "unused", "--json")
        return done.returncode == 0 and json.loads(done.stdout)

    found = rights(until("the first look at the records", look, within=60))
    assert f"person:{past.person('privileged_admin').name}" in found
    assert f"person:{past.person('staff').name}" not in found
