"""A PKCS#11 token of SoftHSM, behind a server that can be ended and held up as a token can be pulled out."""

import os
import signal
import subprocess

from .waiting import until

SOFTHSM = "/usr/lib/softhsm/libsofthsm2.so"
REMOTE = "/usr/lib/x86_64-linux-gnu/pkcs11/p11-kit-client.so"
LABEL = "gwanmun"
PIN = "canary-pin-5172"


class Token:
    """The gate reaches it through p11-kit's client, over a socket: `environment` says where."""

    def __init__(self, folder):
        self.folder = str(folder)
        os.makedirs(os.path.join(self.folder, "tokens"))
        configuration = os.path.join(self.folder, "softhsm2.conf")
        with open(configuration, "w", encoding="ascii") as file:
            file.write(f"directories.tokendir = {self.folder}/tokens\nobjectstore.backend = file\nlog.level = ERROR\n")
        self._own = {**os.environ, "SOFTHSM2_CONF": configuration}
        self.socket = os.path.join(self.folder, "p11.sock")
        self.environment = {"P11_KIT_SERVER_ADDRESS": f"unix:path={self.socket}"}
        self.pin_file = os.path.join(self.folder, "pin")
        self.put_pin(PIN)
        subprocess.run(
            ["softhsm2-util", "--init-token", "--free", "--label", LABEL, "--pin", PIN, "--so-pin", "5678-5678"],
            env=self._own, check=True, capture_output=True)
        self.server = None
        self.plug_in()

    def put_pin(self, pin):
        descriptor = os.open(self.pin_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.write(descriptor, pin.encode() + b"\n")
        os.close(descriptor)

    def plug_in(self):
        if os.path.exists(self.socket):
            os.remove(self.socket)
        self.server = subprocess.Popen(
            ["p11-kit", "server", "--foreground", "--name", self.socket, "--provider", SOFTHSM, f"pkcs11:token={LABEL}"],
            env=self._own, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        until("the token's server", lambda: os.path.exists(self.socket))

    def pull_out(self):
        # With the processes that it serves each client by.
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait(10)

    def hold_up(self):
        os.killpg(self.server.pid, signal.SIGSTOP)

    def let_go(self):
        os.killpg(self.server.pid, signal.SIGCONT)

    def tool(self, *arguments):
        """pkcs11-tool, on the token itself."""
        command = ["pkcs11-tool", "--module", SOFTHSM, "--token-label", LABEL, "--login", "--pin", PIN, *arguments]
        return subprocess.run(command, env=self._own, capture_output=True, text=True, timeout=30, stdin=subprocess.DEVNULL)

    def settings(self, **more):
        return {"token": {"module": REMOTE, "token": LABEL, "pin_file": self.pin_file, **more}}

    def end(self):
        if self.server.poll() is None:
            self.let_go()
            self.pull_out()
