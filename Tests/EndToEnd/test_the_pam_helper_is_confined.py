"""The program that loads PAM modules: what it can reach of the gate, and what can be got out of it."""

import os
import shutil
import socket
import stat
import struct
import subprocess

import pytest
from harness import program
from harness.pam import PASSWORD, PamFolder

pytestmark = pytest.mark.alone

NOBODY = 65534
O_CLOEXEC = 0o2000000


def helper_program():
    return os.path.join(os.path.dirname(program.path()), "gwanmun-pam")


def field(data):
    return struct.pack(">H", len(data)) + data


def request(account, *answers):
    message = b"\x12" + field(account) + field(b"::1") + bytes([len(answers)]) + b"".join(map(field, answers))
    return struct.pack(">I", len(message)) + message


class Helper:
    """gwanmun-pam with its socket on descriptor 3, as the gate starts it, and with more descriptors than the gate would leave it."""

    def __init__(self, pam, service):
        self.socket, theirs = socket.socketpair()
        self.socket.settimeout(20)
        leak = os.open("/etc/hostname", os.O_RDONLY)

        def arrange():
            os.dup2(theirs.fileno(), 3)
            os.dup2(leak, 9)

        user = [] if os.geteuid() != 0 else ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
        self.process = subprocess.Popen(
            [*user, helper_program(), service, pam.path], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, pass_fds=(3, 9), preexec_fn=arrange)
        os.close(leak)
        theirs.close()

    def ask(self, account, *answers):
        self.socket.sendall(request(account.encode(), *[answer.encode() for answer in answers]))
        (length,) = struct.unpack(">I", self._exactly(4))
        return self._exactly(length)

    def _exactly(self, count):
        data = b""
        while len(data) < count:
            piece = self.socket.recv(count - len(data))
            assert piece, "the helper has hung up"
            data += piece
        return data

    def end(self):
        self.socket.close()
        return self.process.wait(20)


@pytest.fixture
def pam(tmp_path):
    for folder in [tmp_path, *list(tmp_path.parents)[:2]]:
        folder.chmod(0o755)
    pam = PamFolder(tmp_path)
    pam.set_password("kim-7f3a")
    return pam


@pytest.fixture
def helper(pam):
    helper = Helper(pam, "login")
    assert helper.ask("kim-7f3a", PASSWORD)[0] == 0x21
    yield helper
    if helper.process.poll() is None:
        helper.process.kill()
        helper.process.wait()


def test_it_has_no_descriptor_but_its_socket_and_programs_it_starts_have_none(helper):
    folder = f"/proc/{helper.process.pid}/fd"
    assert sorted(os.listdir(folder), key=int) == ["0", "1", "2", "3"]
    assert {os.readlink(f"{folder}/{number}") for number in "012"} == {"/dev/null"}
    assert os.readlink(f"{folder}/3").startswith("socket:")
    with open(f"/proc/{helper.process.pid}/fdinfo/3", encoding="ascii") as file:
        flags = next(line.split()[1] for line in file if line.startswith("flags:"))
    assert int(flags, 8) & O_CLOEXEC


def test_it_leaves_no_core_file(helper):
    with open(f"/proc/{helper.process.pid}/limits", encoding="ascii") as file:
        core = next(line.split()[4:6] for line in file if line.startswith("Max core file size"))
    assert core == ["0", "0"]


def test_nobody_of_its_own_user_may_look_into_it(helper):
    """proc(5): what belongs to a process that may not be dumped belongs to root."""
    if os.geteuid() == 0:
        status = os.stat(f"/proc/{helper.process.pid}/status").st_uid
        assert status == 0, "a helper of user nobody may be dumped"
        looking = subprocess.run(
            ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "cat", f"/proc/{helper.process.pid}/environ"],
            capture_output=True)
        assert looking.returncode != 0
    else:
        with pytest.raises(PermissionError):
            open(f"/proc/{helper.process.pid}/environ", "rb").close()


def test_it_ends_when_the_gate_has_gone(helper):
    assert helper.end() == 0


def test_it_ends_at_the_first_word_that_is_no_request(helper):
    helper.socket.sendall(b"GET / HTTP/1.1\r\n\r\n")
    assert helper.process.wait(20) != 0


def test_it_ends_when_the_gate_leaves_a_question_open(pam):
    helper = Helper(pam, "two")
    assert helper.ask("kim-7f3a", PASSWORD)[0] == 0x27
    assert helper.end() != 0


def test_with_rights_of_others_it_refuses_to_run(tmp_path):
    """Set-user-ID, it would load any module that its starter names, as root."""
    if os.geteuid() != 0:
        pytest.skip("only root can make a program set-user-ID root")
    copy = shutil.copy(helper_program(), tmp_path / "gwanmun-pam")
    os.chmod(copy, 0o4755)
    for folder in [tmp_path, *list(tmp_path.parents)[:2]]:
        folder.chmod(0o755)
    if os.statvfs(tmp_path).f_flag & os.ST_NOSUID:
        pytest.skip("this file system knows no set-user-ID")
    assert os.stat(copy).st_mode & stat.S_ISUID
    command = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", copy, "login", "/tmp"]
    assert subprocess.run(command, capture_output=True, timeout=20).returncode == os.EX_OSERR
