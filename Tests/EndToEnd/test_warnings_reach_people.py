"""Whoever is attacked is told, and so is the security officer (compliance profile nct-2025-04, 2.10)."""

import http.server
import json
import os
import re
import socket
import threading

import pytest
from aiosmtpd.controller import Controller

from harness.authority import Authority
from harness.guessing import STAFF_LIMIT, fail
from harness.mailbox import Mailbox
from harness.syslog import MESSAGE, Rsyslog, SyslogReceiver
from harness.waiting import until

OFFICER, OWNER = "ciso@example.kr", "owner@example.kr"


def warn_by(gate, **channels):
    gate.reconfigure(lambda settings: settings.update(warnings=channels))


def give_address(gate, person, address=OWNER):
    done = gate.command("user", "contact", person.name, "--mail", address, "--reason", "e2e: joined")
    assert done.returncode == 0, done.stderr


def hook(server, folder):
    key = folder / "hook.key"
    key.write_bytes(os.urandom(32))
    key.chmod(0o600)
    return {"url": f"http://127.0.0.1:{server.server_port}/hook", "key_file": str(key)}


def status(gate):
    channels = json.loads(gate.command("status", "--json").stdout)["warning_channels"]
    return {channel["channel"]: channel for channel in channels}


@pytest.fixture
def mailbox(tmp_path):
    return Mailbox(tmp_path / "mail")


@pytest.fixture
def authority(tmp_path):
    folder = tmp_path / "authority"
    folder.mkdir()
    return Authority(folder)


class TestByMail:
    def test_a_lock_reaches_owner_and_officer_with_every_field_and_no_secret(self, own_gate, mailbox):
        """T52: within sixty seconds, in their language, masked."""
        warn_by(own_gate, mail=mailbox.settings(), officer_language="en")
        person = own_gate.person("staff")
        give_address(own_gate, person)
        visit = own_gate.visit("build", person)
        wrong = own_gate.wrong_code(person)
        for _ in range(STAFF_LIMIT):
            assert visit.present(totp=wrong).status == 401

        to_officer = mailbox.wait_for(OFFICER, "The account was locked after repeated failures.")
        # The third failure was told at once, the lock belongs to the next message.
        mailbox.wait_for(OWNER, "인증 실패가 반복되고 있습니다.")
        own_gate.clock.advance(minutes=10)
        to_owner = mailbox.wait_for(OWNER, "반복된 실패로 계정이 잠겼습니다.")
        assert to_owner["Subject"] == "[보안 경고] 반복된 실패로 계정이 잠겼습니다."
        assert to_officer["Subject"] == "[Security warning] The account was locked after repeated failures."
        assert to_owner["Auto-Submitted"] == "auto-generated"
        for message, fields in [
            (to_owner, ["사건 번호: ", "일시: ", " KST", f"계정: {person.name[:2]}***", "서비스: ", "접속지: IP 127.0.*.*", "실패 횟수: 5",
                        "잠금 해제 시각: ", "본인이 아니라면 즉시 ", "인증번호나 비밀번호를 요구하지 않습니다"]),
            (to_officer, ["Event no.: ", "Time: ", "Account: ", "Service: ", "From: IP 127.0.*.*", "Failed attempts: 5", "Locked until: "]),
        ]:
            text = message.get_content()
            assert not [field for field in fields if field not in text], text
            for secret in [person.name, wrong, "127.0.0.1", "http", "TOTP", "OTP"]:
                assert secret not in text.replace("gwanmun audit", "")
        number = re.search(r"Event no\.: ([0-9a-f]{32})", to_officer.get_content()).group(1)
        assert own_gate.trail.find(request_id=number, reason="account_locked"), "the record is found under the event number"
        sent = own_gate.trail.wait_for(type="warning_sent", channel="mail", recipient=person.name)
        assert sent["outcome"] == "success"

    def test_the_program_gets_fixed_words_and_a_clean_environment(self, own_gate, mailbox):
        warn_by(own_gate, mail=mailbox.settings(arguments=["-t", "-i", "-oi"]))
        done = own_gate.command("warnings", "test", "--reason", "e2e")
        assert done.returncode == 0, done.stdout + done.stderr
        words, environment = mailbox.calls()[0]
        assert words == ["-t", "-i", "-oi"]
        assert set(environment) <= {"LANG", "PATH", "LC_CTYPE"}

    def test_an_owner_is_told_once_in_ten_minutes_and_then_of_everything(self, own_gate, mailbox):
        warn_by(own_gate, mail=mailbox.settings())
        person = own_gate.person("staff")
        give_address(own_gate, person)
        visit = own_gate.visit("build", person)
        code = own_gate.code(person)
        assert visit.present(totp=code).status == 201
        # The first is told at once: a code that was used already.
        assert visit.present(totp=code).status == 401
        mailbox.wait_for(OWNER, "이미 사용된 인증 정보로")
        fail(own_gate, visit, STAFF_LIMIT - 1)
        mailbox.wait_for(OFFICER, "계정이 잠겼습니다")
        told = len(mailbox.messages(OWNER))
        own_gate.clock.advance(minutes=10)
        text = mailbox.wait_for(OWNER, "계정이 잠겼습니다").get_content()
        assert "같은 시간대의 다른 사건" in text and "인증 실패가 반복되고 있습니다." in text
        assert len(mailbox.messages(OWNER)) == told + 1

    def test_what_could_not_be_sent_survives_a_kill_and_is_sent_then(self, own_gate, mailbox):
        """At least once: the program fails, the gateway dies, and the officer is told after the next start."""
        mailbox.fail(75)
        warn_by(own_gate, mail=mailbox.settings())
        fail(own_gate, own_gate.visit("build", own_gate.person("staff")), STAFF_LIMIT)
        problem = until("a problem in the status", lambda: status(own_gate)["mail"].get("problem"))
        assert problem.startswith("exit 75")
        assert status(own_gate)["mail"]["waiting"] > 0
        own_gate.clock.advance(minutes=20)
        found = json.loads(own_gate.command("doctor", "--json").stdout)["findings"]
        assert any("wait for more than 15 minutes" in finding["what"] for finding in found)
        own_gate.kill()
        assert not mailbox.messages()
        mailbox.fail(0)
        own_gate.start()
        mailbox.wait_for(OFFICER, "계정이 잠겼습니다")
        until("nothing to wait", lambda: status(own_gate)["mail"]["waiting"] == 0)
        assert status(own_gate)["mail"].get("problem") is None

    def test_a_change_of_address_is_told_at_the_old_one(self, own_gate, mailbox):
        warn_by(own_gate, mail=mailbox.settings())
        person = own_gate.person("staff")
        give_address(own_gate, person)
        mailbox.wait_for(OFFICER, "알림을 받을 주소가 변경되었습니다.")
        assert not [m for m in mailbox.messages(OWNER) if "변경" in m["Subject"]], "whoever set it would be told there of themselves"
        own_gate.clock.advance(minutes=1)
        give_address(own_gate, person, "thief@example.com")
        told = mailbox.wait_for(OWNER, "알림을 받을 주소가 변경되었습니다.").get_content()
        assert "본인이 요청한 변경이 아니라면 지금 바로 신고해 주세요." in told
        to_officer = until("the officer's second", lambda: mailbox.messages(OFFICER)[1:])[0].get_content()
        assert "주소를 되돌려 주세요" in to_officer
        assert "thief" not in told + to_officer and OWNER not in to_officer
        assert not [m for m in mailbox.messages("thief@example.com") if "변경" in m["Subject"]]
        record = own_gate.trail.find(type="account_change", object=person.name)[-1]
        assert "thief" not in json.dumps(record)

    @pytest.mark.parametrize("code", [67, 75])
    def test_one_bad_mailbox_holds_up_nobody_else(self, own_gate, mailbox, code):
        """Neither a refusal nor a failure that the mail program ascribes to itself."""
        mailbox.fail_for({OWNER: code})
        warn_by(own_gate, mail=mailbox.settings())
        person = own_gate.person("staff")
        give_address(own_gate, person)
        visit = own_gate.visit("build", person)
        fail(own_gate, visit, STAFF_LIMIT)
        until("an attempt", lambda: mailbox.attempts(OWNER))
        mailbox.wait_for(OFFICER, "계정이 잠겼습니다")
        assert visit.present(totp=own_gate.wrong_code(person)).status == 401
        assert status(own_gate)["mail"].get("problem") is None
        mailbox.fail_for({})
        mailbox.wait_for(OWNER, "인증 실패가 반복되고 있습니다.")

    def test_an_officer_who_cannot_be_reached_costs_another_nothing_and_brings_them_nothing_twice(self, own_gate, mailbox):
        second = "second@example.kr"
        mailbox.fail_for({second: 67})
        warn_by(own_gate, mail=mailbox.settings(officers=[OFFICER, second]))
        fail(own_gate, own_gate.visit("build", own_gate.person("staff")), STAFF_LIMIT)
        mailbox.wait_for(OFFICER, "계정이 잠겼습니다")
        until("several attempts", lambda: mailbox.attempts(second) > 3)
        own_gate.stop()
        own_gate.start()
        tried = mailbox.attempts(second)
        until("an attempt after the restart", lambda: mailbox.attempts(second) > tried, 30)
        locked = [message for message in mailbox.messages(OFFICER) if "계정이 잠겼습니다" in message["Subject"]]
        assert len(locked) == 1
        mailbox.fail_for({})
        mailbox.wait_for(second, "계정이 잠겼습니다", 90)

    @pytest.mark.parametrize("address", ["kim@example.kr\nBcc: all@example.kr", "kim", "a@b.kr, c@d.kr"])
    def test_an_address_that_could_mean_more_is_refused(self, gate, address):
        person = gate.person("staff")
        done = gate.command("user", "contact", person.name, "--mail", address, "--reason", "e2e")
        assert done.returncode == 2
        assert "expected local@domain" in done.stderr

    def test_msmtp_delivers_to_a_mail_server(self, own_gate, tmp_path):
        """A real program with the interface of sendmail, and a real server behind it."""
        class Keeper:
            def __init__(self):
                self.envelopes = []

            async def handle_DATA(self, server, session, envelope):
                self.envelopes.append(envelope)
                return "250 kept"

        keeper = Keeper()
        controller = Controller(keeper, hostname="127.0.0.1", port=0)
        # The controller knocks at the port it was given; this one is given none.
        controller._trigger_server = lambda: socket.create_connection(controller.server.sockets[0].getsockname()).close()
        controller.start()
        try:
            port = controller.server.sockets[0].getsockname()[1]
            settings = tmp_path / "msmtprc"
            settings.write_text(f"account default\nhost 127.0.0.1\nport {port}\nfrom gwanmun@example.kr\nauth off\ntls off\n")
            settings.chmod(0o600)
            warn_by(own_gate, mail={"program": "/usr/bin/msmtp", "arguments": ["-C", str(settings), "-t", "-i"],
                                    "from": "gwanmun@example.kr", "officers": [OFFICER]})
            done = own_gate.command("warnings", "test", "--reason", "e2e")
            assert done.returncode == 0, done.stdout + done.stderr
            [envelope] = keeper.envelopes
            assert envelope.rcpt_tos == [OFFICER]
            assert b"\nTo: <ciso@example.kr>" in envelope.content.replace(b"\r\n", b"\n")
        finally:
            controller.stop()


class TestBySyslog:
    def test_the_officer_is_told_over_verified_tls(self, own_gate, authority):
        receiver = SyslogReceiver(authority.server_context("127.0.0.1"))
        warn_by(own_gate, syslog={"server": f"tls://127.0.0.1:{receiver.port}", "ca": authority.path})
        person = own_gate.person("staff")
        fail(own_gate, own_gate.visit("build", person), STAFF_LIMIT)
        warning = receiver.wait_for("locked")
        assert warning["account"] == person.name[:2] + "***" and warning["failures"] == STAFF_LIMIT
        assert "계정이 잠겼습니다" in warning["text"]["ko"]
        assert all(warning["audience"] == "security_officer" for warning in receiver.warnings())
        priority, _, host, _, _ = MESSAGE.fullmatch(receiver.frames[0]).groups()
        assert int(priority) // 8 == 10 and host.decode() == own_gate.host
        assert not [byte for frame in receiver.frames for byte in frame if not 0x20 <= byte <= 0x7E]
        receiver.end()

    def test_a_server_with_a_wrong_certificate_gets_nothing_and_the_right_one_gets_all(self, own_gate, authority, tmp_path):
        """T64: not sent, queued, alarm; and nothing is lost."""
        (tmp_path / "other").mkdir()
        impostor = SyslogReceiver(Authority(tmp_path / "other", "somebody else").server_context("127.0.0.1"))
        warn_by(own_gate, syslog={"server": f"tls://127.0.0.1:{impostor.port}", "ca": authority.path})
        fail(own_gate, own_gate.visit("build", own_gate.person("staff")), STAFF_LIMIT)
        until("an alarm", lambda: status(own_gate)["syslog"].get("problem"))
        until("a knock at the impostor's", lambda: impostor.failures)
        assert impostor.frames == []
        assert status(own_gate)["syslog"]["waiting"] > 0
        assert own_gate.trail.wait_for(type="warning_sent", channel="syslog", outcome="failure")
        impostor.end()

        own_gate.reconfigure(lambda settings: None)
        assert status(own_gate)["syslog"]["waiting"] > 0
        receiver = SyslogReceiver(authority.server_context("127.0.0.1"), port=impostor.port)
        receiver.wait_for("locked")
        until("the queue to be empty", lambda: status(own_gate)["syslog"]["waiting"] == 0)
        assert status(own_gate)["syslog"].get("problem") is None
        receiver.end()

    def test_rsyslog_takes_the_messages(self, own_gate, authority, tmp_path):
        server = Rsyslog(tmp_path / "rsyslog", *authority.issue("127.0.0.1"), authority.path)
        warn_by(own_gate, syslog={"server": f"tls://127.0.0.1:{server.port}", "ca": authority.path})
        try:
            done = own_gate.command("warnings", "test", "--reason", "e2e")
            assert done.returncode == 0, done.stdout + done.stderr + server.output()
            [line] = until("a line in rsyslog's file", server.lines)
            assert json.loads(MESSAGE.fullmatch(line).group(5))["event"] == "test"
        finally:
            server.end()

    @pytest.mark.parametrize("server", ["udp://10.1.2.3", "tcp://siem.example.kr:601", "http://127.0.0.1:514"])
    def test_no_warning_leaves_the_machine_in_the_clear(self, own_gate, server):
        """T63: such a configuration does not load."""
        settings = own_gate.settings()
        settings["warnings"] = {"syslog": {"server": server}}
        own_gate.rewrite_settings(settings)
        done = own_gate.command("config", "check", own_gate.ready["config"])
        assert done.returncode != 0


class TestByWebhook:
    def test_a_receiver_that_stumbles_over_one_body_gets_the_others(self, own_gate, tmp_path):
        received, stumbles = [], []

        class Receiver(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                stumbling = body["event"] == "contact_changed"
                (stumbles if stumbling else received).append(body)
                self.send_response(500 if stumbling else 204)
                self.end_headers()

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        warn_by(own_gate, webhook=hook(server, tmp_path))
        person = own_gate.person("staff")
        give_address(own_gate, person)
        until("a stumble", lambda: stumbles)
        assert "address" not in stumbles[0] and OWNER not in json.dumps(stumbles)
        fail(own_gate, own_gate.visit("build", person), STAFF_LIMIT)
        until("the officer's", lambda: [body for body in received if body["event"] == "locked"], 60)
        until("its being alone to blame", lambda: not status(own_gate)["webhook"].get("problem"))
        server.shutdown()

    def test_it_is_signed_and_tells_both(self, own_gate, tmp_path):
        received = []

        class Receiver(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                received.append((self.headers["Gwanmun-Signature"], json.loads(body)))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        warn_by(own_gate, webhook=hook(server, tmp_path))
        person = own_gate.person("staff")
        fail(own_gate, own_gate.visit("build", person), STAFF_LIMIT)
        own_gate.clock.advance(minutes=11)

        def locked(audience):
            told = [body for _, body in received if body["audience"] == audience]
            return [body for body in told if "locked" in [body["event"], *[other["event"] for other in body.get("also", [])]]]

        [officer] = until("the officer's", lambda: locked("security_officer"))
        owner = until("the owner's", lambda: locked("owner"), 60)[0]
        assert owner["recipient"] == person.name and "recipient" not in officer
        assert officer["text"]["ko"] and officer["text"]["en"]
        assert all(signature.startswith("t=") for signature, _ in received)
        server.shutdown()


def test_metrics_tell_how_the_channels_stand(own_gate, mailbox):
    from harness.ops import Ops

    warn_by(own_gate, mail=mailbox.settings())
    assert own_gate.command("warnings", "test", "--reason", "e2e").returncode == 0
    fail(own_gate, own_gate.visit("build", own_gate.person("staff")), STAFF_LIMIT)
    mailbox.wait_for(OFFICER, "계정이 잠겼습니다")
    ops = Ops(own_gate)
    until("the number sent", lambda: ops.numbers().get("gwanmun_warnings_total", channel="mail", result="sent") >= 1)
    assert ops.numbers().get("gwanmun_warning_channel_up", channel="mail") == 1
    assert ops.numbers().get("gwanmun_warnings_total", channel="mail", result="lost") == 0
