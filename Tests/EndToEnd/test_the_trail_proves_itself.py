"""Signed checkpoints, kept elsewhere, show what the folder of the records alone cannot (T25), to the program and to a verifier of another hand."""

import datetime
import glob
import hashlib
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import threading

import pytest
import yaml
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from harness import program
from harness.authority import Authority
from harness.gate import Gate
from harness.syslog import MESSAGE, SyslogReceiver
from harness.trail_verifier import CHECKPOINT, RECORD, Broken, verify
from harness.waiting import until

OWN = "checkpoints.ndjson"
KOREA = datetime.timezone(datetime.timedelta(hours=9))


def keep_elsewhere(gate, path, **more):
    """Restarts with a checkpoint behind every fifth record, copied to `path`."""
    def edit(settings):
        settings["audit_trail"] = {
            "host": "gw01.example", "verify_every": "1s",
            "checkpoints": {"every_records": 5, "every": "1s", "send": [{"name": "vault", "file": str(path)}], **more}}
    gate.reconfigure(edit)


def lines_of(path):
    with open(path, "rb") as file:
        return file.read().splitlines(keepends=True)


def checkpoints(path):
    return [json.loads(line) for line in lines_of(path)] if os.path.exists(path) else []


class Kept:
    """A trail, and what is kept of it elsewhere."""

    def __init__(self, folder, copy, key):
        self.folder, self.copy, self.key = str(folder), str(copy), str(key)

    def verdicts(self, outside=True):
        """Whether the program and the other verifier find it whole, and by what they find that it is not."""
        arguments = ["--checkpoints", self.copy, "--key", self.key] if outside else []
        done = program.run("audit", "verify", self.folder, "--json", *arguments)
        answer = json.loads(done.stdout)
        assert done.returncode == (0 if answer["whole"] else 1), done.stderr
        mine = (answer["whole"], answer.get("found_by"), answer.get("sequence"))
        try:
            verify(self.folder, *(([self.copy], [self.key]) if outside else ()))
            other = (True, None, None)
        except Broken as error:
            other = (False, error.witness, error.sequence)
        return mine, other

    def witness(self, outside=True):
        """What both find it broken by; `None`: both find it whole."""
        mine, other = self.verdicts(outside)
        assert mine[:2] == other[:2], f"{mine} and {other}"
        if not mine[0]:
            assert mine[2] == other[2], f"{mine} and {other}"
        return mine[1]

    def segments(self):
        return sorted(glob.glob(os.path.join(self.folder, "*.jsonl")))

    def records(self):
        return [line for path in self.segments() for line in lines_of(path)]

    def write(self, bodies):
        """The records of these bodies, numbered and chained anew, in one segment, with a head that fits."""
        for path in self.segments():
            os.remove(path)
        last = b"0" * 64
        with open(os.path.join(self.folder, f"{1:020}.jsonl"), "wb") as file:
            for number, body in enumerate(bodies, 1):
                text = b'{"seq":%d%s,"prev_hash":"%s"' % (number, body, last)
                last = hashlib.sha256(text + b"}").hexdigest().encode()
                file.write(text + b',"hash":"%s"}\n' % last)
        with open(os.path.join(self.folder, "head"), "wb") as file:
            file.write(b'{"format":"gwanmun-audit-head/1","last_seq":"%020d","last_hash":"%s"}\n' % (len(bodies), last))

    def bodies(self):
        return [RECORD.fullmatch(line)[1].split(b",", 1)[1].rsplit(b',"prev_hash"', 1)[0] for line in self.records()]


def body_of(bodies):
    return [b"," + body for body in bodies]


@pytest.fixture(scope="module")
def kept(tmp_path_factory, origin):
    """A stopped node's trail of one segment behind another, its checkpoints elsewhere, and its public key."""
    folder = tmp_path_factory.mktemp("kept")
    gate = Gate(folder, upstream=origin.url)
    keep_elsewhere(gate, folder / "vault.ndjson")
    visit = gate.logged_in()
    for number in range(20):
        visit.get(f"/page/{number}")
    assert gate.stop() == 0
    # A stopped node has signed everything; what was not copied yet is copied by the next.
    gate.start()
    until("the copy", lambda: len(lines_of(folder / "vault.ndjson")) >= len(checkpoints(os.path.join(gate.trail.folder, OWN))))
    gate.end()
    [key] = glob.glob(os.path.join(gate.trail.folder, "checkpoint-key-*.pem"))
    shutil.copy(key, folder / "key.pem")
    shutil.copy(os.path.join(gate.trail.folder, OWN), folder / "vault.ndjson")
    return Kept(gate.trail.folder, folder / "vault.ndjson", folder / "key.pem")


@pytest.fixture
def copied(kept, tmp_path):
    return Kept(shutil.copytree(kept.folder, tmp_path / "audit"), kept.copy, kept.key)


def test_both_verifiers_find_it_whole(copied):
    assert copied.witness() is None
    assert copied.witness(outside=False) is None
    done = program.run("audit", "verify", copied.folder, env={**os.environ, "LANG": "C.UTF-8"})
    assert "not excluded" in done.stdout and "--checkpoints" in done.stdout
    done = program.run("audit", "verify", copied.folder, "--checkpoints", copied.copy, "--key", copied.key, "--json")
    answer = json.loads(done.stdout)
    assert answer["checkpoints"]["elsewhere"] > 4 and "rewritten_whole" not in answer["not_excluded"]


def edit_a_record(trail):
    bodies = trail.records()
    bodies[7] = bodies[7].replace(b'"outcome":"', b'"outcome":"x', 1)
    put(trail, bodies)


def delete_a_record(trail):
    put(trail, trail.records()[:7] + trail.records()[8:])


def insert_a_record(trail):
    records = trail.records()
    put(trail, records[:7] + [records[3]] + records[7:])


def reorder_records(trail):
    records = trail.records()
    put(trail, records[:7] + [records[8], records[7]] + records[9:])


def put(trail, records):
    [path] = trail.segments()
    with open(path, "wb") as file:
        file.writelines(records)


def cut_the_tail(trail):
    put(trail, trail.records()[:-3])


def cut_the_tail_and_the_head_to_fit(trail):
    trail.write(body_of(trail.bodies()[:-3]))


def cut_the_beginning(trail):
    put(trail, trail.records()[3:])


def cut_the_beginning_to_fit(trail):
    trail.write(body_of(trail.bodies()[3:]))


def rewrite_everything(trail):
    bodies = body_of(trail.bodies())
    bodies[2] = bodies[2].replace(b'"outcome":"success"', b'"outcome":"failure"', 1)
    assert bodies != body_of(trail.bodies())
    trail.write(bodies)


def forget_a_checkpoint_and_the_tail(trail):
    cut_the_tail_and_the_head_to_fit(trail)
    os.remove(os.path.join(trail.folder, OWN))


def put_an_older_copy_in_its_place(trail):
    """With the checkpoints that it had then."""
    signed = [json.loads(line)["seq"] for line in lines_of(os.path.join(trail.folder, OWN))]
    put_back = signed[-2]
    own = lines_of(os.path.join(trail.folder, OWN))[:len(signed) - 1]
    records = trail.records()[:put_back]
    put(trail, records)
    with open(os.path.join(trail.folder, "head"), "wb") as file:
        file.write(b'{"format":"gwanmun-audit-head/1","last_seq":"%020d","last_hash":"%s"}\n' % (
            put_back, RECORD.fullmatch(records[-1])[4]))
    with open(os.path.join(trail.folder, OWN), "wb") as file:
        file.writelines(own)


def put_what_was_signed_beside_a_rewritten_trail(trail):
    signed = {json.loads(line)["seq"] for line in lines_of(trail.copy)}
    kept = [line for number, line in enumerate(trail.records(), 1) if number in signed]
    rewrite_everything(trail)
    os.remove(os.path.join(trail.folder, OWN))
    os.mkdir(os.path.join(trail.folder, "broken-1"))
    with open(os.path.join(trail.folder, "broken-1", f"{1:020}.jsonl"), "wb") as file:
        file.writelines(kept)


def delete_what_is_too_young(trail, days=400):
    """As the gateway deletes, but for the time: what is left of the records, and one that tells of them, and of any time one likes."""
    records, signed = trail.records(), [json.loads(line)["seq"] for line in lines_of(trail.copy)]
    count = signed[0] + 1
    gone, left = records[:count], records[count:]
    first, last = RECORD.fullmatch(gone[0]), RECORD.fullmatch(gone[-1])
    then = datetime.datetime.now(KOREA) + datetime.timedelta(days=days)
    seq, end = len(records) + 1, RECORD.fullmatch(records[-1])
    body = (b'{"seq":%d,"ts":"%s","event_id":"%032d","type":"log_deleted","severity":"notice","outcome":"success","host":"gw01.example",'
            b'"first_seq":1,"last_seq":%d,"before":"%s","after":"%s","cause":"retention","prev_hash":"%s"'
            % (seq, then.isoformat(timespec="milliseconds").encode(), 7, count, first[3], last[4], end[4]))
    digest = hashlib.sha256(body + b"}").hexdigest().encode()
    for path in trail.segments():
        os.remove(path)
    with open(os.path.join(trail.folder, f"{count + 1:020}.jsonl"), "wb") as file:
        file.writelines([*left, body + b',"hash":"%s"}\n' % digest])
    with open(os.path.join(trail.folder, f"{1:020}.jsonl.deleted"), "wb") as file:
        file.write(b'{"format":"gwanmun-audit-deleted/1","first_seq":1,"last_seq":%d,"prev_hash":"%s","last_hash":"%s"}\n'
                   % (count, first[3], last[4]))
    with open(os.path.join(trail.folder, "head"), "wb") as file:
        file.write(b'{"format":"gwanmun-audit-head/1","last_seq":"%020d","last_hash":"%s"}\n' % (seq, digest))


@pytest.mark.parametrize("change, alone, anchored", [
    (edit_a_record, "chain", "chain"),
    (delete_a_record, "chain", "chain"),
    (insert_a_record, "chain", "chain"),
    (reorder_records, "chain", "chain"),
    (cut_the_tail, "head", "head"),
    (cut_the_beginning, "chain", "chain"),
    (cut_the_tail_and_the_head_to_fit, "checkpoint", "checkpoint"),
    (cut_the_beginning_to_fit, "checkpoint", "checkpoint"),
    (rewrite_everything, "checkpoint", "checkpoint"),
    (forget_a_checkpoint_and_the_tail, None, "checkpoint"),
    (put_an_older_copy_in_its_place, None, "checkpoint"),
    (put_what_was_signed_beside_a_rewritten_trail, None, "checkpoint"),
    (delete_what_is_too_young, "checkpoint", "checkpoint"),
])
def test_both_find_every_change_by_the_same(copied, change, alone, anchored):
    """T25: with what lies in the folder alone, and with what was kept elsewhere."""
    change(copied)
    assert copied.witness(outside=False) == alone
    assert copied.witness() == anchored


def sign_anew(trail, *points):
    """As somebody else signs: the public key and the checkpoints in the folder replaced by their own, of (sequence, hash, time) each."""
    key = ed25519.Ed25519PrivateKey.generate()
    public = key.public_key()
    key_id = hashlib.sha256(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()
    for paper in glob.glob(os.path.join(trail.folder, "checkpoint-key-*.pem")):
        os.remove(paper)
    with open(os.path.join(trail.folder, f"checkpoint-key-{key_id[:16]}.pem"), "wb") as file:
        file.write(public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    with open(os.path.join(trail.folder, OWN), "wb") as file:
        for sequence, digest, time in points:
            statement = (b'{"format":"gwanmun-audit-checkpoint/1","seq":%s,"hash":"%s","ts":"%s","host":"gw01.example","key_id":"%s","algorithm":"ed25519"'
                         % (sequence, digest, time.isoformat(timespec="milliseconds").encode(), key_id.encode()))
            file.write(statement + b',"signature":"%s"}\n' % key.sign(statement + b"}").hex().encode())


def test_both_refuse_what_somebody_else_signed(copied):
    """Rewritten whole, signed anew, the public key in the folder replaced: the folder fits, the key kept elsewhere does not."""
    rewrite_everything(copied)
    record = RECORD.fullmatch(copied.records()[-1])
    sign_anew(copied, (record[2], record[4], datetime.datetime(2026, 11, 23, 10, tzinfo=KOREA)))
    assert copied.witness(outside=False) is None
    assert copied.witness() == "checkpoint"


@pytest.mark.parametrize("days, witness", [(0, None), (3, None), (6.9, None), (7.1, "checkpoint"), (400, "checkpoint")])
def test_to_a_clock_that_is_days_behind_both_call_nothing_deleted_early(copied, days, witness):
    """What was due was deleted and signed so many days from now; by more than a week, it is the node's clock that is doubted."""
    delete_what_is_too_young(copied, days)
    *_, deletion = copied.records()
    told = json.loads(deletion)
    due = datetime.datetime.fromisoformat(told["ts"])
    last = RECORD.fullmatch(deletion)
    signed = due - datetime.timedelta(days=366)
    sign_anew(copied, (b"%d" % told["last_seq"], told["after"].encode(), signed), (last[2], last[4], due))
    assert copied.witness(outside=False) == witness


def test_a_deletion_before_its_time_is_one_whatever_was_signed_behind_it(copied):
    delete_what_is_too_young(copied, days=0)
    *_, deletion = copied.records()
    told = json.loads(deletion)
    due = datetime.datetime.fromisoformat(told["ts"])
    last = RECORD.fullmatch(deletion)
    signed = due - datetime.timedelta(days=365, hours=23)
    sign_anew(
        copied, (b"%d" % told["last_seq"], told["after"].encode(), signed), (last[2], last[4], due + datetime.timedelta(days=3)))
    assert copied.witness(outside=False) == "checkpoint"


def test_an_edited_checkpoint_is_no_checkpoint(copied):
    path = os.path.join(copied.folder, OWN)
    lines = lines_of(path)
    lines[1] = lines[1].replace(b"gw01", b"gw02")
    with open(path, "wb") as file:
        file.writelines(lines)
    assert copied.witness(outside=False) == "checkpoint"


def test_openssl_verifies_a_checkpoint(kept, tmp_path):
    """As docs/audit-trail.md has it."""
    match = CHECKPOINT.fullmatch(lines_of(kept.copy)[0])
    (tmp_path / "statement").write_bytes(match[1] + b"}")
    (tmp_path / "signature").write_bytes(bytes.fromhex(match[7].decode()))
    subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", kept.key, "-rawin", "-in", tmp_path / "statement",
                    "-sigfile", tmp_path / "signature"], check=True, capture_output=True)


def test_the_printed_commands_of_the_other_verifier(kept):
    here = os.path.dirname(os.path.abspath(__file__))
    for command in (["-m", "harness.trail_verifier"], [os.path.join(here, "harness", "trail_verifier.py")]):
        done = subprocess.run([sys.executable, *command, kept.folder, "--checkpoints", kept.copy, "--key", kept.key],
                              cwd=here, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


def test_records_name_the_node(kept):
    assert json.loads(kept.records()[-1])["host"] == "gw01.example"
    assert checkpoints(kept.copy)[-1]["host"] == "gw01.example"


@pytest.fixture
def hook_server():
    """Keeps the bodies of what is posted."""
    class Receiver(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            self.server.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    server.bodies = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


class TestWhileItServes:
    def test_checkpoints_come_in_time_and_only_for_records(self, own_gate, tmp_path):
        vault = tmp_path / "vault.ndjson"
        keep_elsewhere(own_gate, vault)
        visit = own_gate.logged_in()
        visit.get("/one")
        last = own_gate.trail.wait_for(path="/one", type="access")["seq"]
        until("a checkpoint of it elsewhere", lambda: [c for c in checkpoints(vault) if c["seq"] >= last])
        assert checkpoints(vault) == checkpoints(os.path.join(own_gate.trail.folder, OWN))[:len(checkpoints(vault))]
        assert os.stat(vault).st_mode & 0o777 == 0o600

    def test_a_disk_that_was_away_gets_what_it_missed(self, own_gate, tmp_path):
        mount = tmp_path / "mount"
        mount.mkdir()
        vault = mount / "vault.ndjson"
        keep_elsewhere(own_gate, vault)
        until("the first", lambda: checkpoints(vault))
        # Unmounted: the folder is not there.
        mount.rename(tmp_path / "away")
        visit = own_gate.logged_in()
        visit.get("/meanwhile")
        last = own_gate.trail.wait_for(path="/meanwhile", type="access")["seq"]
        until("an alarm", lambda: "checkpoints do not arrive" in own_gate.output())
        assert not mount.exists()
        (tmp_path / "away").rename(mount)
        until("what it missed", lambda: checkpoints(vault)[-1]["seq"] >= last, 30)
        own = checkpoints(os.path.join(own_gate.trail.folder, OWN))
        assert checkpoints(vault) == own[:len(checkpoints(vault))]

    def test_a_webhook_and_a_syslog_server_get_each_line(self, own_gate, tmp_path, hook_server):
        (tmp_path / "authority").mkdir()
        authority = Authority(tmp_path / "authority")
        syslog = SyslogReceiver(authority.server_context("127.0.0.1"))
        key = tmp_path / "hook.key"
        key.write_bytes(os.urandom(32))
        key.chmod(0o600)
        keep_elsewhere(own_gate, tmp_path / "vault.ndjson", send=[
            {"name": "hook", "webhook": {"url": f"http://127.0.0.1:{hook_server.server_port}/checkpoints", "key_file": str(key)}},
            {"name": "siem", "syslog": {"server": f"tls://127.0.0.1:{syslog.port}", "ca": authority.path}}])
        own_gate.logged_in().get("/one")
        last = own_gate.trail.wait_for(path="/one", type="access")["seq"]
        posted = until("a post of it", lambda: [c for c in map(json.loads, list(hook_server.bodies)) if c["seq"] >= last])
        sent = until("a message of it", lambda: [c for c in syslog.warnings() if c["seq"] >= last])
        own = checkpoints(os.path.join(own_gate.trail.folder, OWN))
        assert posted[0] in own and sent[0] in own
        assert MESSAGE.fullmatch(syslog.frames[0]).group(4) == b"checkpoint"
        syslog.end()

    def test_it_verifies_itself_and_says_so(self, own_gate, tmp_path):
        keep_elsewhere(own_gate, tmp_path / "vault.ndjson")
        record = own_gate.trail.wait_for(type="log_verified", outcome="success", within=20)
        assert record["first_seq"] == 1 and record["last_seq"] < record["seq"]

    def test_a_break_is_told_to_officers_and_shown(self, own_gate, tmp_path, hook_server):
        """A trail that is changed behind a running node's back: record, warning, readiness, metrics."""
        key = tmp_path / "hook.key"
        key.write_bytes(os.urandom(32))
        key.chmod(0o600)
        own_gate.reconfigure(lambda settings: settings.update(warnings={
            "webhook": {"url": f"http://127.0.0.1:{hook_server.server_port}/hook", "key_file": str(key)}}))
        keep_elsewhere(own_gate, tmp_path / "vault.ndjson")
        own_gate.trail.wait_for(type="log_verified", outcome="success", within=20)
        path = own_gate.trail.segments()[0]
        with open(path, "r+b") as file:
            text = file.read()
            at = text.index(b'"type":"') + 8
            file.seek(at)
            file.write(b"X")
        record = own_gate.trail.wait_for(type="log_verified", outcome="failure", within=20)
        assert record["cause"] == "chain" and record["severity"] == "critical"
        assert record["object"].startswith(os.path.basename(path))
        warnings = until("a warning", lambda: [w for w in map(json.loads, list(hook_server.bodies)) if w.get("event") == "trail_broken"])
        assert warnings[0]["severity"] == "critical"
        assert "the audit trail is broken" in own_gate.output()


def test_evidence_is_held_against_the_configured_copy_and_says_when_there_is_none(own_gate, tmp_path):
    vault = tmp_path / "vault.ndjson"
    keep_elsewhere(own_gate, vault)
    own_gate.logged_in().get("/one")
    until("a checkpoint elsewhere", lambda: checkpoints(vault))
    config = own_gate.ready["config"]
    assert own_gate.stop() == 0

    def chain(name):
        done = program.run("evidence", "export", "--config", config, "--from", "2020-01-01T00:00:00Z", "--to", "2099-01-01T00:00:00Z",
                           "--output", tmp_path / name)
        assert done.returncode == 0, done.stderr
        return json.loads((tmp_path / name / "evidence.json").read_text())["chain"]

    found = chain("one")
    assert found["whole"] and found["outside_files"] == [str(vault)] and found["last_checkpoint_outside"] > 1
    trail = Kept(own_gate.trail.folder, vault, tmp_path / "none")
    rewrite_everything(trail)
    os.remove(os.path.join(trail.folder, OWN))
    found = chain("two")
    assert not found["whole"] and str(vault) in found["difference"]
    os.remove(vault)
    found = chain("three")
    assert found["whole"] and found["outside_missing"] == [str(vault)] and "last_checkpoint_outside" not in found
    assert "not excluded that the whole trail was rewritten" in (tmp_path / "three" / "index.en.html").read_text()


def test_a_node_does_not_start_on_a_trail_that_is_shorter_than_what_it_signed(own_gate, tmp_path):
    keep_elsewhere(own_gate, tmp_path / "vault.ndjson")
    own_gate.logged_in().get("/one")
    assert own_gate.stop() == 0
    trail = Kept(own_gate.trail.folder, tmp_path / "vault.ndjson", tmp_path / "none")
    trail.write(body_of(trail.bodies()[:-4]))
    done = program.run("serve", "--config", own_gate.ready["config"])
    assert done.returncode == 1 and "the audit trail is broken" in done.stderr and OWN in done.stderr


def test_another_key_is_told_and_both_are_needed(own_gate, tmp_path):
    keep_elsewhere(own_gate, tmp_path / "vault.ndjson")
    first = own_gate.trail.find(type="key_event", change="created")
    first = [r for r in first if r["object"].startswith("checkpoint ")]
    assert len(first) == 1
    key = ec.generate_private_key(ec.SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    other = tmp_path / "other.key"
    other.write_bytes(key)
    other.chmod(0o600)
    keep_elsewhere(own_gate, tmp_path / "vault.ndjson", key={"file": str(other)})
    record = own_gate.trail.wait_for(type="key_event", change="rotated")
    until("a checkpoint by it", lambda: any(c["algorithm"] == "ecdsa-sha256" for c in checkpoints(tmp_path / "vault.ndjson")))
    folder = own_gate.trail.folder
    assert own_gate.stop() == 0
    papers = sorted(glob.glob(os.path.join(folder, "checkpoint-key-*.pem")))
    assert len(papers) == 2 and any(record["object"].split()[1].startswith(re.search(r"key-(\w+)\.pem", p)[1]) for p in papers)
    copy = str(tmp_path / "vault.ndjson")
    one = program.run("audit", "verify", folder, "--checkpoints", copy, "--key", papers[0])
    both = program.run("audit", "verify", folder, "--checkpoints", copy, "--key", papers[0], "--key", papers[1])
    assert one.returncode == 1 and "not known here" in one.stderr
    assert both.returncode == 0, both.stderr
    verify(folder, [copy], papers)


@pytest.mark.parametrize("section, said", [
    ({"hosts": "x"}, "hosts"),
    ({"host": "two words"}, "without spaces"),
    ({"verify_every": "30d"}, "1s to 7d"),
    ({"checkpoints": {"every_records": 5000}}, "1 to 1000"),
    ({"checkpoints": {"every": "2m"}}, "1s to 60s"),
    ({"checkpoints": {"key": {"token": "x"}}}, "keys.token"),
    ({"checkpoints": {"send": [{"name": "a", "file": "x"}, {"name": "a", "file": "y"}]}}, "no other destination"),
    ({"checkpoints": {"send": [{"name": "a"}]}}, "one of 'file', 'webhook' and 'syslog'"),
    ({"checkpoints": {"send": [{"name": "a", "webhook": {"url": "http://siem.example/", "key_file": "k"}}]}}, "https"),
])
def test_a_wrong_setting_is_named_with_its_place(gate, tmp_path, section, said):
    settings = gate.settings()
    settings["audit_trail"] = section
    path = os.path.join(os.path.dirname(gate.ready["config"]), f"wrong-{abs(hash(str(section)))}.yaml")
    with open(path, "w", encoding="utf-8") as file:
        yaml.safe_dump(settings, file, allow_unicode=True, sort_keys=False)
    done = program.run("config", "check", path)
    assert done.returncode == 2, done.stderr
    assert re.search(re.escape(os.path.basename(path)) + r":\d+:\d+:", done.stderr) and said in done.stderr
