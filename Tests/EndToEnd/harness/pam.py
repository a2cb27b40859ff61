"""PAM services for a gateway under test, over the modules of Debian's libpam-wrapper, libpam-oath and libpam-modules."""

import glob
import os

from .gate import Gate
from .ops import Ops

PASSWORD = "correct horse battery"
# RFC 4226, appendix D: the codes of counter 0, 1, 2, …
HOTP_SECRET = "3132333435363738393031323334353637383930"
HOTP_CODES = ["755224", "287082", "359152", "969429", "338314"]


class PamFolder:
    """A folder of services. Each first notes what modules are told, in `steps`, so that a test can compare attempts."""

    def __init__(self, folder):
        self.path = str(folder)
        self.passwords = os.path.join(self.path, "passwords")
        self._steps = os.path.join(self.path, "steps")
        self.write("passwords", "")
        self.write("note", f'#!/bin/sh\necho "$PAM_TYPE $PAM_USER $PAM_RHOST $PAM_TTY" >> {self._steps}\n', 0o755)
        # A module that misbehaves as the password file of its own says for whom.
        trouble = f"""#!/bin/sh
grep -q "^$PAM_USER hangs" {self.path}/trouble.list && exec sleep 20
grep -q "^$PAM_USER dies" {self.path}/trouble.list && kill -9 $PPID
echo noise; echo noise >&2; exit 0
"""
        self.write("misbehave", trouble, 0o755)
        self.write("trouble.list", "")
        matrix = glob.glob("/usr/lib/*/pam_wrapper/pam_matrix.so")
        assert matrix, "pam_matrix is missing: run `make setup`"
        self._matrix = f"{matrix[0]} passdb={self.passwords}"
        note = f"pam_exec.so quiet /bin/sh {self.path}/note"
        self._service("login", f"auth optional {note}", f"auth required {self._matrix}", f"account required {self._matrix}")
        self._service("trouble", f"auth required pam_exec.so /bin/sh {self.path}/misbehave", f"auth required {self._matrix}",
                      "account required pam_permit.so")
        self._service("two", f"auth requisite {self._matrix}",
                      f"auth required pam_oath.so usersfile={self.path}/oath window=5 digits=6", "account required pam_permit.so")
        self._service("expired", f"auth required {self._matrix}", "account required pam_debug.so acct=new_authtok_reqd",
                      f"password required {self._matrix}")
        self._service("unix", "auth required pam_unix.so", "account required pam_unix.so", "password required pam_unix.so yescrypt")

    def set_password(self, *names, password=PASSWORD):
        lines = self.read("passwords").splitlines()
        lines = [line for line in lines if line.split(":")[0] not in names]
        self.write("passwords", "".join(f"{line}\n" for line in lines + [f"{name}:{password}:login" for name in names]))
        self.write("oath", "".join(f"HOTP {name} - {HOTP_SECRET}\n" for name in names), 0o600)

    def forget(self, name):
        """No module knows them any more."""
        lines = [line for line in self.read("passwords").splitlines() if not line.startswith(name + ":")]
        self.write("passwords", "".join(f"{line}\n" for line in lines))

    def take_steps(self):
        """What modules were told since the last time: type, user, source and terminal of each call."""
        if not os.path.exists(self._steps):
            return []
        steps = self.read("steps").splitlines()
        os.remove(self._steps)
        return [tuple(step.split(" ")) for step in steps]

    def read(self, name):
        with open(os.path.join(self.path, name), encoding="utf-8") as file:
            return file.read()

    def write(self, name, text, mode=0o644):
        path = os.path.join(self.path, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(path, mode)

    def _service(self, name, *rules):
        self.write(name, "\n".join(rules) + "\n")


def gate_with_passwords(folder, origin, pam, service, rules=("notice-people", "fab-people"), **settings):
    """A gateway whose open console asks for certificate and password, and whose classified one for a code besides; or other `rules` of the demo."""
    gate = Gate(folder, upstream=origin.url)
    staff = [person.name for person in gate.people if person.state == "active"]
    pam.set_password(*staff)

    def ask_for_passwords(content):
        for rule in content["rules"]:
            if rule["id"] in rules:
                rule["factors"].append("password")

    def leave_out(content):
        content["tests"] = [test for test in content["tests"] if test["expect"]["decision"] == "deny"]

    def edit(configuration):
        gate.edit_policy("rules.yaml", ask_for_passwords)
        gate.edit_policy("tests/demo.yaml", leave_out)
        configuration["pam"] = {"service": service, "folder": pam.path, "refusal_time": "1s", **settings}

    gate.reconfigure(edit)
    return gate


def number(gate, name, **labels):
    """One of the numbers that the gate shows of its PAM helpers."""
    return Ops(gate).numbers().get(f"gwanmun_pam_{name}", **labels)
