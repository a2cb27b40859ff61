"""Evidence for auditors: exported, signed, and found out when a byte of it changes; the doctor finds what was seeded (T12)."""

import csv
import hashlib
import json
import os
import re
import shutil
import subprocess

import pytest
import yaml

from harness import program
from harness.gate import Gate

PERIOD = ["--from", "2020-01-01T00:00:00+09:00", "--to", "2099-01-01T00:00:00+09:00"]


@pytest.fixture(scope="module")
def busy(tmp_path_factory, origin):
    gate = Gate(tmp_path_factory.mktemp("gate"), upstream=origin.url)
    gate.logged_in().get("/page")
    gate.visit("build", gate.person("staff", nth=1)).get("/refused")
    gate.trail.wait_for(path="/page", type="access")
    yield gate
    gate.end()


@pytest.fixture(scope="module")
def exported(busy, tmp_path_factory):
    folder = str(tmp_path_factory.mktemp("evidence") / "november")
    done = busy.command("evidence", "export", "--profile", "nct-2025-04", *PERIOD, "--output", folder)
    assert done.returncode == 0, done.stderr
    return folder


def read(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
        return file.read()


def test_every_clause_is_told_with_what_shows_it_and_what_is_missing(exported):
    evidence = json.loads(read(exported, "evidence.json"))
    assert len(evidence["clauses"]) == 51 and evidence["chain"]["whole"]
    assert evidence["counts"]["logins"] == 1 and evidence["counts"]["records"] > 5
    clause = {clause["id"]: clause for clause in evidence["clauses"]}
    # Nobody has signed a review in a demo that began a moment ago.
    assert any("reviews signed" in lack["en"] for lack in clause["NCT2-4.2-C1"]["missing"])
    assert clause["NCT2-1-P1"]["state"] == "not_by_gateway" and clause["NCT2-1-P1"]["missing"] == []
    factor = next(s for s in clause["NCT2-4.2-C2"]["settings"] if s["id"] == "second_factor")
    assert factor == {"id": "second_factor", "in_force": True, "value": "by every rule: build fab", "value_ko": "모든 규칙에서: build fab"}
    rows = list(csv.DictReader(read(exported, "clauses.csv").splitlines()))
    assert [row["id"] for row in rows] == [clause["id"] for clause in evidence["clauses"]]
    for language, word in [("ko", "증거 없음"), ("en", "missing")]:
        page = read(exported, f"index.{language}.html")
        assert word in page and "<script" not in page and all(name in page for name in clause)


def test_whoever_has_only_the_document_verifies_it_with_openssl(exported):
    manifest = json.loads(read(exported, "manifest.json"))
    for name, digest in manifest["files"].items():
        with open(os.path.join(exported, name), "rb") as file:
            assert hashlib.sha256(file.read()).hexdigest() == digest
    told = subprocess.run(
        ["openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", "key.pem", "-sigfile", "manifest.sig", "-in", "manifest.json"],
        cwd=exported, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr


def test_one_byte_is_found_wherever_it_changes(exported, tmp_path):
    assert program.run("evidence", "check", exported).returncode == 0
    for name in sorted(os.listdir(exported)):
        copy = str(tmp_path / name)
        shutil.copytree(exported, copy)
        path = os.path.join(copy, name)
        os.chmod(path, 0o600)
        with open(path, "r+b") as file:
            content = bytearray(file.read())
            content[len(content) // 2] ^= 1
            file.seek(0)
            file.write(content)
        done = program.run("evidence", "check", copy)
        assert done.returncode == 1 and "error: broken" in done.stderr, name


def test_a_folder_made_anew_with_another_key_is_refused_by_the_key_kept_elsewhere(busy, exported, tmp_path):
    own = [os.path.join(busy.trail.folder, name) for name in os.listdir(busy.trail.folder) if name.startswith("checkpoint-key-")]
    assert program.run("evidence", "check", exported, "--key", own[0]).returncode == 0
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", str(tmp_path / "k")], check=True)
    subprocess.run(["openssl", "pkey", "-in", str(tmp_path / "k"), "-pubout", "-out", str(tmp_path / "p")], check=True)
    assert program.run("evidence", "check", exported, "--key", tmp_path / "p").returncode == 1


def test_a_file_beside_the_signed_ones_is_told(exported, tmp_path):
    copy = str(tmp_path / "copy")
    shutil.copytree(exported, copy)
    with open(os.path.join(copy, "more.html"), "w", encoding="utf-8") as file:
        file.write("x")
    assert program.run("evidence", "check", copy).returncode == 1


def test_a_folder_of_another_kind_is_bad_usage_and_no_broken_evidence(busy, tmp_path):
    other = str(tmp_path / "export")
    assert busy.command("audit", "export", "--output", other).returncode == 0
    for kind in ["evidence", "incident"]:
        done = program.run(kind, "check", other)
        assert done.returncode == 2 and f"not of the format gwanmun-{kind}/1" in done.stderr


@pytest.mark.parametrize("arguments", [
    ["--from", "yesterday", "--to", "2099-01-01T00:00:00Z"], ["--from", "2026-01-02T00:00:00Z", "--to", "2026-01-01T00:00:00Z"],
    [*PERIOD, "--profile", "nothing"], [*PERIOD, "--profile", "own.yaml"],
])
def test_what_makes_no_sense_is_bad_usage(busy, tmp_path, arguments):
    done = busy.command("evidence", "export", *arguments, "--output", str(tmp_path / "x"))
    assert done.returncode == 2 and done.stderr.startswith("error: ")


def test_an_own_profile_that_names_what_nobody_knows_is_refused_with_its_place(busy, tmp_path):
    profile = tmp_path / "own.yaml"
    clause = {"id": "A", "who": "user", "state": "met", "clause": {"ko": "가", "en": "a"}, "gateway": {"ko": "나", "en": "b"}, "counts": ["magic"]}
    profile.write_text(yaml.safe_dump({"version": 1, "profile": "own", "title": {"ko": "가", "en": "a"}, "clauses": [clause]}, allow_unicode=True))
    done = busy.command("evidence", "export", *PERIOD, "--profile", profile, "--output", str(tmp_path / "x"))
    assert done.returncode == 2 and "own.yaml:" in done.stderr and "magic" in done.stderr


def findings(gate, *arguments):
    done = gate.command("doctor", "--json", *arguments)
    return done.returncode, [(f["level"], f["subject"], f["what"]) for f in json.loads(done.stdout)["findings"]]


class TestDoctor:
    """T12: each seeded weakness is found."""

    def test_before_the_first_start_what_is_not_there_yet_is_no_warning(self, busy, tmp_path):
        settings = busy.settings()
        folder = os.path.dirname(busy.ready["config"])
        for name in ["policies", "pki", "server"]:
            shutil.copytree(os.path.join(folder, name), tmp_path / name)
        config = tmp_path / "gwanmun.yaml"
        config.write_text(yaml.safe_dump(settings, allow_unicode=True))
        done = program.run("doctor", "--config", config, "--json")
        [found] = [f for f in json.loads(done.stdout)["findings"] if f["subject"] == str(tmp_path / "audit")]
        assert (found["level"], found["what"]) == ("note", "is not there yet")
        # And what looks for records says so in words.
        done = program.run("audit", "segments", "--config", config)
        assert done.returncode == 2 and done.stderr.startswith(f"error: {tmp_path}/audit: cannot list the folder")

    def test_checkpoints_that_go_nowhere(self, busy):
        status, found = findings(busy)
        assert status == 1 and any(subject == "audit_trail.checkpoints" for _, subject, _ in found)

    def test_people_read_their_language_and_machines_english(self, busy):
        config = busy.ready["config"]
        korean, english = ({**os.environ, "LC_ALL": language} for language in ["ko_KR.UTF-8", "C.UTF-8"])
        lines = program.run("doctor", "--config", config, env=korean).stdout.splitlines()
        assert len(lines) > 5 and all(re.search("[가-힣]", line) for line in lines)
        assert any("체크포인트를 아무 데도 보내지 않습니다" in line for line in lines)
        assert not re.search("[가-힣]", program.run("doctor", "--config", config, env=english).stdout)
        # Times apart, the same document.
        documents = [json.loads(program.run("doctor", "--config", config, "--json", env=env).stdout) for env in [korean, english]]
        assert [set(d) for d in documents] == [{"sound", "findings"}] * 2
        for document in documents:
            assert all(set(f) == {"level", "subject", "what", "advice"} for f in document["findings"])
            assert not re.search("[가-힣]", json.dumps(document, ensure_ascii=False))

    def test_retention_that_nobody_set(self, busy):
        assert any(subject == "retention.access" for _, subject, _ in findings(busy)[1])

    def test_a_key_of_checkpoints_that_others_may_read(self, busy):
        key = os.path.join(os.path.dirname(busy.ready["config"]), "data", "checkpoint.key")
        os.chmod(key, 0o644)
        try:
            assert ("error", key) in [(level, subject) for level, subject, _ in findings(busy)[1]]
        finally:
            os.chmod(key, 0o600)
        assert key not in [subject for _, subject, _ in findings(busy)[1]]

    def test_papers_of_a_demo_in_a_configuration_that_is_none(self, busy, tmp_path):
        settings = busy.settings()
        folder = os.path.dirname(busy.ready["config"])
        text = yaml.safe_dump(settings, allow_unicode=True)
        shutil.copytree(folder, tmp_path / "own", ignore=shutil.ignore_patterns("*.sock", "users*", "people*", "audit"))
        config = tmp_path / "own" / "gwanmun.yaml"
        config.write_text(text)
        done = program.run("doctor", "--config", config, "--json")
        assert done.returncode == 1, done.stderr
        assert any("gwanmun demo" in f["what"] and f["level"] == "error" for f in json.loads(done.stdout)["findings"])

    def test_a_console_that_answers_whoever_comes_around_the_gate(self, busy, origin):
        assert not any("stranger" in what for _, _, what in findings(busy)[1])
        settings = busy.settings()
        settings["upstreams"] = {**settings.get("upstreams", {}), "build": origin.url}
        config = os.path.join(os.path.dirname(busy.ready["config"]), "placed.yaml")
        with open(config, "w", encoding="utf-8") as file:
            yaml.safe_dump(settings, file, allow_unicode=True)
        done = program.run("doctor", "--config", config, "--bypass", "--json")
        assert done.returncode == 1, done.stderr
        found = {f["subject"]: f for f in json.loads(done.stdout)["findings"] if "stranger" in f["what"]}
        assert found["console build"]["level"] == "error" and "reachable" in found["console build"]["what"]
        # Where nobody listens, nothing is open.
        assert found["console notice"]["level"] == "note"


@pytest.fixture(scope="module")
def snapshot(busy, tmp_path_factory):
    folder = str(tmp_path_factory.mktemp("incident") / "seven")
    done = busy.command("incident", "snapshot", *PERIOD, "--agency", "기관 A", "--output", folder)
    assert done.returncode == 0, done.stderr
    return folder


class TestIncident:
    """T91: a snapshot verifies, and holds the window that was asked for."""

    def test_it_holds_the_window_and_who_was_there(self, busy, snapshot):
        person = busy.person("staff").name
        people = {row["account"]: row for row in csv.DictReader(read(snapshot, "people.csv").splitlines())}
        assert "build" in people[person]["consoles"].split()
        records = [json.loads(line) for line in read(snapshot, "records/records.jsonl").splitlines()]
        assert any(record.get("path") == "/page" for record in records)
        assert json.loads(read(snapshot, "status.json"))["policy_sha256"] in read(snapshot, "report.en.md")
        for language in ("ko", "en"):
            report = read(snapshot, f"report.{language}.md")
            assert "기관 A" in report and person in report

    def test_it_holds_every_record_of_the_window_and_no_other(self, busy, tmp_path):
        """Both ends are those of records: the first belongs to it, the last does not."""
        records = busy.trail.records()
        times = sorted({record["ts"] for record in records})
        begin, end = times[len(times) // 4], times[len(times) // 2]
        folder = str(tmp_path / "window")
        done = busy.command("incident", "snapshot", "--from", begin, "--to", end, "--output", folder)
        assert done.returncode == 0, done.stderr
        held = [json.loads(line)["seq"] for line in read(folder, "records/records.jsonl").splitlines()]
        assert held == [record["seq"] for record in records if begin <= record["ts"] < end] != []
        assert program.run("incident", "check", folder).returncode == 0

    def test_a_window_without_records_is_empty_and_whole(self, busy, tmp_path):
        folder = str(tmp_path / "empty")
        window = ["--from", "2001-01-01T00:00:00Z", "--to", "2001-01-02T00:00:00Z"]
        assert busy.command("incident", "snapshot", *window, "--output", folder).returncode == 0
        assert read(folder, "records/records.jsonl") == ""
        assert program.run("incident", "check", folder).returncode == 0

    def test_one_byte_is_found_wherever_it_changes(self, snapshot, tmp_path):
        assert program.run("incident", "check", snapshot).returncode == 0
        names = [os.path.relpath(os.path.join(folder, name), snapshot) for folder, _, files in os.walk(snapshot) for name in files]
        for number, name in enumerate(sorted(names)):
            copy = str(tmp_path / str(number))
            shutil.copytree(snapshot, copy)
            with open(os.path.join(copy, name), "r+b") as file:
                content = bytearray(file.read())
                if content:
                    content[len(content) // 2] ^= 1
                else:
                    content = bytearray(b"x")
                file.seek(0)
                file.write(content)
            done = program.run("incident", "check", copy)
            assert done.returncode == 1 and "error: broken" in done.stderr, name

    def test_a_record_put_in_beside_the_signed_ones_is_told(self, snapshot, tmp_path):
        copy = str(tmp_path / "copy")
        shutil.copytree(snapshot, copy)
        with open(os.path.join(copy, "records", "more.jsonl"), "w", encoding="utf-8") as file:
            file.write("{}")
        assert program.run("incident", "check", copy).returncode == 1
