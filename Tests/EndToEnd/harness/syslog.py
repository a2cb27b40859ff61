"""Receivers of syslog messages over TLS: one of ours that keeps what it gets, and rsyslog."""

import json
import os
import re
import socket
import ssl
import threading

from .servers import _Server
from .waiting import until

# RFC 5424, section 6: header, structured data of two elements, message.
MESSAGE = re.compile(
    rb"<(\d{1,3})>1 (\S+) (\S+) gwanmun - (\S+) \[timeQuality tzKnown=\"1\"\]\[origin software=\"gwanmun\" swVersion=\"[^\"]+\"\] (.*)")


class SyslogReceiver:
    """Takes octet-counted frames (RFC 5425, section 4.3), one connection after the other."""

    def __init__(self, context, port=0):
        self._context = context
        self._listener = socket.create_server(("127.0.0.1", port))
        self.port = self._listener.getsockname()[1]
        self.frames = []
        self.failures = []
        self.connections = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            try:
                with self._context.wrap_socket(connection, server_side=True) as stream:
                    self._take(stream)
            except (OSError, ssl.SSLError) as error:
                self.failures.append(error)

    def _take(self, stream):
        received = b""
        while piece := stream.recv(65536):
            received += piece
        while received:
            length, received = received.split(b" ", 1)
            self.frames.append(received[:int(length)])
            received = received[int(length):]

    def warnings(self):
        """The facts in the messages."""
        return [json.loads(MESSAGE.fullmatch(frame).group(5)) for frame in list(self.frames)]

    def wait_for(self, event, within=60):
        def find():
            return [warning for warning in self.warnings() if warning["event"] == event]
        return until(f"a syslog message of {event}", find, within)[0]

    def end(self):
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()


class Rsyslog(_Server):
    """rsyslogd that writes what comes over TLS into a file, as it came."""

    AUTHENTICATION = 'streamDriver.authMode="anon"'

    def __init__(self, folder, chain, key, ca):
        super().__init__(folder)
        # It opens its port itself: the number is free because we had it.
        self._listener.close()
        self.file = self._path("received")
        configuration = self._write("rsyslog.conf", f"""
global(workDirectory="{self.folder}" defaultNetstreamDriver="ossl" defaultNetstreamDriverCAFile="{ca}"
       defaultNetstreamDriverCertFile="{chain}" defaultNetstreamDriverKeyFile="{key}" maxMessageSize="64k")
module(load="imtcp" streamDriver.name="ossl" streamDriver.mode="1" {self.AUTHENTICATION})
template(name="raw" type="string" string="%rawmsg%\\n")
input(type="imtcp" address="127.0.0.1" port="{self.port}" ruleset="keep")
ruleset(name="keep") {{ action(type="omfile" file="{self.file}" template="raw") }}
""")
        self._listener = socket.socket()
        self._start(["/usr/sbin/rsyslogd", "-n", "-f", configuration, "-i", self._path("pid")])

    def _is_up(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def lines(self):
        if not os.path.exists(self.file):
            return []
        with open(self.file, "rb") as file:
            return [line for line in file.read().splitlines() if line]


class StrictRsyslog(Rsyslog):
    """rsyslogd that wants a certificate of the authority from whoever sends (RFC 5425, section 4.2), and can be killed and started again."""

    AUTHENTICATION = 'streamDriver.authMode="x509/certvalid"'
    RECORD = re.compile(rb'<\d+>1 (\S+) (\S+) gwanmun \d+ (\S+) \[gwanmun@\d+((?: [a-z0-9_]+="(?:[^"\\\]]|\\.)*")*)\](?: (.*))?')

    def sequences(self):
        """The numbers of the records, in the order they came."""
        return [int(found) for line in self.lines() for found in re.findall(rb'\[gwanmun@\d+ seq="(\d+)"', line)]

    def parameters(self, line):
        match = self.RECORD.fullmatch(line)
        assert match, line
        return dict(re.findall(r'([a-z0-9_]+)="((?:[^"\\\]]|\\.)*)"', match.group(4).decode()))

    def kill(self):
        self._process.kill()
        self._process.wait(10)

    def start_again(self):
        if os.path.exists(self._path("pid")):
            os.remove(self._path("pid"))
        self._start(["/usr/sbin/rsyslogd", "-n", "-f", self._path("rsyslog.conf"), "-i", self._path("pid")])
