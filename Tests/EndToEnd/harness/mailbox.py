"""Mail as a program with the interface of sendmail sees it."""

import email
import email.policy
import json
import os
import sys

from .waiting import until

PROGRAM = """#!{python}
import json, os, sys, time
folder = os.path.dirname(os.path.abspath(__file__))
message = sys.stdin.buffer.read()
code = int(open(os.path.join(folder, "exit")).read()) if os.path.exists(os.path.join(folder, "exit")) else 0
bad = json.load(open(os.path.join(folder, "bad"))) if os.path.exists(os.path.join(folder, "bad")) else {{}}
for address in bad:
    if b"\\nTo: <%s>\\n" % address.encode() in message:
        code = bad[address]
        with open(os.path.join(folder, "refused"), "a") as file:
            file.write(address + "\\n")
name = os.path.join(folder, "in", "%d" % time.time_ns())
if code == 0:
    with open(name + ".part", "wb") as file:
        file.write(message)
    with open(name + ".words", "w") as file:
        json.dump([sys.argv[1:], sorted(os.environ)], file)
    os.rename(name + ".part", name + ".eml")
sys.exit(code)
"""


class Mailbox:
    """A folder that a sendmail-like program of ours writes into."""

    def __init__(self, folder):
        self.folder = str(folder)
        os.makedirs(os.path.join(self.folder, "in"))
        self.program = os.path.join(self.folder, "sendmail")
        with open(self.program, "w") as file:
            file.write(PROGRAM.format(python=sys.executable))
        os.chmod(self.program, 0o700)

    def settings(self, **keys):
        return {"program": self.program, "from": "gwanmun@example.kr", "officers": ["ciso@example.kr"], **keys}

    def fail(self, code):
        """From now on the program says it could not, with this code of <sysexits.h>; 0: it can again."""
        self._put("exit", str(code))

    def fail_for(self, codes):
        """From now on the program ends with this code for each address, and delivers what is to others."""
        self._put("bad", json.dumps(codes))

    def attempts(self, to):
        """How often the program ended so for an address."""
        try:
            with open(os.path.join(self.folder, "refused")) as file:
                return file.read().splitlines().count(to)
        except FileNotFoundError:
            return 0

    def _put(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path + ".new", "w") as file:
            file.write(text)
        os.rename(path + ".new", path)

    def messages(self, to=None):
        names = sorted(name for name in os.listdir(os.path.join(self.folder, "in")) if name.endswith(".eml"))
        found = [self._read(name) for name in names]
        return [message for message in found if to is None or message["To"].addresses[0].addr_spec == to]

    def calls(self):
        """Words and names of the environment of every call."""
        folder = os.path.join(self.folder, "in")
        return [json.load(open(os.path.join(folder, name))) for name in sorted(os.listdir(folder)) if name.endswith(".words")]

    def wait_for(self, to, saying, within=60):
        """The first message to an address with these words in it."""
        def find():
            return [m for m in self.messages(to) if saying in m.get_content()]
        return until(f"mail to {to} saying {saying!r}", find, within)[0]

    def _read(self, name):
        with open(os.path.join(self.folder, "in", name), "rb") as file:
            return email.message_from_binary_file(file, policy=email.policy.default)
