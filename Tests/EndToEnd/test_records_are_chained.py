"""Every decision and every outcome leaves one record; no edit of the trail goes unnoticed; no secret is in it."""

import glob
import json
import os
import shutil

from urllib.parse import quote

import pytest

from harness import program
from harness.gate import Gate
from harness.trail_verifier import Broken, verify
from harness.waiting import until

MANDATORY = {"seq", "ts", "event_id", "type", "outcome", "request_id", "src_ip", "prev_hash", "hash"}
OF_A_DECISION = {"account", "roles", "cert_issuer", "cert_serial", "cert_spki_sha256", "upstream", "grade", "method",
                 "path", "decision", "rule_id", "policy_sha256"}


@pytest.fixture(scope="module")
def closed_trail(tmp_path_factory, origin):
    """A stopped gateway's trail with a bit of everything in it."""
    gate = Gate(tmp_path_factory.mktemp("gate"), upstream=origin.url)
    visit = gate.visit("build", gate.person("staff"))
    visit.get("/")
    visit.present(totp=gate.wrong_code(visit.person))
    visit.log_in()
    for number in range(20):
        visit.get(f"/page/{number}")
    gate.visit("build", gate.person(None, "revoked")).get("/")
    visit.request("DELETE", "/.gwanmun/session")
    gate.end()
    return gate.trail.folder


def test_one_record_for_the_decision_and_one_for_the_outcome(gate, origin):
    visit = gate.logged_in()
    visit.get("/once")
    request_id = origin.the_arrival("/once").header("X-Request-Id")
    gate.trail.wait_for(request_id=request_id, status=200)
    decision, outcome = gate.trail.of_request(request_id)
    assert decision["decision"] == "permit" and decision["seq"] < outcome["seq"]
    assert outcome["status"] == 200 and outcome["duration_ms"] >= 0
    assert decision["path"] == "/once" and decision["account"] == visit.person.name
    assert MANDATORY | OF_A_DECISION <= set(decision)


def test_a_refusal_leaves_one_record_with_its_full_reason(gate):
    answer = gate.visit("build", gate.person("staff")).get("/refused")
    gate.trail.wait_for(request_id=answer.json()["request_id"])
    [record] = gate.trail.of_request(answer.json()["request_id"])
    assert (record["decision"], record["reason"]) in {("step_up", "factor_missing"), ("deny", "factor_missing")}


def test_the_query_is_not_in_the_trail(gate, origin):
    gate.visit("notice", gate.person("staff")).get("/search?q=canary-in-the-query")
    gate.trail.wait_for(path="/search")
    assert "canary-in-the-query" not in gate.trail.text()


def test_no_secret_is_written_anywhere(own_gate):
    """T108: codes, tokens, cookies, Authorization, bodies, queries, resident numbers, headers, keys; neither in the trail nor in the log."""
    person = own_gate.person("staff")
    visit = own_gate.visit("build", person)
    wrong, right = own_gate.wrong_code(person), own_gate.code(person)
    visit.present(totp=wrong, password="canary-password", recovery_code="canary-recovery")
    answer = visit.present(totp=right)
    visit.keep(answer)
    visit.post("/x", b"canary-body", [("Authorization", "Bearer canary-bearer"), ("Cookie", "sid=canary-cookie")])
    visit.get("/y?rrn=900101-1234567&vid=canary-vid&q=canary-query", [("X-Canary", "canary-header")])
    own_gate.trail.wait_for(path="/y")
    own_gate.trail.wait_for(path="/x")
    with open(person.key, encoding="ascii") as file:
        key_of_person = file.read().splitlines()[1]
    with open(own_gate.named_in_settings("data/checkpoint.key"), encoding="ascii") as file:
        key_of_node = file.read().splitlines()[1]
    assert person.authenticator.secret not in own_gate.trail.text()
    canaries = [visit.cookie, visit.token, "canary-password", "canary-recovery",
                "canary-bearer", "canary-cookie", "canary-body", "900101-1234567", "canary-vid", "canary-query",
                "canary-header", key_of_person, key_of_node, "PRIVATE KEY"]
    written = own_gate.trail.text() + own_gate.output()
    with open(os.path.join(own_gate.trail.folder, "checkpoints.ndjson"), encoding="ascii") as file:
        written += file.read()
    for canary in canaries:
        assert canary not in written
    codes = {json.dumps(right), json.dumps(wrong)}
    assert not any(code in written for code in codes)


def test_a_whole_trail_verifies_without_a_gateway(closed_trail):
    done = program.run("audit", "verify", closed_trail)
    assert done.returncode == 0, done.stderr


# Each edits the lines of a segment, and says which is the first that is not as it was written.


def flip_one_bit(lines):
    at = len(lines) // 2
    line = lines[at]
    place = line.index(b'"outcome":"') + 12
    lines[at] = line[:place] + bytes([line[place] ^ 1]) + line[place + 1:]
    return at


def drop_a_record(lines):
    at = len(lines) // 2
    del lines[at]
    return at


def insert_a_copy(lines):
    at = len(lines) // 2
    lines.insert(at, lines[at])
    return at + 1


def swap_two(lines):
    at = len(lines) // 2
    lines[at], lines[at + 1] = lines[at + 1], lines[at]
    return at


def cut_a_line(lines):
    lines[-1] = lines[-1][: len(lines[-1]) // 2]
    return len(lines) - 1


def cut_the_end(lines):
    del lines[-3:]
    return len(lines)


def add_a_field(lines):
    at = len(lines) // 2
    lines[at] = lines[at].replace(b"{", b'{"note":"harmless",', 1)
    return at


@pytest.mark.parametrize("edit", [flip_one_bit, drop_a_record, insert_a_copy, swap_two, cut_a_line, cut_the_end, add_a_field])
def test_an_edit_is_found_and_the_first_bad_record_named(closed_trail, tmp_path, edit):
    """T25: by the program and by the other verifier alike."""
    copy = shutil.copytree(closed_trail, tmp_path / "audit")
    path = max(glob.glob(str(copy / "**" / "*.jsonl"), recursive=True), key=os.path.getsize)
    with open(path, "rb") as file:
        lines = file.read().splitlines(keepends=True)
    first = json.loads(lines[0])["seq"]
    bad = first + edit(lines)
    with open(path, "wb") as file:
        file.writelines(lines)
    done = program.run("audit", "verify", str(copy), "--json")
    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert (told["whole"], told["sequence"]) == (False, bad)
    assert os.path.basename(path) == told["segment"]
    with pytest.raises(Broken) as found:
        verify(str(copy))
    assert found.value.sequence == bad
    said = program.run("audit", "verify", str(copy))
    assert said.returncode == 1 and str(bad) in said.stdout + said.stderr and os.path.basename(path) in said.stdout + said.stderr


def test_a_missing_segment_is_found(closed_trail, tmp_path):
    copy = shutil.copytree(closed_trail, tmp_path / "audit")
    os.remove(max(glob.glob(str(copy / "**" / "*.jsonl"), recursive=True), key=os.path.getsize))
    assert program.run("audit", "verify", str(copy)).returncode == 1


# What ends lines, hides text or turns its direction round.
HOSTILE = "\r\n\t\0\x1b\x7f\u0085\u202e\u2066\u2028\u200b\ufeff"


def test_no_character_from_outside_forges_a_line_or_hides_in_one(gate):
    """T108: log injection, whether the request is taken or refused; each leaves one record, which says what was asked for."""
    visit, before = gate.visit("notice", gate.person("staff")), gate.trail.last_sequence()
    paths = ["/" + quote(f"log{character}end", safe="") for character in HOSTILE]
    for character, path in zip(HOSTILE, paths):
        fields = [("User-Agent", f"x{character}y".encode().decode("latin-1"))] if ord(character) > 0xff else []
        visit.get(f"{path}?{quote(character)}=1", fields)
    seen = lambda: [record["path"] for record in gate.trail.since(before) if record.get("path") in paths]  # noqa: E731
    until("all of them in the trail", lambda: set(seen()) == set(paths))
    assert sorted(seen()) == sorted(paths)
    for path in gate.trail.segments():
        with open(path, encoding="utf-8") as file:
            assert not set(HOSTILE) - {"\n"} & set(file.read())
