"""The container image, run as its documentation says: read-only root, uid 65532, no capability, no shell. By `make image-test`."""

import os
import subprocess

import pytest

from harness.gate import Gate

ROOT = os.environ.get("GWANMUN_IMAGE_ROOT")
UID = 65532

pytestmark = pytest.mark.skipif(not ROOT, reason="no image: run `make image-test`")

# What a container engine does: the image's root read-only, a tmpfs, one volume, the image's user and none of root's power.
# An empty folder hides /usr/bin, and with it every shell.
LAUNCHER = f"""#!/bin/bash
exec unshare --mount bash -c '
    set -e
    mount --bind "{ROOT}" "{ROOT}" && mount -o remount,bind,ro "{ROOT}"
    mount -t tmpfs tmpfs "{ROOT}/tmp" && mkdir -p "{ROOT}$VOLUME" && mount --bind "$VOLUME" "{ROOT}$VOLUME"
    mount -t proc proc "{ROOT}/proc" && mount -t tmpfs -o ro tmpfs "{ROOT}/usr/bin"
    exec setpriv --no-new-privs --bounding-set=-all,+sys_chroot,+setuid,+setgid --inh-caps=-all \\
        chroot --userspec={UID}:{UID} --groups= "{ROOT}" /usr/local/bin/gwanmun "$@"' gwanmun "$@"
"""


@pytest.fixture(scope="module")
def container(tmp_path_factory):
    """Runs the image's program; what it may write to is `container.volume`."""
    volume = tmp_path_factory.mktemp("volume")
    os.chown(volume, UID, UID)
    launcher = tmp_path_factory.mktemp("launcher") / "gwanmun"
    launcher.write_text(LAUNCHER)
    launcher.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GWANMUN", str(launcher))
        patch.setenv("VOLUME", str(volume))
        yield volume


@pytest.fixture(scope="module")
def gate(container, origin):
    gate = Gate(container, upstream=origin.url, clock="real")
    yield gate
    gate.end()


def status(gate):
    with open(f"/proc/{gate.process.pid}/status") as file:
        return dict(line.rstrip("\n").split(":\t", 1) for line in file if ":\t" in line)


def test_a_person_logs_in_and_reaches_a_console(gate, origin):
    assert gate.logged_in().get("/from-the-image").status == 200
    assert origin.arrivals("/from-the-image")


def test_it_runs_as_nobody_special(gate):
    found = status(gate)
    assert set(found["Uid"].split()) == {str(UID)}
    assert int(found["CapEff"], 16) == int(found["CapPrm"], 16) == 0
    assert found["NoNewPrivs"].strip() == "1"


def test_its_root_cannot_be_written(gate):
    with open(f"/proc/{gate.process.pid}/mountinfo") as file:
        root = next(line.split() for line in file if line.split()[4] in ("/", ROOT))
    assert "ro" in root[5].split(",")


def test_it_runs_again_on_what_it_kept(gate):
    gate.restart()
    gate.logged_in(gate.person("staff", nth=1))


def test_the_health_check_needs_no_shell(gate):
    check = [os.environ["GWANMUN"], "health", "--ops", gate.ready["ops"]]
    assert subprocess.run(check, timeout=30).returncode == 0
    nobody_there = [os.environ["GWANMUN"], "health", "--ops", "http://127.0.0.1:1"]
    assert subprocess.run(nobody_there, timeout=30, capture_output=True).returncode == 1


def test_the_program_that_asks_pam_is_beside_it():
    """It finds its libraries, and says how it is to be called (EX_USAGE)."""
    command = ["chroot", f"--userspec={UID}:{UID}", ROOT, "/usr/local/bin/gwanmun-pam"]
    assert subprocess.run(command, capture_output=True, timeout=20).returncode == os.EX_USAGE
