"""Servers of others: each in a folder of its own, on a listening socket that the test opened and the server inherits, so that no port is guessed."""

import os
import socket
import subprocess

from .authority import Authority
from .waiting import until

STOP_SECONDS = 10


class _Server:
    """A program that serves until it is told to end. Its log is `output.log` in its folder."""

    def __init__(self, folder):
        self.folder = str(folder)
        os.makedirs(self.folder, exist_ok=True)
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        # nginx takes what it inherits as it is. Of two workers that are woken for one connection, as while it reloads, the late one would wait in
        # accept() until the next, and with it everything it has accepted.
        self._listener.setblocking(False)
        self.port = self._listener.getsockname()[1]

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def _start(self, command, **environment):
        with open(self._path("output.log"), "ab") as output:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, pass_fds=[self._listener.fileno()],
                env={**os.environ, **environment})
        until(f"{command[0]} to serve", self._serves)

    def _serves(self):
        assert self._process.poll() is None, f"it ended with {self._process.returncode}: {self.output()}"
        return self._is_up()

    def output(self):
        with open(self._path("output.log"), encoding="utf-8", errors="replace") as file:
            return file.read()[-2000:]

    def signal(self, number):
        self._process.send_signal(number)

    def end(self):
        self._process.terminate()
        self._process.wait(STOP_SECONDS)
        self._listener.close()

    def _write(self, name, text):
        with open(self._path(name), "w", encoding="utf-8") as file:
            file.write(text)
        return self._path(name)

    def _path(self, name):
        return os.path.join(self.folder, name)


class Nginx(_Server):
    """nginx with one server block; `body` is what stands in it beside `listen`, `options` what stands behind the address there."""

    TEMPORARY = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]

    def __init__(self, folder, body, options=""):
        super().__init__(folder)
        temporary = "".join(f"  {name}_temp_path {self._path(name)};\n" for name in self.TEMPORARY)
        configuration = self._write("nginx.conf", f"""
{"user root;" if os.geteuid() == 0 else ""}
daemon off; worker_processes 1; pid {self._path("pid")};
events {{ worker_connections 512; }}
http {{
  access_log off;
{temporary}
  server {{ listen 127.0.0.1:{self.port} {options}; {body} }}
}}
""")
        # The way by which nginx hands its sockets to the next binary.
        self._start(["/usr/sbin/nginx", "-e", "stderr", "-c", configuration], NGINX=f"{self._listener.fileno()};")

    def _is_up(self):
        return os.path.exists(self._path("pid"))


class HAProxy(_Server):
    """HAProxy with one proxy; `body` is what stands in its `listen` section beside `bind`, `options` what stands behind the address there."""

    def __init__(self, folder, body, options=""):
        super().__init__(folder)
        configuration = self._write("haproxy.cfg", f"""
global
  pidfile {self._path("pid")}
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
listen it
  bind fd@{self._listener.fileno()} {options}
  {body}
""")
        self._start(["/usr/sbin/haproxy", "-W", "-f", configuration])

    def _is_up(self):
        return os.path.exists(self._path("pid"))


class Relay(HAProxy):
    """Speaks for tools that have no certificate to show: passes what it is sent to a console's host of the gate, byte for byte, with a person's."""

    def __init__(self, folder, gate, console, person):
        host = gate.consoles[console].host
        os.makedirs(folder, exist_ok=True)
        chain, key = Authority(folder, "authority of the relay").issue("127.0.0.1")
        shown = self._joined(folder, "person.pem", person.cert, person.key)
        super().__init__(folder, f"""mode tcp
  timeout tunnel 60s
  server gate 127.0.0.1:{gate.port} ssl crt {shown} ca-file {gate.ca} sni str({host}) verifyhost {host} alpn h2""",
                         options=f"ssl crt {self._joined(folder, 'relay.pem', chain, key)} alpn h2")

    @property
    def url(self):
        return f"https://127.0.0.1:{self.port}"

    @staticmethod
    def _joined(folder, name, *paths):
        path = os.path.join(folder, name)
        with open(path, "w") as file:
            file.write("".join(open(each).read() for each in paths))
        return path
