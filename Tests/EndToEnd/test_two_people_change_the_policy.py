"""A policy is changed by two people: written by one, approved by another, in force as a version that stays.

T17 (edits on disk are kept out), T18 (who approves), T19 (the way back), T34 (a lower grade takes another person), V18 (signatures).
"""

import json
import os
import shutil
import subprocess
from datetime import datetime, timezone

import pytest

from harness import program
from harness.desk import Administrator
from harness.waiting import until

RULE = "version: 1\nrules:\n  - {id: e2e-closed, effect: deny, consoles: [notice], paths: [/closed/**]}\n"
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
    """T18, T92: draft, examination, approval, activation, each in the record with who and why; the folder shows what is in force."""
    [founding] = site.history()
    assert (founding["version"], founding["cause"]) == (1, "founding")
    assert site.room() == 200
    draft = site.propose(zz=RULE)
    assert draft["sound"] and draft["state"] == "open" and draft["base"] == 1
    assert {"change": "added", "section": "rules", "name": "e2e-closed"} in draft["examination"]["changes"]
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

    # T19: the way back is a draft like any other.
    back = answer(site.author.command("policy", "rollback", "1", "--reason", "e2e: opens it again", "--json"))
    assert (back["kind"], back["rollback_to"]) == ("rollback", 1)
    site.approve(back)
    assert site.activate(back)["cause"] == "rollback"
    assert site.room() == 200
    assert [v["cause"] for v in site.history()] == ["rollback", "change", "founding"]
    shown = answer(site.gate.command("policy", "show", "3", "--since", "1", "--json"))
    assert shown["changes"] == [] and shown["version"]["sha256"] == founding["sha256"]


def test_nobody_approves_what_they_wrote_whatever_roles_they_hold(site):
    """T18, V18: adm.self_approve; nor does the control socket, which is nobody's certificate."""
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
    """T18: what was approved is these files over this version, and nothing else."""
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
    """T34: a policy that fails its own tests, or cannot be read, is nobody's to approve."""
    done = site.author.command("policy", "propose", site.work(zz="version: 1\nrulez: []\n"), "--reason", "e2e: wrong")
    assert done.returncode == 1
    assert "zz.yaml:2:1" in done.stdout
    [draft] = answer(site.gate.command("policy", "drafts", "--json"))
    assert not draft["sound"]
    assert "zz.yaml:2:1" in refused(site.approver.command("policy", "approve", draft["id"], "--reason", "e2e: anyway"))


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
    assert sign(gate, *signers[0])["signatures"] == 2
    gate.reload()
    until("the reload", lambda: "1 of the listed signers signed these files, and 2 must have" in gate.output())
    assert visit.get("/closed/room").status == 200
    sign(gate, *signers[1])
    until("the signed policy", lambda: visit.get("/closed/room").status == 403)
    assert answer(gate.command("policy", "history", "--json"))[0]["cause"] == "signed_file"
