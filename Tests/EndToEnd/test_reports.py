"""Reports that others made: kept by their digests, missed when the next one is due, shown as evidence (guide, NCT2-2.2-C1 and NCT2-4.2-C1; T11, T38)."""

import csv
import hashlib
import json
import os
import socket
import sqlite3
import threading
from contextlib import closing

import yaml

from harness import program
from harness.approvals import STORE, answer, instant, refused
from harness.desk import Administrator
from harness.objects import assert_whole
from harness.waiting import until

PERIOD = ["--from", "2020-01-01T00:00:00+09:00", "--to", "2099-01-01T00:00:00+09:00"]
DAY = 24


def evidence(gate, folder, clause):
    """The clause as an export of now has it, and the folder of that export."""
    done = gate.command("evidence", "export", *PERIOD, "--output", folder)
    assert done.returncode == 0, done.stderr
    with open(os.path.join(folder, "evidence.json"), encoding="utf-8") as file:
        return next(entry for entry in json.load(file)["clauses"] if entry["id"] == clause)


def page(folder, name="index.en.html"):
    with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
        return file.read()


def lacks(clause, words):
    return any(words in lack["en"] for lack in clause["missing"])


def add_scan(gate, path, *more, about="한빛 클라우드", due):
    return gate.command(
        "report", "add", path, "--kind", "provider", "--about", about, "--due", due, "--reason", "e2e: quarterly scan, R-91", "--json", *more)


def overdue_records(gate, report):
    return gate.trail.find(type="report_change", object=report["id"], change="overdue")


def test_t11_a_providers_report_that_is_past_due_is_told_to_the_officer_once_a_day_and_stands_in_evidence_as_overdue(own_gate, tmp_path):
    gate = own_gate
    assert lacks(evidence(gate, str(tmp_path / "none"), "NCT2-2.2-C1"), "none was filed: reports of providers")

    scan = tmp_path / "scan-2026-11.pdf"
    scan.write_bytes(b"%PDF-1.7 \xff\x00" * 100_000)
    filed = answer(add_scan(gate, scan, "--outcome", "passed", due=instant(gate, hours=30 * DAY)))
    digest = hashlib.sha256(scan.read_bytes()).hexdigest()
    assert (filed["sha256"], filed["file"], filed["size"], filed["state"]) == (digest, scan.name, 1_100_000, "current")
    record = assert_whole(gate.trail.wait_for(type="report_change", change="filed", object=filed["id"]))
    assert (record["about"], record["after"], record["part"], record["result"]) == ("한빛 클라우드", digest, "provider", "passed")
    assert record["stated_reason"] == "e2e: quarterly scan, R-91" and record["until"] == filed["due_at"]
    # The same file once.
    assert "already" in refused(add_scan(gate, scan, due=instant(gate, hours=30 * DAY)))
    clause = evidence(gate, str(tmp_path / "before"), "NCT2-2.2-C1")
    assert not clause["missing"] and clause["state"] == "partly"
    assert [(r["about"], r["sha256"], r["overdue"]) for r in clause["reports"]] == [("한빛 클라우드", digest, False)]

    gate.clock.advance(hours=31 * DAY)
    assert_whole(gate.trail.wait_for(within=30, type="report_change", object=filed["id"], change="overdue"))
    until("the officer's warning", lambda: "event=reports_overdue" in gate.output())
    assert len(overdue_records(gate, filed)) == 1 and overdue_records(gate, filed)[0]["severity"] == "warning"
    [listed] = answer(gate.command("report", "list", "--json"))
    assert listed["state"] == "overdue"
    assert "reports of others are overdue" in gate.command("doctor").stdout
    folder = str(tmp_path / "late")
    assert lacks(evidence(gate, folder, "NCT2-2.2-C1"), "overdue: reports of providers, 한빛 클라우드")
    assert '<span class="missing">overdue</span>' in page(folder)
    [row] = csv.DictReader(page(folder, "reports.csv").splitlines())
    assert (row["overdue"], row["sha256"], row["about"]) == ("overdue", digest, "한빛 클라우드")

    # Again the next day, until the next report is there.
    gate.clock.advance(hours=DAY)
    until("the next day's", lambda: len(overdue_records(gate, filed)) == 2, within=30)
    newer = tmp_path / "scan-2027-02.pdf"
    newer.write_bytes(b"newer")
    answer(add_scan(gate, newer, due=instant(gate, hours=60 * DAY)))
    assert sorted(report["state"] for report in answer(gate.command("report", "list", "--json"))) == ["current", "replaced"]
    assert not evidence(gate, str(tmp_path / "newer"), "NCT2-2.2-C1")["missing"]
    assert program.run("evidence", "check", folder).returncode == 0


def test_who_files_and_who_removes_is_recorded_and_a_removed_report_counts_no_more(own_gate, tmp_path):
    gate = own_gate
    security, auditor = Administrator(gate, gate.person("security_admin")), Administrator(gate, gate.person("auditor"))
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"scan")
    assert "changes need the role" in refused(add_scan(auditor, scan, due=instant(gate, hours=DAY)))
    filed = answer(add_scan(security, scan, due=instant(gate, hours=DAY)))
    assert filed["by"] == security.person.name
    assert [report["id"] for report in answer(auditor.command("report", "list", "--json"))] == [filed["id"]]
    done = security.command("report", "remove", filed["id"], "--reason", "e2e: filed for the wrong provider")
    assert done.returncode == 0, done.stderr
    record = assert_whole(gate.trail.wait_for(type="report_change", change="removed", object=filed["id"]))
    assert record["account"] == security.person.name and record["after"] == filed["sha256"]
    assert answer(gate.command("report", "list", "--json")) == []
    assert "no such report" in refused(gate.command("report", "remove", filed["id"], "--reason", "e2e: again"))


def test_bad_usage_is_told(gate, tmp_path):
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"scan")
    for words in [
        ["report", "add", scan, "--kind", "provider", "--about", "x"], ["report", "add", scan, "--kind", "provider", "--due", "2030-01-01"],
        ["report", "add", scan, "--kind", "bypass", "--about", "x"], ["report", "add", scan, "--kind", "other"],
        ["report", "add", scan, "--kind", "provider", "--about", "x", "--due", "soon"],
        ["report", "add", tmp_path, "--kind", "provider", "--about", "x", "--due", "2030-01-01", "--reason", "e2e"],
        ["report", "add", scan, "--kind", "bypass", "--reason", "e2e"],
    ]:
        done = gate.command(*words)
        assert done.returncode == 2 and done.stderr.startswith("error: ") and "hint: " in done.stderr, (words, done.stderr)
    with open(tmp_path / "large", "wb") as file:
        file.truncate((64 << 20) + 1)
    done = add_scan(gate, tmp_path / "large", due="2030-01-01")
    assert done.returncode == 2 and "larger than" in done.stderr


class Speaker:
    """Says the same to everybody who connects."""

    def __init__(self, words):
        self._words = words
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def _serve(self):
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection:
                connection.sendall(self._words)
                connection.recv(65536)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(5)


def look(gate, folder, address):
    """What `doctor --bypass --json` says where every console is at this address; from a machine with copies of configuration and policy."""
    settings = gate.settings()
    settings["upstreams"] = {name: address for name in gate.consoles}
    config = os.path.join(os.path.dirname(gate.ready["config"]), "placed.yaml")
    with open(config, "w", encoding="utf-8") as file:
        yaml.safe_dump(settings, file, allow_unicode=True)
    done = program.run("doctor", "--bypass", "--json", "--config", config, env={**os.environ, **gate.clock.environment()})
    assert done.returncode in (0, 1), done.stderr
    path = folder / f"bypass-{len(list(folder.iterdir()))}.json"
    path.write_text(done.stdout)
    return path, json.loads(done.stdout)


def without_status(entry):
    return {name: value for name, value in entry.items() if name != "status"}


def add_answer(gate, path):
    return gate.command("report", "add", path, "--kind", "bypass", "--reason", "e2e: weekly look", "--json")


def test_t38_a_look_around_the_gate_is_stored_with_its_date_and_shows_nothing_after_seven_days(own_gate, origin, tmp_path):
    gate = own_gate
    clause = evidence(gate, str(tmp_path / "none"), "NCT2-4.2-C1")
    assert lacks(clause, "none was filed: check for ways around the gate") and clause["state"] == "met"
    folder = tmp_path / "answers"
    folder.mkdir()

    path, told = look(gate, folder, origin.url)
    assert {entry["console"] for entry in told["asked"]} == set(gate.consoles) and told["host"] == socket.gethostname()
    assert all(entry["status"] == 200 for entry in told["asked"]) and not told["sound"]
    filed = answer(add_answer(gate, path))
    assert (filed["result"], filed["about"], filed["made_at"]) == ("failed", told["host"], told["made_at"])
    assert filed["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest() and filed["consoles"] == sorted(gate.consoles)
    record = assert_whole(gate.trail.wait_for(type="report_change", change="filed", object=filed["id"]))
    assert (record["result"], record["severity"]) == ("failed", "warning")
    assert lacks(evidence(gate, str(tmp_path / "open"), "NCT2-4.2-C1"), "the newest check for ways around the gate failed")
    # Nobody makes a failed look a passed one.
    for change in [{"findings": []}, {"asked": [{**without_status(entry), "answered": False} for entry in told["asked"]]}, {"sound": True}]:
        edited = folder / "edited.json"
        edited.write_text(json.dumps({**told, **change}))
        done = add_answer(gate, edited)
        assert done.returncode == 2 and "gwanmun doctor --bypass --json" in done.stderr, done.stderr

    # Whoever says something to strangers is there, whatever it is.
    with Speaker(b"SSH-2.0-OpenSSH_9.2\r\n") as speaker:
        path, told = look(gate, folder, speaker.url)
    assert all(entry["answered"] and "status" not in entry for entry in told["asked"]) and answer(add_answer(gate, path))["result"] == "failed"

    gate.clock.advance(hours=1)
    with socket.socket() as closed:
        # Bound, and nobody listens.
        closed.bind(("127.0.0.1", 0))
        path, told = look(gate, folder, f"http://127.0.0.1:{closed.getsockname()[1]}")
    assert all("status" not in entry and not entry["answered"] for entry in told["asked"])
    filed = answer(add_answer(gate, path))
    assert filed["result"] == "passed" and filed["state"] == "current"
    clause = evidence(gate, str(tmp_path / "closed"), "NCT2-4.2-C1")
    assert not lacks(clause, "ways around") and [report["outcome"] for report in clause["reports"]] == ["passed"]

    gate.clock.advance(hours=8 * DAY)
    gate.trail.wait_for(within=30, type="report_change", object=filed["id"], change="overdue")
    until("the officer's warning", lambda: "event=reports_overdue" in gate.output())
    late = str(tmp_path / "late")
    assert lacks(evidence(gate, late, "NCT2-4.2-C1"), "overdue: check for ways around the gate")
    assert '<span class="missing">overdue</span>' in page(late)
    assert "overdue" in gate.command("report", "list").stdout


def test_a_row_of_the_register_that_no_record_tells_of_is_no_evidence(own_gate, tmp_path):
    gate = own_gate
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"scan")
    filed = answer(add_scan(gate, scan, due=instant(gate, hours=30 * DAY)))
    assert not evidence(gate, str(tmp_path / "sound"), "NCT2-2.2-C1")["missing"]
    with closing(sqlite3.connect(gate.named_in_settings(STORE))) as store, store:
        store.execute("UPDATE reports SET sha256 = ? WHERE id = ?", ("ab" * 32, filed["id"]))
    assert lacks(evidence(gate, str(tmp_path / "changed"), "NCT2-2.2-C1"), f"no record says that it was filed and stayed: {filed['id']}")
    with closing(sqlite3.connect(gate.named_in_settings(STORE))) as store, store:
        store.execute("DELETE FROM reports")
    clause = evidence(gate, str(tmp_path / "gone"), "NCT2-2.2-C1")
    assert lacks(clause, "none was filed") and lacks(clause, f"not in the register: {filed['id']}")
