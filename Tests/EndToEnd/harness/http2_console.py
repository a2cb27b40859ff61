"""A console that speaks HTTP/2 in the clear, to the frame: it answers a request with the bytes that the test says."""

import socket
import threading

from hpack import Decoder, Encoder
from hyperframe.frame import DataFrame, Frame, HeadersFrame, PingFrame, RstStreamFrame, SettingsFrame, WindowUpdateFrame

from .http2 import PREFACE


def speaking_http2(url):
    """How a console of the policy says that what is behind it speaks HTTP/2: the one place where the tests write it."""
    return [{"url": url, "protocol": "h2"}]


class Asked:
    """A request that came, and the way back."""

    def __init__(self, connection, stream, fields):
        self._connection = connection
        self.stream = stream
        self.fields = fields
        self.path = dict(fields)[":path"]

    def header(self, name):
        return dict(self.fields).get(name)

    def send(self, *frames):
        self._connection.sendall(b"".join(frame if isinstance(frame, bytes) else frame.serialize() for frame in frames))

    def head(self, fields=(), status="200", ends=False, ended_head=True):
        """A HEADERS frame on the request's stream. Without indexing, so that frames may be made and not sent."""
        flags = [*(["END_HEADERS"] if ended_head else []), *(["END_STREAM"] if ends else [])]
        return HeadersFrame(self.stream, Encoder().encode([(":status", status, True), *((*field, True) for field in fields)]), flags=flags)

    def data(self, data, ends=False):
        return DataFrame(self.stream, data, flags=["END_STREAM"] if ends else [])

    def reset(self, code):
        return RstStreamFrame(self.stream, error_code=code)

    def reply(self, body=b"", fields=()):
        self.send(self.head(fields), self.data(body, ends=True))

    def hang_up(self):
        self._connection.shutdown(socket.SHUT_RDWR)


class Http2Console:
    def __init__(self):
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._behaviours = {}
        self._lock = threading.Lock()
        self._asked = []
        self._connections = []
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        # What it says first on each connection.
        self.greeting = SettingsFrame(0).serialize()
        threading.Thread(target=self._accept, daemon=True).start()

    def on(self, path, behaviour):
        """`behaviour(asked)` answers requests for `path`; without one they are told their path."""
        self._behaviours[path] = behaviour

    def asked(self, path):
        with self._lock:
            return [asked for asked in self._asked if asked.path == path]

    def connection_count(self):
        with self._lock:
            return len(self._connections)

    def hang_up(self):
        """Ends all connections there are."""
        with self._lock:
            connections, self._connections = self._connections, []
        for connection in connections:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # gone already

    def close(self):
        self._listener.close()
        self.hang_up()

    def _accept(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self._connections.append(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        try:
            with connection, connection.makefile("rb") as file:
                connection.sendall(self.greeting)
                if file.read(len(PREFACE)) == PREFACE:
                    self._take_frames(connection, file, Decoder())
        except OSError:
            pass  # the other side went away

    def _take_frames(self, connection, file, decoder):
        while len(header := file.read(9)) == 9:
            frame, length = Frame.parse_frame_header(memoryview(header))
            frame.parse_body(memoryview(file.read(length)))
            match frame:
                case HeadersFrame():
                    self._answer(Asked(connection, frame.stream_id, decoder.decode(frame.data)))
                case SettingsFrame() if "ACK" not in frame.flags:
                    connection.sendall(SettingsFrame(0, flags=["ACK"]).serialize())
                case PingFrame() if "ACK" not in frame.flags:
                    connection.sendall(PingFrame(0, frame.opaque_data, flags=["ACK"]).serialize())
                case DataFrame() if frame.flow_controlled_length:
                    connection.sendall(WindowUpdateFrame(0, window_increment=frame.flow_controlled_length).serialize())

    def _answer(self, asked):
        with self._lock:
            self._asked.append(asked)
        self._behaviours.get(asked.path, lambda asked: asked.reply(asked.path.encode()))(asked)
