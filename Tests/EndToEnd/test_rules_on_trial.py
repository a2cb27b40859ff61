"""Rules on trial decide nothing, and what they would have done stands beside what was done."""

import json
import os

from harness import program
from harness.waiting import until

TRIAL = """version: 1
rules:
  - {id: e2e-trial, effect: deny, consoles: [notice], paths: [/secret/**], trial: true}
"""


def write(gate, text):
    path = os.path.join(gate.ready["policies"], "zz-trial.yaml")
    with open(path + ".new", "w", encoding="utf-8") as file:
        file.write(text)
    os.rename(path + ".new", path)


def test_what_a_rule_on_trial_would_have_done_is_recorded_and_counted(own_gate):
    visit = own_gate.visit("notice", own_gate.person("staff"))
    before = visit.get("/secret/plan")
    write(own_gate, TRIAL)
    assert own_gate.command("reload", "--reason", "a trial").returncode == 0

    refused = visit.get("/secret/plan")
    assert refused.status == 200, "a rule on trial turned somebody away"
    visit.get("/open/page")

    def tried(path):
        records = [r for r in own_gate.trail.records() if r.get("path") == path and "trial_decision" in r]
        return records and records[-1]

    record = until("the trial to be recorded", lambda: tried("/secret/plan"))
    assert (record["decision"], record["trial_decision"], record["trial_reason"]) == ("permit", "deny", "deny_rule")
    assert record["trial_rule_id"] == "e2e-trial" and record["rule_id"] != "e2e-trial"
    assert record["trial_policy_sha256"] == record["policy_sha256"]
    same = until("the other request to be recorded", lambda: tried("/open/page"))
    assert same["trial_decision"] == "permit"

    counted = program.run("policy", "trial", "--records", own_gate.ready["audit"], "--json")
    assert counted.returncode == 0, counted.stderr
    [turn] = json.loads(counted.stdout)
    assert (turn["done"], turn["on_trial"], turn["rule"], turn["requests"]) == ("permit", "deny", "e2e-trial", 1)
    assert record["request_id"] in turn["examples"]
    assert before.status == 200
