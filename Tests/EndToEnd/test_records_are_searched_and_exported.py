"""Records are found, shown in part or whole, and taken along with their proof; whoever does it is in them."""

import csv
import glob
import hashlib
import json
import os
import re
import shutil
import subprocess

import pytest

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from harness import export, program
from harness.browser import keep_picture, open_browsers
from harness.desk import Administrator
from harness.gate import Gate
from harness.waiting import until
from test_browser_desk import complaints, sign_in

PAGE = ["--header", "Accept: text/html", "--header", "Accept-Language: en"]


@pytest.fixture(scope="module")
def busy(tmp_path_factory, origin):
    gate = Gate(tmp_path_factory.mktemp("gate"), upstream=origin.url)
    visit = gate.logged_in()
    for number in range(30):
        visit.get(f"/page/{number}")
    gate.visit("build", gate.person("staff", nth=1)).get("/refused")
    gate.visit("notice", gate.person("staff", nth=1)).get("/=1+1")
    gate.trail.wait_for(path="/=1+1", type="access")
    # The first checkpoint of all: as soon as nothing comes.
    until("a checkpoint", lambda: os.path.getsize(os.path.join(gate.trail.folder, "checkpoints.ndjson")) > 0)
    yield gate
    gate.end()


def lines(done):
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_every_filter_finds_what_the_files_hold_newest_first(busy):
    person = busy.person("staff").name
    sample = busy.trail.find(path="/page/7")[-1]
    for arguments, fits in [
        (["--person", person], lambda r: person in (r.get("account"), r.get("object"), r.get("recipient"))),
        (["--console", "build", "--type", "access"], lambda r: r.get("upstream") == "build" and r["type"] == "access"),
        (["--outcome", "denied"], lambda r: r.get("outcome") == "denied"),
        (["--request", sample["request_id"]], lambda r: r.get("request_id") == sample["request_id"]),
        (["--event", sample["event_id"]], lambda r: r["event_id"] == sample["event_id"]),
        (["--session", sample["session_hash"]], lambda r: r.get("session_hash") == sample["session_hash"]),
        (["--address", sample["src_ip"], "--to", sample["ts"]], lambda r: r.get("src_ip") == sample["src_ip"] and r["ts"] < sample["ts"]),
        (["--from", sample["ts"], "--reason", "factor_missing"], lambda r: r["ts"] >= sample["ts"] and r.get("reason") == "factor_missing"),
    ]:
        before = busy.trail.last_sequence()
        found = lines(busy.command("audit", "search", *arguments, "--limit", "1000", "--json"))
        wanted = [r for r in busy.trail.records() if fits(r)]
        assert [r for r in found if r["seq"] <= before] == [r for r in reversed(wanted) if r["seq"] <= before], arguments
        assert wanted, arguments
        # The same from the files, where no node is asked.
        direct = lines(program.run("audit", "search", busy.trail.folder, *arguments, "--limit", "1000", "--json"))
        assert [r for r in direct if r["seq"] <= before] == [r for r in found if r["seq"] <= before]


def test_a_grant_is_found_by_its_id_from_when_it_was_given(busy):
    grants = json.loads(busy.command("grant", "list", "--json").stdout)
    for grant in grants:
        found = lines(busy.command("audit", "search", "--grant", grant["id"], "--json"))
        added = [r for r in found if r["type"] == "grant_change" and r["change"] == "added"]
        assert [(r["object"], r["recipient"]) for r in added] == [(grant["reference"], grant["user"])]
    assert grants


def test_a_search_by_the_node_is_recorded_and_one_in_the_files_is_not(busy):
    before = busy.trail.last_sequence()
    assert busy.command("audit", "search", "--person", "kim-secret-name").returncode == 0
    record = busy.trail.wait_for(type="log_read")
    assert len(record["query"]) == 64 and "kim-secret-name" not in busy.trail.text()
    count = len([r for r in busy.trail.since(before) if r["type"] == "log_read"])
    done = program.run("audit", "search", busy.trail.folder)
    assert done.returncode == 0 and "SEQ" in done.stdout
    assert len([r for r in busy.trail.since(before) if r["type"] == "log_read"]) == count


@pytest.mark.parametrize("arguments", [
    ["--type", "nothing"], ["--outcome", "x"], ["--from", "yesterday"], ["--reason", "x"], ["--address", "here"],
    ["--request", "12"], ["--session", "12"], ["--limit", "0"], ["--before", "x"],
    ["--from", "2026-12-02T00:00:00Z", "--to", "2026-12-01T00:00:00Z"],
])
def test_a_filter_that_makes_no_sense_is_said_with_what_was_expected(busy, arguments):
    done = program.run("audit", "search", busy.trail.folder, *arguments)
    assert done.returncode == 2 and arguments[-2] in done.stderr


def test_nothing_found_is_said_in_words(busy):
    done = program.run("audit", "search", busy.trail.folder, "--person", "nobody-here")
    assert done.returncode == 0 and "No record fits." in done.stdout


def test_pages_go_on_where_the_last_one_stopped(busy):
    found, before = [], []
    for _ in range(1000):
        done = program.run("audit", "search", busy.trail.folder, "--limit", "7", "--json", *before)
        found += [r["seq"] for r in lines(done)]
        more = re.search(r"--before (\S+)", done.stderr)
        if not more:
            break
        before = ["--before", more[1]]
    assert found == sorted(found, reverse=True) and set(range(1, max(found) + 1)) == set(found)


def test_the_index_is_beside_the_trail_and_made_anew_at_any_time(busy, tmp_path):
    copy = str(tmp_path / "audit")
    shutil.copytree(busy.trail.folder, copy, ignore=shutil.ignore_patterns("index.*"))
    search = lambda: lines(program.run("audit", "search", copy, "--limit", "1000", "--json"))  # noqa: E731
    without = search()
    assert program.run("audit", "index", "rebuild", copy).returncode == 0
    assert os.stat(os.path.join(copy, "index.sqlite")).st_mode & 0o777 == 0o600
    assert search() == without
    with open(os.path.join(copy, "index.sqlite"), "r+b") as file:
        file.seek(100)
        file.write(b"x" * 30000)
    assert search() == without
    assert program.run("audit", "index", "rebuild", copy).returncode == 0
    assert search() == without and program.run("audit", "verify", copy).returncode == 0


def test_an_export_proves_its_records_without_the_others(busy, tmp_path):
    """Every change is found, by the program and by a reader of the document alone."""
    folder = str(tmp_path / "export")
    person = busy.person("staff").name
    done = busy.command("audit", "export", "--person", person, "--format", "csv", "--excel", "--output", folder, "--purpose", "audit 2026")
    assert done.returncode == 0, done.stderr
    record = busy.trail.wait_for(type="log_export")
    assert record["stated_reason"] == "audit 2026" and record["format"] == "csv" and record["records"] > 30
    assert record["first_seq"] == 1 and len(record["query"]) == 64
    read = lambda name: open(os.path.join(folder, name), "rb").read()  # noqa: E731
    told, omitted = read("records.jsonl").splitlines(), read("omitted.jsonl").splitlines()
    assert len(told) == record["records"] and len(omitted) > 5
    raw = set("".join(open(path).read() for path in busy.trail.segments()).splitlines())
    assert all(line.decode() in raw for line in told)
    other = busy.person("staff", nth=1).name
    assert other.encode() not in read("omitted.jsonl") and other.encode().hex().encode() not in read("omitted.jsonl")

    check = lambda: program.run("audit", "check-export", folder)  # noqa: E731
    assert check().returncode == 0 and export.problem(folder) is None
    # What the chain shows by itself: without the signature over the manifest.
    unsign(folder)
    assert check().returncode == 0 and export.problem(folder) is None

    def broken(name, change):
        original, manifest = read(name), read("manifest.json")
        changed = change(original)
        assert changed != original
        with open(os.path.join(folder, name), "wb") as file:
            file.write(changed)
        # As one who knows how it is made would: the digests fit again.
        fitting = json.loads(manifest)
        fitting["files"][name] = hashlib.sha256(changed).hexdigest()
        fitting["records"], fitting["omitted"] = len(read("records.jsonl").splitlines()), len(read("omitted.jsonl").splitlines())
        with open(os.path.join(folder, "manifest.json"), "w") as file:
            json.dump(fitting, file)
        done, found = check(), export.problem(folder)
        for place, content in [(name, original), ("manifest.json", manifest)]:
            with open(os.path.join(folder, place), "wb") as file:
                file.write(content)
        return done.returncode == 1 and "broken" in done.stderr and found

    assert broken("records.jsonl", lambda text: text.replace(b'"status":200', b'"status":201', 1))
    assert broken("records.jsonl", lambda text: b"".join(text.splitlines(keepends=True)[1:]))
    assert broken("records.jsonl", lambda text: text.replace(told[3], told[4], 1))
    assert broken("omitted.jsonl", lambda text: b"".join(text.splitlines(keepends=True)[:-1]))
    assert broken("omitted.jsonl", lambda text: re.sub(rb'"state":"(.)', lambda m: b'"state":"' + (b"0" if m[1] != b"0" else b"1"), text, count=1))
    assert check().returncode == 0


def unsign(folder):
    for name in ("manifest.sig", "key.pem"):
        os.remove(os.path.join(folder, name))


def fit(folder, **more):
    """The manifest, as one who knows how it is made makes it fit."""
    path = os.path.join(folder, "manifest.json")
    with open(path, encoding="utf-8") as file:
        manifest = json.load(file)
    for name in list(manifest["files"]):
        if not os.path.exists(os.path.join(folder, name)):
            del manifest["files"][name]
            continue
        with open(os.path.join(folder, name), "rb") as file:
            manifest["files"][name] = hashlib.sha256(file.read()).hexdigest()
    manifest.update(more)
    with open(path, "w", encoding="utf-8") as file:
        json.dump(manifest, file)


def own_key(gate):
    [key] = glob.glob(os.path.join(gate.trail.folder, "checkpoint-key-*.pem"))
    return key


@pytest.fixture
def exported(busy, tmp_path):
    folder = str(tmp_path / "export")
    done = busy.command("audit", "export", "--output", folder, "--purpose", "audit 2026")
    assert done.returncode == 0, done.stderr
    return folder


def read_lines(folder, name):
    with open(os.path.join(folder, name), "rb") as file:
        return file.read().splitlines(keepends=True)


def write_lines(folder, name, lines):
    with open(os.path.join(folder, name), "wb") as file:
        file.writelines(lines)


def not_excluded(done):
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["not_excluded"]


def test_an_export_is_signed_and_says_what_it_does_not_show(busy, exported):
    assert program.run("audit", "check-export", exported, "--key", own_key(busy)).returncode == 0
    assert not_excluded(program.run("audit", "check-export", exported, "--key", own_key(busy), "--json")) == []
    assert "key_replaced" in not_excluded(program.run("audit", "check-export", exported, "--json"))
    os.remove(os.path.join(exported, "manifest.sig"))
    assert program.run("audit", "check-export", exported).returncode == 1
    os.remove(os.path.join(exported, "key.pem"))
    assert "made_up" in not_excluded(program.run("audit", "check-export", exported, "--json"))
    done = program.run("audit", "check-export", exported, env={**os.environ, "LANG": "C.UTF-8"})
    assert "not excluded" in done.stdout and "--key" in done.stdout


def test_an_export_that_was_edited_and_chained_anew_is_refused_by_the_key_kept_elsewhere(busy, exported):
    records, last = [], None
    for number, line in enumerate(read_lines(exported, "records.jsonl")):
        body, before = re.fullmatch(rb'(\{.*),"prev_hash":"([0-9a-f]{64})","hash":"[0-9a-f]{64}"\}\n', line).groups()
        if number == 5:
            body = body.replace(b'"outcome":"', b'"outcome":"x', 1)
        text = body + b',"prev_hash":"%s"' % (before if last is None else last)
        last = hashlib.sha256(text + b"}").hexdigest().encode()
        records.append(text + b',"hash":"%s"}\n' % last)
    write_lines(exported, "records.jsonl", records)
    if os.path.exists(os.path.join(exported, "checkpoints.ndjson")):
        os.remove(os.path.join(exported, "checkpoints.ndjson"))
    fit(exported, last_hash=last.decode())
    assert program.run("audit", "check-export", exported).returncode == 1
    unsign(exported)
    assert "made_up" in not_excluded(program.run("audit", "check-export", exported, "--json"))
    done = program.run("audit", "check-export", exported, "--key", own_key(busy))
    assert done.returncode == 1 and "broken" in done.stderr
    # Signed by somebody else.
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", "k"], cwd=exported, check=True)
    subprocess.run(["openssl", "pkey", "-in", "k", "-pubout", "-out", "key.pem"], cwd=exported, check=True)
    subprocess.run(["openssl", "pkeyutl", "-sign", "-rawin", "-inkey", "k", "-in", "manifest.json", "-out", "manifest.sig"], cwd=exported, check=True)
    assert "key_replaced" in not_excluded(program.run("audit", "check-export", exported, "--json"))
    assert program.run("audit", "check-export", exported, "--key", own_key(busy)).returncode == 1


def test_an_export_is_held_against_checkpoints_that_were_kept_elsewhere(busy, exported, tmp_path):
    unsign(exported)
    shutil.copy(os.path.join(busy.trail.folder, "checkpoints.ndjson"), tmp_path / "vault")
    assert json.loads(read_lines(tmp_path, "vault")[0])["seq"] <= json.loads(read_lines(exported, "records.jsonl")[-1])["seq"]
    check = ["audit", "check-export", exported, "--key", own_key(busy), "--checkpoints", tmp_path / "vault"]
    assert set(not_excluded(program.run(*check, "--json"))) <= {"records_behind_the_last_checkpoint", "omitted_though_asked_for"}
    text = (tmp_path / "vault").read_text()
    (tmp_path / "vault").write_text(re.sub(r'"hash":"(.)', lambda m: '"hash":"' + ("0" if m[1] != "0" else "1"), text, count=1))
    assert program.run(*check).returncode == 1


@pytest.mark.parametrize("name, change", [
    ("omitted.jsonl", lambda text: re.sub(rb'"after":\d+', b'"after":9223372036854775744', text, count=1)),
    ("omitted.jsonl", lambda text: re.sub(rb'"seq":\d+', b'"seq":18446744073709551615', text, count=1)),
    ("records.jsonl", lambda text: b"x" * (2 << 20) + b"\n" + text),
    ("records.jsonl", lambda text: text + b"x" * (2 << 20)),
    ("omitted.jsonl", lambda text: text + b"x" * (2 << 20)),
])
def test_a_hostile_export_is_broken_and_ends_nothing(busy, tmp_path, name, change):
    folder = str(tmp_path / "export")
    assert program.run("audit", "export", busy.trail.folder, "--console", "build", "--output", folder).returncode == 0
    with open(os.path.join(folder, name), "rb") as file:
        text = file.read()
    write_lines(folder, name, [change(text)])
    fit(folder)
    done = program.run("audit", "check-export", folder)
    assert done.returncode == 1 and "error: broken" in done.stderr


@pytest.mark.parametrize("numbers", [
    {"last_seq": 2**64 - 1}, {"first_seq": 2**64 - 1, "last_seq": 2**64 - 1}, {"first_seq": 9, "last_seq": 2}, {"records": -1},
])
def test_a_hostile_manifest_is_broken_and_ends_nothing(busy, tmp_path, numbers):
    folder = str(tmp_path / "export")
    assert program.run("audit", "export", busy.trail.folder, "--console", "build", "--output", folder).returncode == 0
    fit(folder, **numbers)
    done = program.run("audit", "check-export", folder)
    assert done.returncode == 1 and "error: broken" in done.stderr


def test_a_table_runs_nothing_in_a_spreadsheet(busy, tmp_path):
    folder = str(tmp_path / "export")
    done = program.run("audit", "export", busy.trail.folder, "--console", "notice", "--format", "csv", "--output", folder)
    assert done.returncode == 0, done.stderr
    with open(os.path.join(folder, "records.csv"), newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert rows and all(not re.match(r"[=+@\t\r]|-[^0-9]", cell) for row in rows for cell in row.values())
    assert {row["path"] for row in rows} >= {"/=1+1"}


def test_an_auditor_sees_parts_and_one_record_whole_for_a_reason(busy):
    auditor = Administrator(busy, busy.person("auditor"))
    # Another moment than the sign-in of the tests before.
    found = lines(auditor.command("audit", "search", "--console", "notice", "--json"))
    assert found and all(record["src_ip"] == "127.0.*.*" for record in found if "src_ip" in record)


@pytest.fixture
def desk(busy, tmp_path):
    person = busy.person("auditor")
    jar = tmp_path / "jar"

    def run(path, *arguments, output=None):
        command = ["curl", "--silent", "--show-error", "--cacert", busy.ca, "--cert", person.cert, "--key", person.key]
        command += ["--cookie", jar, "--cookie-jar", jar, "--write-out", "\n%{http_code}", *arguments, busy.ready["desk"] + path]
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
        body, status = done.stdout.rsplit("\n", 1)
        return int(status), body

    busy.clock.advance(seconds=60)
    assert run("/.gwanmun/session", "--json", json.dumps({"totp": busy.code(person)}))[0] == 201
    return run


def test_the_desk_shows_a_record_in_words_unmasks_it_for_a_reason_and_exports(busy, desk):
    """T49: from one event id, who, what, when, where and by which approval."""
    sample = busy.trail.find(path="/page/7", type="access")[-1]
    status, page = desk(f"/records?request_id={sample['request_id']}", *PAGE)
    assert status == 200 and sample["event_id"] in page and "127.0.0.1" not in page
    status, page = desk(f"/records/{sample['event_id']}", *PAGE)
    assert status == 200 and "127.0.0.1" not in page
    for word in ["누가", "무엇을", "언제", "어디에서", "근거(규칙·승인)", sample["rule_id"], "/page/7", sample["account"],
                 "같은 요청의 기록", "세션의 시작과 끝"]:
        assert word in page, word
    status, page = desk(f"/records/{sample['event_id']}/unmask", *PAGE)
    token = re.search(r'name="form_token" value="([^"]+)"', page)[1]
    assert status == 200 and "127.0.0.1" not in page
    assert desk(f"/records/{sample['event_id']}/unmask", *PAGE, "--data", f"form_token={token}&reason=x")[0] == 422
    assert not busy.trail.find(type="log_unmasked")
    status, page = desk(f"/records/{sample['event_id']}/unmask", *PAGE, "--data", f"form_token={token}&reason=incident 17")
    assert status == 200 and "127.0.0.1" in page
    record = busy.trail.wait_for(type="log_unmasked")
    assert (record["object"], record["stated_reason"]) == (sample["event_id"], "incident 17")
    status, body = desk("/export-records", *PAGE, "--data", f"form_token={token}&reason=audit 2026&console=notice&format=csv&" + "&".join(
        f"{name}=" for name in ["person", "type", "outcome", "reason_code", "from", "to", "request_id", "event_id", "address", "grant", "session"]))
    assert status == 200 and body.startswith("seq,ts,type") and "/=1+1" in body
    *rows, end = list(csv.DictReader(body.splitlines()))
    counted = json.loads(end["others"])
    assert end["type"] == "(end)" and (counted["records"], counted["deleted"]) == (len(rows), 0) and counted["omitted"] > 0
    record = busy.trail.wait_for(type="log_export", account=busy.person("auditor").name)
    assert (record["records"], record["first_seq"], record["last_seq"]) == (len(rows), counted["first_seq"], counted["last_seq"])


class Written:
    """A trail in a folder, by its document alone."""

    def __init__(self, folder):
        os.makedirs(folder, 0o700)
        self.folder, self.seq, self.last, self.files = folder, 0, "0" * 64, {}

    def segment(self, *records):
        before, first = self.last, self.seq + 1
        path = os.path.join(self.folder, f"{first:020}.jsonl")
        with open(path, "w", encoding="utf-8") as file:
            for kind, fields in [("segment_start", {"version": "0.1.0", "format": "gwanmun-audit/1"}), *records]:
                self.seq += 1
                head = {"seq": self.seq, "ts": f"2026-11-20T09:00:{self.seq:02}.000+09:00", "event_id": f"{self.seq:032x}", "type": kind,
                        "severity": "info", "outcome": "success", "host": "gw01"}
                body = json.dumps({**head, **fields, "prev_hash": self.last}, separators=(",", ":"), ensure_ascii=False)
                self.last = hashlib.sha256(body.encode()).hexdigest()
                file.write(f'{body[:-1]},"hash":"{self.last}"}}\n')
        with open(os.path.join(self.folder, "head"), "w", encoding="utf-8") as file:
            file.write(f'{{"format":"gwanmun-audit-head/1","last_seq":"{self.seq:020}","last_hash":"{self.last}"}}\n')
        return path, {"first_seq": first, "last_seq": self.seq, "prev_hash": before, "last_hash": self.last}


@pytest.fixture
def holed(tmp_path):
    """From its middle a segment was deleted after its time; the one before it is kept longer."""
    trail = Written(str(tmp_path / "audit"))
    trail.segment(("login_ok", {"account": "kim-7f3a"}))
    path, left = trail.segment(("login_ok", {"account": "lee-90aa"}))
    told = {"first_seq": left["first_seq"], "last_seq": left["last_seq"], "before": left["prev_hash"], "after": left["last_hash"], "cause": "retention"}
    trail.segment(("log_deleted", told), ("login_ok", {"account": "kim-7f3a"}))
    os.remove(path)
    with open(path + ".deleted", "w", encoding="utf-8") as file:
        file.write(json.dumps({"format": "gwanmun-audit-deleted/1", **left}, separators=(",", ":")) + "\n")
    return trail, path + ".deleted"


def test_a_trail_with_records_deleted_from_its_middle_is_read_to_its_end(holed, tmp_path):
    trail, left = holed
    folder = str(tmp_path / "export")
    assert program.run("audit", "verify", trail.folder).returncode == 0
    done = program.run("audit", "export", trail.folder, "--person", "kim-7f3a", "--output", folder, within=30)
    assert done.returncode == 0 and "2 records of this piece were deleted" in done.stderr, done.stderr
    assert export.problem(folder) is None
    checked = json.loads(program.run("audit", "check-export", folder, "--json").stdout)
    assert (checked["whole"], checked["records"], checked["deleted"]) == (True, 2, 2)
    assert "deleted_before_its_time" in checked["not_excluded"]
    search = lambda: [r["seq"] for r in lines(program.run("audit", "search", trail.folder, "--person", "kim-7f3a", "--json"))]  # noqa: E731
    without = search()
    assert program.run("audit", "index", "rebuild", trail.folder, within=30).returncode == 0
    assert search() == without == [7, 2]
    # What nobody says was deleted is missing, and no export goes past it.
    os.remove(left)
    done = program.run("audit", "export", trail.folder, "--output", str(tmp_path / "other"), within=30)
    assert done.returncode == 1 and "record 3 is not in the trail" in done.stderr


def test_a_file_of_the_desks_page_says_what_was_deleted_and_what_was_left_out(own_gate, holed, tmp_path):
    """Whoever takes records along at the page is told of what is not in the file: by the page, and in the file."""
    gate, (trail, left) = own_gate, holed
    gate.stop()
    # The beginning was deleted, too: of the first segment its place in the chain alone is left.
    first = sorted(glob.glob(os.path.join(trail.folder, "*.jsonl")))[0]
    told = {"first_seq": 1, "last_seq": 2, "prev_hash": "0" * 64, "last_hash": json.loads(open(left).read())["prev_hash"]}
    trail.segment(("log_deleted", {"first_seq": 1, "last_seq": 2, "before": told["prev_hash"], "after": told["last_hash"], "cause": "retention"}))
    os.remove(first)
    with open(first + ".deleted", "w", encoding="utf-8") as file:
        file.write(json.dumps({"format": "gwanmun-audit-deleted/1", **told}, separators=(",", ":")) + "\n")
    assert program.run("audit", "verify", trail.folder).returncode == 0
    shutil.rmtree(gate.trail.folder)
    shutil.copytree(trail.folder, gate.trail.folder)
    gate.start()
    person = gate.person("security_admin")
    browsers = open_browsers(gate, tmp_path)
    try:
        browser = next(browsers)(person, "ko")
        browser.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
        sign_in(browser, gate, person, "/export-records?person=kim-7f3a")
        page = browser.find_element(By.TAG_NAME, "main").text
        assert "보존 기간이 끝나 삭제된 기록은 파일에 담기지 않습니다." in page and "1–4" in page and complaints(browser) == []
        keep_picture(browser, "desk-export")
        browser.find_element(By.NAME, "reason").send_keys("audit 2026", Keys.ENTER)
        table = until("the file", lambda: os.path.exists(tmp_path / "records.csv") and (tmp_path / "records.csv").read_text(encoding="utf-8"))
    finally:
        browsers.close()
    deleted, *rows, end = list(csv.DictReader(table.splitlines()))
    assert (deleted["seq"], deleted["type"]) == ("1", "(deleted)")
    assert "기록 1–4(4건)" in deleted["cause"] and "삭제된 기록 4건" in end["cause"]
    assert {name: json.loads(deleted["others"])[name] for name in ["first_seq", "last_seq"]} == {"first_seq": 1, "last_seq": 4}
    assert [row["account"] for row in rows] == ["kim-7f3a"] and rows[0]["seq"] == "7"
    counted = json.loads(end["others"])
    assert (counted["first_seq"], counted["records"], counted["deleted"]) == (1, 1, 4)
    assert counted["last_seq"] == counted["records"] + counted["omitted"] + counted["deleted"]
    record = gate.trail.wait_for(type="log_export", account=person.name)
    assert (record["records"], record["first_seq"], record["last_seq"]) == (1, 1, counted["last_seq"])


def test_an_address_and_identifiers_are_found_however_they_are_typed(busy):
    sample = busy.trail.find(path="/page/7")[-1]
    assert sample["src_ip"] == "127.0.0.1"
    for arguments in [["--address", "::ffff:127.0.0.1"], ["--request", sample["request_id"].upper()], ["--event", sample["event_id"].upper()]]:
        asked = lines(busy.command("audit", "search", *arguments, "--limit", "1000", "--json"))
        read = lines(program.run("audit", "search", busy.trail.folder, *arguments, "--limit", "1000", "--json"))
        assert sample in asked and sample in read, arguments
