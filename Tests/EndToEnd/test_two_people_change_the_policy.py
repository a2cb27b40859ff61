"""A policy is changed by two people: written by one, approved by another, in force as a version that stays.

T17 (edits on disk are kept out), T18 (the history), T19 (who approves), T34 (a lower grade takes a security administrator), V18 (signatures).
"""

import json
import os
import shutil
import sqlite3
import subprocess
import threading
from datetime import datetime, timezone

import pytest

from harness import program
from harness.desk import Administrator
from harness.waiting import until
from test_records_fail_closed import fill, small_disk  # noqa: F401 (a fixture)

RULE = "version: 1\nrules:\n  - {id: e2e-closed, effect: deny, consoles: [notice], paths: [/closed/**]}\n"
EXTRA = """version: 1
consoles:
  extra: {{hosts: [extra], owner: hong-41c2, manager: lee-90aa, grade: open, upstreams: ["https://127.0.0.1:9"], tls: {{ca: {ca}}}}}
"""
OTHER = "version: 1\nrules:\n  - {id: e2e-elsewhere, effect: deny, consoles: [notice], paths: [/elsewhere]}\n"


def answer(done):
    assert done.returncode == 0, (done.stdout, done.stderr)
    return json.loads(done.stdout)


def refused(done, code=1):
    assert done.returncode == code, (done.stdout, done.stderr)
    return done.stderr


def give_roles(gate, person, *roles):
    flags = [word for role in roles for word in ("--role", role)]
    done = gate.command("user", "roles", person.name, *flags, "--reason", "e2e: second administrator")
    assert done.returncode == 0, done.stderr


class Site:
    """A demo whose policy two people change: a security administrator writes, a policy approver approves."""

    def __init__(self, gate):
        self.gate = gate
        self.author = Administrator(gate, gate.person("security_admin"))
        approver = gate.person("staff")
        give_roles(gate, approver, "staff", "policy_approver")
        self.approver = Administrator(gate, approver)
        gate.reconfigure(lambda settings: settings.update(policy_changes="two_people"))
        self.folder = os.path.join(gate.folder, "work")

    def work(self, **files):
        """A copy of what is in force, with files of one's own beside it."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.gate.ready["policies"], self.folder)
        for name, text in files.items():
            with open(os.path.join(self.folder, f"{name}.yaml"), "w", encoding="utf-8") as file:
                file.write(text)
        return self.folder

    def work_without(self, name, **files):
        folder = self.work(**files)
        os.remove(os.path.join(folder, f"{name}.yaml"))
        return folder

    def propose(self, **files):
        return answer(self.author.command("policy", "propose", self.work(**files), "--reason", "e2e: closes a room", "--json"))

    def approve(self, draft):
        return answer(self.approver.command("policy", "approve", draft["id"], "--reason", "e2e: looked through", "--json"))

    def activate(self, draft, *more):
        return answer(self.author.command("policy", "activate", draft["id"], "--reason", "e2e: now", "--json", *more))

    def history(self):
        return answer(self.gate.command("policy", "history", "--json"))

    def room(self):
        return self.gate.visit("notice", self.gate.person("staff", nth=1)).get("/closed/room").status


@pytest.fixture
def site(own_gate):
    return Site(own_gate)


def test_one_writes_another_approves_and_the_next_request_is_decided_by_it(site):
    """T18, T19, T92: draft, examination, approval, activation, each in the record with who and why; the folder shows what is in force."""
    [founding] = site.history()
    assert (founding["version"], founding["cause"]) == (1, "founding")
    assert site.room() == 200
    draft = site.propose(zz=RULE)
    assert draft["sound"] and draft["state"] == "open" and draft["base"] == 1
    [added] = draft["examination"]["changes"]
    assert (added["change"], added["section"], added["name"]) == ("added", "rules", "e2e-closed")
    assert {"key": "paths", "after": "[/closed/**]"} in added["values"], added["values"]
    assert draft["examination"]["tests"] == draft["examination"]["tests_before"] > 0
    # The request of a moment ago, asked again: it would be refused.
    assert draft["examination"]["replay"]["lost"] == 1
    assert site.room() == 200
    approved = site.approve(draft)
    assert (approved["state"], approved["approved_by"]) == ("approved", site.approver.person.name)
    assert approved["seal"] == draft["seal"]
    version = site.activate(draft)
    assert (version["version"], version["cause"], version["author"], version["approver"]) == (
        2, "change", site.author.person.name, site.approver.person.name)
    assert site.room() == 403
    assert os.path.exists(os.path.join(site.gate.ready["policies"], "zz.yaml"))

    steps = [r["change"] for r in site.gate.trail.find(type="policy_draft", object=draft["id"])]
    assert steps == ["proposed", "approved"]
    record = site.gate.trail.wait_for(type="policy_change", request=draft["id"])
    assert (record["before"], record["after"]) == (founding["policy_sha256"], version["policy_sha256"])
    assert (record["applicant"], record["approver"]) == (site.author.person.name, site.approver.person.name)
    # No alarm over what the node itself wrote into the folder.
    assert not site.gate.trail.find(type="policy_tamper")

    # The way back is a draft like any other.
    back = answer(site.author.command("policy", "rollback", "1", "--reason", "e2e: opens it again", "--json"))
    assert (back["kind"], back["rollback_to"]) == ("rollback", 1)
    site.approve(back)
    assert site.activate(back)["cause"] == "rollback"
    assert site.room() == 200
    assert [v["cause"] for v in site.history()] == ["rollback", "change", "founding"]
    shown = answer(site.gate.command("policy", "show", "3", "--since", "1", "--json"))
    assert shown["changes"] == [] and shown["version"]["sha256"] == founding["sha256"]


def test_a_change_is_found_by_each_who_wrote_in_it(site):
    """T18, T49: by the node and in the files alone; also by who only added to another's draft."""
    second = site.gate.person("staff", nth=1)
    give_roles(site.gate, second, "staff", "policy_author")
    draft = site.propose(zz=RULE)
    more = RULE + "  - {id: e2e-more, effect: deny, consoles: [notice], paths: [/more]}\n"
    answer(Administrator(site.gate, second).command(
        "policy", "propose", site.work(zz=more), "--draft", draft["id"], "--reason", "e2e: and another room", "--json"))
    site.approve(draft)
    site.activate(draft)
    record = site.gate.trail.wait_for(type="policy_change", request=draft["id"])
    writers = [site.author.person.name, second.name]
    assert (record["applicant"], record["writers"], record["approver"]) == (writers[0], writers, site.approver.person.name)
    for name in [*writers, site.approver.person.name]:
        asked = ["--person", name, "--type", "policy_change", "--json"]
        for done in (site.gate.command("audit", "search", *asked), program.run("audit", "search", site.gate.trail.folder, *asked)):
            assert done.returncode == 0, done.stderr
            assert [json.loads(line)["event_id"] for line in done.stdout.splitlines()] == [record["event_id"]], name


def test_nobody_approves_what_they_wrote_whatever_roles_they_hold(site):
    """T19: adm.self_approve; nor does the control socket, which is nobody's certificate."""
    draft = site.propose(zz=RULE)
    said = refused(site.author.command("policy", "approve", draft["id"], "--reason", "e2e: my own"))
    assert "You cannot approve your own change." in said
    assert "본인이 작성한 변경은 직접 승인할 수 없습니다." in said
    assert "certificate" in refused(site.gate.command("policy", "approve", draft["id"], "--reason", "e2e: by the socket"))
    assert "certificate" in refused(site.gate.command("policy", "propose", site.folder, "--reason", "e2e: by the socket"))
    # An approver who is no author writes nothing.
    assert "policy_author" in refused(site.approver.command("policy", "propose", site.folder, "--reason", "e2e: cannot"))
    # Approved by nobody, it does not come into force.
    assert "not approved" in refused(site.author.command("policy", "activate", draft["id"], "--reason", "e2e: now"))
    assert site.room() == 200


def test_an_edit_or_a_new_version_voids_an_approval(site):
    """T19: what was approved is these files over this version, and nothing else."""
    first, second = site.propose(zz=RULE), site.propose(zz=OTHER)
    site.approve(first)
    edited = answer(site.author.command(
        "policy", "propose", site.work(zz=RULE + "  - {id: e2e-more, effect: deny, consoles: [notice], paths: [/more]}\n"),
        "--draft", first["id"], "--reason", "e2e: and another room", "--json"))
    assert edited["state"] == "open" and edited["seal"] != first["seal"]
    assert "not approved" in refused(site.author.command("policy", "activate", first["id"], "--reason", "e2e: now"))
    # The approver says what they saw; it is not there any more.
    assert "look at it again" in refused(
        site.approver.command("policy", "approve", first["id"], "--seal", first["seal"], "--reason", "e2e: as I saw it"))

    site.approve(second)
    site.approve(first)
    site.activate(second)
    said = refused(site.author.command("policy", "activate", first["id"], "--reason", "e2e: now"))
    assert "version 2 is in force" in said
    assert "version 2 is in force" in refused(site.approver.command("policy", "approve", first["id"], "--reason", "e2e: again"))


def test_a_wrong_draft_is_kept_with_its_places_and_cannot_be_approved(site):
    """A policy that fails its own tests, or cannot be read, is nobody's to approve."""
    done = site.author.command("policy", "propose", site.work(zz="version: 1\nrulez: []\n"), "--reason", "e2e: wrong")
    assert done.returncode == 1
    assert "zz.yaml:2:1" in done.stdout
    [draft] = answer(site.gate.command("policy", "drafts", "--json"))
    assert not draft["sound"]
    assert "zz.yaml:2:1" in refused(site.approver.command("policy", "approve", draft["id"], "--reason", "e2e: anyway"))


def test_a_lower_grade_is_approved_by_a_security_administrator(site):
    """T34: a policy approver does not do; the draft says which grade it lowers."""
    site.work()
    path = os.path.join(site.folder, "consoles.yaml")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    with open(path, "w", encoding="utf-8") as file:
        file.write(text.replace("grade: classified", "grade: sensitive"))
    draft = answer(site.author.command("policy", "propose", site.folder, "--reason", "e2e: less of a secret", "--json"))
    assert draft["examination"]["lowered"] == ["console fab: classified -> sensitive"]
    said = refused(site.approver.command("policy", "approve", draft["id"], "--reason", "e2e: looked through"))
    assert "approved by a security administrator" in said and "console fab" in said


def test_a_draft_tells_of_tests_that_it_takes_away_and_of_papers_that_are_not_there(site):
    """T18: fewer tests are a change; a certificate that cannot be read is found before anybody approves."""
    site.work()
    tests = os.path.join(site.folder, "tests")
    gone = sorted(os.listdir(tests))[0]
    os.remove(os.path.join(tests, gone))
    draft = answer(site.author.command("policy", "propose", site.folder, "--reason", "e2e: fewer tests", "--json"))
    examination = draft["examination"]
    assert examination["tests"] < examination["tests_before"]
    removed = [c for c in examination["changes"] if c["section"] == "tests"]
    assert len(removed) == examination["tests_before"] - examination["tests"]
    assert {c["change"] for c in removed} == {"removed"} and all(c["name"].startswith(gone) for c in removed)

    site.work(extra=EXTRA.format(ca="/nowhere/ca.pem"))
    done = site.author.command("policy", "propose", site.folder, "--reason", "e2e: a console more", "--json")
    assert done.returncode == 1
    assert any("/nowhere/ca.pem" in line for line in json.loads(done.stdout)["examination"]["defects"])


def test_a_draft_that_would_shut_out_the_administrators_is_refused_by_name(site):
    roles = os.path.join(site.gate.ready["policies"], "roles.yaml")
    with open(roles, encoding="utf-8") as file:
        lines = [line for line in file if "policy_approver:" not in line]
    site.work()
    with open(os.path.join(site.folder, "roles.yaml"), "w", encoding="utf-8") as file:
        file.writelines(lines)
    done = site.author.command("policy", "propose", site.folder, "--reason", "e2e: tidies up", "--json")
    assert done.returncode == 1
    draft = json.loads(done.stdout)
    assert any("no two people would be left" in line for line in draft["examination"]["shut_out"])


def test_an_edit_on_disk_is_kept_out_and_told(site):
    """T17: within ten seconds `policy_tamper`, once for what stands there; the policy in force stays."""
    with open(os.path.join(site.gate.ready["policies"], "zz.yaml"), "w", encoding="utf-8") as file:
        file.write(RULE)
    record = site.gate.trail.wait_for(type="policy_tamper")
    assert record["severity"] == "error" and record["outcome"] == "denied"
    assert record["before"] == site.history()[0]["sha256"] != record["after"]
    site.gate.reload()
    assert site.room() == 200
    assert len(site.gate.trail.find(type="policy_tamper")) == 1
    assert "policy_tamper" in site.gate.output()
    # A node that starts again serves what was in force, and tells it again.
    site.gate.restart()
    assert site.room() == 200
    until("the alarm of the new process", lambda: len(site.gate.trail.find(type="policy_tamper")) == 2)
    # A broken file is tampering, too, and brings no node to a stand.
    with open(os.path.join(site.gate.ready["policies"], "zz.yaml"), "w", encoding="utf-8") as file:
        file.write("version: 1\nrulez: []\n")
    site.gate.restart()
    assert site.room() == 200


def test_a_node_that_is_killed_comes_up_with_the_old_or_the_new(site):
    draft = site.propose(zz=RULE)
    site.approve(draft)
    site.gate.kill()
    site.gate.start()
    assert site.room() == 200
    site.activate(draft)
    site.gate.kill()
    site.gate.start()
    assert site.room() == 403
    assert site.history()[0]["version"] == 2


def test_a_node_killed_between_the_record_and_the_store_comes_up_with_the_old(site):
    """The record is on the disk, the store has not changed: the old policy is in force, and the draft is still approved."""
    draft = site.propose(zz=RULE)
    site.approve(draft)
    store = sqlite3.connect(site.gate.named_in_settings("data/gwanmun.sqlite"), timeout=30)
    # A store that takes its time over a version, so that there is a time between.
    store.executescript("""
        CREATE VIEW ages AS WITH RECURSIVE age(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM age WHERE n < 100000000) SELECT n FROM age;
        CREATE TRIGGER waits BEFORE INSERT ON policy_versions BEGIN SELECT count(*) FROM ages; END;
    """)
    store.close()
    command = threading.Thread(target=site.author.command, args=("policy", "activate", draft["id"], "--reason", "e2e: now"))
    command.start()
    site.gate.trail.wait_for(type="policy_change", request=draft["id"])
    site.gate.kill()
    command.join()
    store = sqlite3.connect(site.gate.named_in_settings("data/gwanmun.sqlite"), timeout=30)
    store.executescript("DROP TRIGGER waits; DROP VIEW ages;")
    store.close()
    site.gate.start()
    assert site.room() == 200
    assert [v["version"] for v in site.history()] == [1]
    site.activate(draft)
    assert site.room() == 403
    assert [v["version"] for v in site.history()] == [2, 1]


def test_an_approved_draft_waits_for_its_time(site):
    draft = site.propose(zz=RULE)
    site.approve(draft)
    due = datetime.fromtimestamp(site.gate.clock.now() + 2 * 3600, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    waiting = site.activate(draft, "--at", due)
    assert waiting["state"] == "approved" and waiting["due_at"]
    assert site.room() == 200
    site.gate.clock.advance(2 * 3600 + 1)
    until("the policy to come into force", lambda: len(site.history()) == 2)
    assert site.room() == 403


def test_an_emergency_change_is_loud_and_lapses_unless_another_ratifies_it(site):
    done = site.author.command("policy", "emergency", site.work(zz=RULE), "--hours", "9", "--reason", "e2e: fire")
    assert "from 1 to 4 hours" in refused(done)
    version = answer(site.author.command("policy", "emergency", site.folder, "--hours", "2", "--reason", "e2e: fire", "--json"))
    assert (version["version"], version["cause"]) == (2, "emergency")
    assert site.room() == 403
    assert "policy_emergency" in site.gate.output()
    assert "cannot approve your own" in refused(site.author.command("policy", "ratify", "2", "--reason", "e2e: mine"))
    assert "emergency change that nobody ratified" in refused(
        site.author.command("policy", "emergency", site.work(zz=OTHER), "--hours", "1", "--reason", "e2e: again"))
    site.gate.clock.advance(2 * 3600 + 1)
    until("the policy before it", lambda: site.history()[0]["cause"] == "restored")
    assert site.room() == 200
    record = site.gate.trail.wait_for(type="policy_change", cause="restored")
    assert record["object"] == "3"

    again = answer(site.author.command("policy", "emergency", site.work(zz=RULE), "--hours", "1", "--reason", "e2e: fire", "--json"))
    kept = answer(site.approver.command("policy", "ratify", str(again["version"]), "--reason", "e2e: seen", "--json"))
    assert kept["ratified_by"] == site.approver.person.name
    site.gate.clock.advance(3600 + 1)
    site.gate.restart()
    assert site.history()[0]["version"] == again["version"]
    assert site.room() == 403


def test_an_emergency_that_is_over_closes_everything_when_the_policy_before_it_cannot_come_back(site):
    """Fails closed, at run time and at the start, and locks nobody out who can mend it: another person ratifies it at the desk."""
    authority = os.path.join(site.gate.folder, "extra-ca.pem")
    shutil.copy(site.gate.ca, authority)
    second = site.propose(extra=EXTRA.format(ca=authority))
    site.approve(second)
    site.activate(second)
    version = answer(site.author.command("policy", "emergency", site.work_without("extra", zz=RULE), "--hours", "1", "--reason", "e2e: fire", "--json"))
    assert version["version"] == 3
    os.remove(authority)
    person = site.gate.person("staff", nth=1)
    assert site.gate.visit("notice", person).get("/").status == 200
    site.gate.clock.advance(3600 + 1)
    until("everything to be closed", lambda: site.gate.visit("notice", person).get("/").status == 403)
    record = site.gate.trail.wait_for(type="policy_draft", change="suspended")
    assert record["object"] == "version 3"
    until("the alarm", lambda: "policy_stuck" in site.gate.output())
    site.gate.restart()
    assert site.gate.visit("notice", person).get("/").status == 403
    site.gate.reload()
    assert site.gate.visit("notice", person).get("/").status == 403
    assert site.history()[0]["cause"] == "emergency"

    assert "cannot approve your own" in refused(site.author.command("policy", "ratify", "3", "--reason", "e2e: mine"))
    kept = answer(site.approver.command("policy", "ratify", "3", "--reason", "e2e: seen", "--json"))
    assert kept["ratified_by"] == site.approver.person.name
    assert site.gate.visit("notice", person).get("/").status == 200
    assert site.room() == 403


def test_an_edit_on_disk_is_told_where_the_node_cannot_write_the_folder(site):
    """T17: a folder that shows an older version is no alarm; one that shows anything else is."""
    os.mkdir(os.path.join(site.gate.ready["policies"], ".zz.yaml.new"))
    draft = site.propose(zz=RULE)
    site.approve(draft)
    site.activate(draft)
    assert site.room() == 403
    until("the node to say so", lambda: "does not show what is in force" in site.gate.output())
    site.gate.reload()
    assert not site.gate.trail.find(type="policy_tamper")
    with open(os.path.join(site.gate.ready["policies"], "aa.yaml"), "w", encoding="utf-8") as file:
        file.write(OTHER)
    site.gate.trail.wait_for(type="policy_tamper")
    assert site.room() == 403


def test_a_policy_that_cannot_be_recorded_is_not_taken(start_gate, small_disk):  # noqa: F811
    """Where the folder is the truth, too: the record first. The next reload takes it."""
    gate = start_gate(demo=small_disk)
    visit = gate.visit("notice", gate.person("staff"))
    assert visit.get("/closed/room").status == 200
    rule = os.path.join(gate.ready["policies"], "zz.yaml")
    with open(rule + ".later", "w", encoding="utf-8") as file:
        file.write(RULE)
    filler = fill(os.path.dirname(gate.ready["audit"]))
    until("the trail to be full", lambda: visit.get("/full").status == 503, 20)
    os.rename(rule + ".later", rule)
    until("the complaint", lambda: "could not be recorded" in gate.output(), 20)
    os.remove(filler)
    until("service to come back", lambda: visit.get("/").status == 200, 20)
    assert visit.get("/closed/room").status == 200
    gate.reload()
    until("the policy", lambda: visit.get("/closed/room").status == 403, 20)


def test_where_the_folder_is_the_truth_nothing_is_proposed_and_all_is_kept(own_gate):
    author = Administrator(own_gate, own_gate.person("security_admin"))
    said = refused(author.command("policy", "propose", own_gate.ready["policies"], "--reason", "e2e: a draft"))
    assert "policy_changes" in said
    with open(os.path.join(own_gate.ready["policies"], "zz.yaml"), "w", encoding="utf-8") as file:
        file.write(RULE)
    until("another version", lambda: len(answer(own_gate.command("policy", "history", "--json"))) == 2)
    assert [v["cause"] for v in answer(own_gate.command("policy", "history", "--json"))] == ["file", "founding"]
    assert "one person" in own_gate.command("doctor").stdout


@pytest.fixture
def signed(own_gate):
    """A gate that takes policies which two people signed: one by a key of their own, one by that of their certificate."""
    key, public = (os.path.join(own_gate.folder, name) for name in ("signer.key", "signer.pem"))
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", key], check=True, capture_output=True)
    os.chmod(key, 0o600)
    subprocess.run(["openssl", "pkey", "-in", key, "-pubout", "-out", public], check=True, capture_output=True)
    person = own_gate.person("security_admin")
    signers = [(key, public), (person.key, person.cert)]
    for pair in signers:
        sign(own_gate, *pair)
    own_gate.reconfigure(lambda settings: settings.update(
        policy_changes="signed_files", policy_signers=[public, person.cert], policy_signatures=2))
    return own_gate, signers


def sign(gate, key, cert):
    return answer(program.run("policy", "sign", gate.ready["policies"], "--key", key, "--cert", cert, "--json"))


def test_only_signed_files_are_taken_where_the_site_asks_for_signatures(signed):
    """V18, T17: a bad signature leaves the old policy, and `policy_tamper` is told."""
    gate, signers = signed
    visit = gate.visit("notice", gate.person("staff"))
    with open(os.path.join(gate.ready["policies"], "zz.yaml"), "w", encoding="utf-8") as file:
        file.write(RULE)
    gate.trail.wait_for(type="policy_tamper")
    assert visit.get("/closed/room").status == 200
    # Neither does it keep a node from starting that was good before.
    gate.restart()
    assert visit.get("/closed/room").status == 200
    # One of two is not enough, nor is one twice.
    sign(gate, *signers[0])
    assert sign(gate, *signers[0])["signatures"] == 1
    gate.reload()
    until("the reload", lambda: "1 of the listed signers signed these files, and 2 must have" in gate.output())
    assert visit.get("/closed/room").status == 200
    sign(gate, *signers[1])
    until("the signed policy", lambda: visit.get("/closed/room").status == 403)
    version = answer(gate.command("policy", "history", "--json"))[0]
    assert (version["cause"], version["serial"]) == ("signed_file", 2)
    # T18: the names of those who signed, in the history and in the record.
    assert len(version["signers"]) == 2
    assert any(name.startswith("key ") for name in version["signers"]) and any("CN=" in name for name in version["signers"])
    record = gate.trail.wait_for(type="policy_change", object=str(version["version"]))
    assert record["cause"] == "signed_file" and "CN=" in record["approver"]


def test_signatures_of_files_that_were_replaced_bring_nothing_back(signed):
    """V18, T17: good signatures, and old ones; a serial number that was taken is used up."""
    gate, signers = signed
    folder = gate.ready["policies"]
    rule, signatures = (os.path.join(folder, name) for name in ("zz.yaml", "policy.sig"))
    visit = gate.visit("notice", gate.person("staff"))
    with open(signatures, encoding="utf-8") as file:
        old = file.read()
    with open(rule, "w", encoding="utf-8") as file:
        file.write(RULE)
    for pair in signers:
        sign(gate, *pair)
    until("the signed policy", lambda: visit.get("/closed/room").status == 403)

    os.remove(rule)
    with open(signatures, "w", encoding="utf-8") as file:
        file.write(old)
    gate.reload()
    until("the alarm", lambda: "is not above 2" in gate.output())
    gate.trail.wait_for(type="policy_tamper")
    gate.restart()
    assert visit.get("/closed/room").status == 403
    # Wanted after all: signed anew, under a number of its own.
    done = [program.run("policy", "sign", folder, "--key", key, "--cert", cert, "--serial", "3", "--json") for key, cert in signers]
    assert [answer(d)["serial"] for d in done] == [3, 3]
    until("the older files", lambda: visit.get("/closed/room").status == 200)
    assert "has 3 already" in refused(program.run("policy", "sign", folder, "--key", signers[0][0], "--serial", "2"), 2)
