"""Records are found, shown in part or whole, and taken along with their proof; whoever does it is in them."""

import csv
import hashlib
import json
import os
import re
import shutil
import subprocess

import pytest

from harness import export, program
from harness.desk import Administrator
from harness.gate import Gate

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
    assert busy.trail.wait_for(type="log_export", account=busy.person("auditor").name)["records"] == len(body.strip().splitlines()) - 1
