"""Programs that come in by their certificates alone."""

import datetime
import json
import os
import subprocess

from . import program

KOREA = datetime.timezone(datetime.timedelta(hours=9))


def day(gate, ahead):
    """A day so far ahead by the gate's own clock, as commands take it: up to its end."""
    today = datetime.datetime.fromtimestamp(gate.clock.now(), KOREA)
    return (today + datetime.timedelta(days=ahead)).date().isoformat()


def certificate(gate, name):
    """Issued by the demo's authority, bound to nobody."""
    out = os.path.join(gate.folder, name)
    done = program.run("pki", "issue", "--dir", os.path.dirname(gate.ready["ca"]), "--name", name, "--out", out)
    assert done.returncode == 0, done.stderr
    return out + ".pem", out + ".key"


class Program:
    """A script with its certificate, and curl."""

    def __init__(self, gate, name):
        self.gate = gate
        self.name = name
        self.cert, self.key = certificate(gate, name)

    def curl(self, url, *arguments, source="127.0.0.1"):
        """Status, type and body of the answer."""
        command = ["curl", "--silent", "--show-error", "--cacert", self.gate.ca, "--cert", self.cert, "--key", self.key]
        command += ["--interface", source, "--write-out", "\n%{http_code} %{content_type}"]
        done = subprocess.run([*command, *arguments, url], check=True, capture_output=True, text=True, timeout=60)
        body, _, rest = done.stdout.rpartition("\n")
        status, _, kind = rest.partition(" ")
        return Answer(int(status), kind, body)


class Answer:
    def __init__(self, status, kind, body):
        self.status = status
        self.kind = kind
        self.body = body

    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"<{self.status} {self.kind} {self.body[:400]}>"
