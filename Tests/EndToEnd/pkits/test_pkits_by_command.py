"""`gwanmun cert check` on every case of NIST PKITS: no invalid chain is accepted, and no valid one refused but on purpose."""

import json

import pytest

from harness import program
from pkits_suite import ANCHOR, CASES

AT = "2026-01-01T00:00:00Z"

# RFC 5280 section 6.1.1, inputs e, f and g.
FLAGS = {
    "initial_explicit_policy": "--explicit-policy",
    "initial_policy_mapping_inhibit": "--inhibit-policy-mapping",
    "initial_any_policy_inhibit": "--inhibit-any-policy",
}


def check(case):
    arguments = ["--trust", ANCHOR, "--leaf", case.leaf, "--profile", "pkix", "--at", AT, "--json"]
    for path in case.others:
        arguments += ["--intermediate", path]
    for path in case.lists:
        arguments += ["--crl", path]
    for policy in case.inputs.get("user_initial_policy_set", []):
        arguments += ["--policy", policy]
    arguments += [FLAGS[name] for name, value in case.inputs.items() if name in FLAGS and value]
    return program.run("cert", "check", *arguments)


@pytest.mark.parametrize("case", CASES, ids=repr)
def test_the_verdict_is_that_of_the_suite(case):
    done = check(case)
    assert done.returncode in (0, 1), done.stderr
    answer = json.loads(done.stdout)
    assert (done.returncode == 0) == case.is_accepted, answer
    if case.refusal:
        assert answer["reason"] == case.refusal


def test_the_suite_is_whole():
    """As many as the suite was when this was written, and of both kinds: a suite that lost its cases would pass."""
    assert len(CASES) == 246
    assert sum(case.is_valid for case in CASES) == 110
    assert sum(case.refusal is not None for case in CASES) == 14
