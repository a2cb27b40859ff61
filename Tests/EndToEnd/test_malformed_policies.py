"""No malformed policy is taken into use: the old one goes on serving, and what is said names the file and the line."""

import os
import pathlib

import pytest

from harness.waiting import until

CORPUS = pathlib.Path(__file__).parent.parent / "Corpus" / "policies"
FILES = ["grades", "roles", "zones", "consoles", "rules"]


@pytest.mark.parametrize("stem", FILES)
def test_a_running_node_keeps_its_policy_through_all_of_them(own_gate, stem):
    visit = own_gate.visit("notice", own_gate.person("staff"))
    target = pathlib.Path(own_gate.ready["policies"]) / f"{stem}.yaml"
    sound = target.read_bytes()
    serving = visit.get("/")
    assert serving.status == 200
    founded = {record["after"] for record in adopted(own_gate)}
    cases = sorted((CORPUS / stem).glob("*.yaml"))
    assert cases
    for case in cases:
        replacement = target.with_suffix(".new")
        replacement.write_bytes(case.read_bytes())
        os.rename(replacement, target)
        answer = own_gate.command("reload", "--reason", f"corpus: {case.stem}")
        assert answer.returncode == 1, case
        assert ".yaml:" in answer.stderr, (case, answer.stderr)
        assert visit.get("/").status == 200, case
    target.write_bytes(sound)
    until("the sound policy to be taken again", lambda: own_gate.command("reload", "--reason", "sound").returncode == 0)
    assert {record["after"] for record in adopted(own_gate)} == founded, "a malformed policy was adopted"


def adopted(gate):
    """The sets of policies that the trail says the node took: the one it was founded on, and what was adopted since."""
    return [record for record in gate.trail.records() if record["type"] == "policy_change" and record["outcome"] == "success"]
