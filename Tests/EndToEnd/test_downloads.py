"""Viewing is not downloading: what would become a file does not reach who may only look (vector V10, T74, T75)."""

import gzip
import io
import zipfile

import pytest


def archive():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("drawing.dwg", b"national core technology" * 50)
    return packed.getvalue()


@pytest.fixture
def partner(gate):
    """May view where a grant runs; nothing may be stored."""
    visit = gate.visit("build", gate.person("foreign_partner"))
    visit.log_in()
    return visit


def answers(headers, body=b"some bytes", status=200):
    return lambda exchange: (exchange.read_body(), exchange.reply(status, headers, body))


FILES = {
    "attachment": ([("Content-Type", "image/png"), ("Content-Disposition", 'attachment; filename="p-17.png"')], b"\x89PNG"),
    "octet-stream": ([("Content-Type", "application/octet-stream")], b"\x00\x01\x02"),
    "lying-zip": ([("Content-Type", "text/html; charset=utf-8")], archive()),
    "unnamed-zip": ([], archive()),
    "hidden-by-encoding": ([("Content-Type", "text/html"), ("Content-Encoding", "gzip")], gzip.compress(archive())),
    "spreadsheet": ([("Content-Type", "text/csv")], b"a,b\n1,2\n"),
}


@pytest.mark.parametrize("kind", FILES)
def test_t74_a_partner_gets_no_file_whatever_it_is_called(gate, origin, partner, kind):
    headers, body = FILES[kind]
    origin.on(f"/files/{kind}", answers(headers, body))
    answer = partner.get(f"/files/{kind}")
    assert (answer.status, answer.reason) == (403, "download_denied")
    assert body[:16] not in answer.body
    record = gate.trail.wait_for(request_id=answer.json()["request_id"], type="access")
    assert record["reason"] == "download_denied" and record["status"] == 403


def test_t75_what_a_partner_may_look_at_comes_whole_and_is_kept_nowhere(origin, partner):
    page = b"<!doctype html><p>\xeb\x8f\x84\xeb\xa9\xb4"
    origin.on("/drawing", answers([("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "max-age=60")], page))
    answer = partner.get("/drawing")
    assert (answer.status, answer.body) == (200, page)
    assert answer.header("Cache-Control") == "no-store"


def test_a_partner_cannot_ask_for_what_hides_a_file(origin, partner):
    origin.on("/part", answers([("Content-Type", "text/plain")], b"whole"))
    partner.get("/part", headers=[("Range", "bytes=4-"), ("Accept-Encoding", "gzip, br")])
    arrived = origin.the_arrival("/part")
    assert arrived.header("Range") is None
    assert arrived.header("Accept-Encoding") == "identity"


def test_a_refused_download_leaves_the_connection_in_use(origin, partner):
    origin.on("/big", answers([("Content-Disposition", "attachment")], b"x" * 3_000_000))
    origin.on("/small", answers([("Content-Type", "text/plain")], b"fine"))
    with partner.wire() as wire:
        headers = partner.credentials()
        assert wire.request("GET", "/big", headers).status == 403
        assert wire.request("GET", "/small", headers).body == b"fine"


def test_v10_whoever_may_only_view_gets_no_attachment(gate, origin):
    auditor = gate.visit("build", gate.person("auditor"))
    auditor.log_in()
    origin.on("/report", answers([("Content-Type", "text/html"), ("Content-Disposition", "attachment")]))
    assert auditor.get("/report").reason == "download_denied"


def test_whoever_may_download_gets_it(gate, origin):
    staff = gate.logged_in(gate.person("staff"))
    packed = archive()
    origin.on("/files/theirs", answers([("Content-Disposition", "attachment")], packed))
    assert staff.get("/files/theirs").body == packed


def test_a_person_is_told_so_on_a_page_of_theirs(origin, partner):
    origin.on("/page-of-a-file", answers([("Content-Disposition", "attachment")]))
    page = partner.navigate("/page-of-a-file")
    assert page.status == 403
    assert "Download is blocked by policy. View only." in page.body.decode()
