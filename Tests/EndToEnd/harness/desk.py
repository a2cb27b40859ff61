"""An administrator at the desk: the same commands, over the desk's own door, as themselves."""

import os

from . import program


class Administrator:
    def __init__(self, gate, person):
        self.gate = gate
        self.person = person

    def command(self, *arguments):
        code = os.path.join(self.gate.folder, f"{self.person.name}.code")
        with open(os.open(code, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(self.gate.code(self.person) + "\n")
        return self._run(*arguments, "--totp-file", code)

    def signed_in(self):
        """Commands in one session that is there already, so that none of them needs the store to sign in."""
        session = ["--session-file", os.path.join(self.gate.folder, f"{self.person.name}.session")]
        done = self.command("approval", "list", *session)
        assert done.returncode == 0, (done.stdout, done.stderr)
        return lambda *arguments: self._run(*arguments, *session)

    def _run(self, *arguments):
        door = ["--desk", self.gate.ready["desk"], "--cert", self.person.cert, "--key", self.person.key, "--ca", self.gate.ca]
        return program.run(*arguments, *door, env={**os.environ, **self.gate.clock.environment()})
