"""One HTTP/2 connection to the frame: sends what a test says, sound or not, and keeps what comes. `h2` would refuse to be wrong."""

import json
import socket
import ssl
import struct
import time

from hpack import Decoder, Encoder
from hyperframe.frame import (
    ContinuationFrame, DataFrame, ExtensionFrame, Frame, GoAwayFrame, HeadersFrame, PingFrame, RstStreamFrame, SettingsFrame, WindowUpdateFrame)

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
TIMEOUT_SECONDS = 20
DEFAULT_WINDOW = 65_535
FRAME_SIZE = 16_384

# RFC 9113, section 7.
NO_ERROR, PROTOCOL_ERROR, INTERNAL_ERROR, FLOW_CONTROL_ERROR = 0x0, 0x1, 0x2, 0x3
STREAM_CLOSED, FRAME_SIZE_ERROR, REFUSED_STREAM, CANCEL, COMPRESSION_ERROR = 0x5, 0x6, 0x7, 0x8, 0x9
ENHANCE_YOUR_CALM = 0xB

# RFC 9113, section 6.5.2, and RFC 8441, section 3.
MAX_CONCURRENT_STREAMS, INITIAL_WINDOW_SIZE, MAX_FRAME_SIZE, MAX_HEADER_LIST_SIZE, ENABLE_CONNECT_PROTOCOL = 0x3, 0x4, 0x5, 0x6, 0x8


class Stream:
    """What came on one stream."""

    def __init__(self, window):
        self.heads = []
        self.body = bytearray()
        self.trailers = None
        self.is_ended = False
        self.reset = None
        self.window = window
        # Whether what comes is given back to the stream's window, and what has not been given back yet.
        self.is_read = True
        self.owed = 0

    @property
    def is_over(self):
        return self.is_ended or self.reset is not None

    @property
    def head(self):
        """The one that is not interim, once it has come."""
        return next((head for head in self.heads if not 100 <= head.status < 200), None)

    @property
    def status(self):
        return self.head.status if self.head else None

    def header(self, name):
        return self.head.header(name)

    @property
    def text(self):
        return self.body.decode()

    def json(self):
        return json.loads(self.body)

    @property
    def reason(self):
        """The public reason of a problem (RFC 9457); None when the answer is not one."""
        return self.json()["reason"] if self.header("content-type") == "application/problem+json" else None

    def __repr__(self):
        return f"<{[head.fields for head in self.heads]} {bytes(self.body[:300])!r} ended={self.is_ended} reset={self.reset}>"


class Head:
    def __init__(self, fields):
        self.fields = fields
        self.status = int(dict(fields)[":status"])

    def all(self, name):
        return [value for key, value in self.fields if key == name]

    def header(self, name):
        values = self.all(name)
        assert len(values) <= 1, f"{name} stands {len(values)} times"
        return values[0] if values else None


class Http2:
    def __init__(self, wire, settings=None, greet=True):
        assert wire.socket.selected_alpn_protocol() == "h2", "the gate chose another protocol"
        self.wire = wire
        self.authority = wire.host
        self.streams = {}
        self.peer_settings = {}
        self.goaway = None
        self.is_closed = False
        self.pings = []
        self.answers_pings = True
        self.send_window = DEFAULT_WINDOW
        self._window = (settings or {}).get(INITIAL_WINDOW_SIZE, DEFAULT_WINDOW)
        self._owed = 0
        self._encoder = Encoder()
        self._decoder = Decoder()
        self._next = 1
        self._block = None
        self._input = bytearray()
        self._has_settings = False
        if greet:
            self.send_bytes(PREFACE)
            self.send(SettingsFrame(0, settings=settings or {}))
            self.wait("the gate's settings", lambda: self._has_settings)

    @property
    def code(self):
        """What the GOAWAY frame said, None as long as there is none."""
        return self.goaway.error_code if self.goaway else None

    # Sending.

    def send_bytes(self, data):
        """To a connection that may have been hung up on: that is seen when reading."""
        try:
            self.wire.socket.settimeout(TIMEOUT_SECONDS)
            self.wire.send(data)
        except (OSError, ssl.SSLError):
            self.is_closed = True

    def send(self, *frames):
        self.send_bytes(b"".join(frame.serialize() for frame in frames))

    def encode(self, fields):
        return self._encoder.encode(fields)

    def fields(self, method, path, headers=(), **pseudo):
        """A sound request's; a pseudo field of another value, or of None to leave it out, by its name."""
        pseudo = {"method": method, "scheme": "https", "authority": self.authority, "path": path, **pseudo}
        return [(f":{name}", value) for name, value in pseudo.items() if value is not None] + [(k.lower(), str(v)) for k, v in headers]

    def new_stream(self):
        number, self._next = self._next, self._next + 2
        self.streams[number] = Stream(self.peer_settings.get(INITIAL_WINDOW_SIZE, DEFAULT_WINDOW))
        return number

    def begin(self, fields, ends=True):
        """Opens a stream with these fields, as they are."""
        number = self.new_stream()
        frame = HeadersFrame(number, self.encode(fields), flags=["END_HEADERS", *(["END_STREAM"] if ends else [])])
        pieces = [frame.data[i : i + FRAME_SIZE] for i in range(0, len(frame.data), FRAME_SIZE)] or [b""]
        if len(pieces) > 1:
            frame.data = pieces[0]
            frame.flags.discard("END_HEADERS")
            rest = [ContinuationFrame(number, piece) for piece in pieces[1:]]
            rest[-1].flags.add("END_HEADERS")
            self.send(frame, *rest)
        else:
            self.send(frame)
        return number

    def open(self, method, path, headers=(), ends=True, **pseudo):
        return self.begin(self.fields(method, path, headers, **pseudo), ends)

    def data(self, number, data=b"", ends=False):
        """As fast as the other side's windows allow."""
        stream = self.streams[number]
        data = memoryview(data)
        while True:
            room = min(len(data), FRAME_SIZE, stream.window, self.send_window)
            if room <= 0 < len(data):
                self.wait("a window", lambda: min(stream.window, self.send_window) > 0 or stream.is_over or self.is_closed)
                if stream.is_over or self.is_closed:
                    return
                continue
            last = room == len(data)
            self.send(DataFrame(number, bytes(data[:room]), flags=["END_STREAM"] if ends and last else []))
            stream.window -= room
            self.send_window -= room
            data = data[room:]
            if last:
                return

    def trailers(self, number, fields):
        self.send(HeadersFrame(number, self.encode(fields), flags=["END_HEADERS", "END_STREAM"]))

    def cancel(self, number, code=CANCEL):
        self.send(RstStreamFrame(number, error_code=code))

    def open_window(self, number, by):
        self.send(WindowUpdateFrame(number, window_increment=by))

    def settle(self):
        """Waits until the other side has dealt with everything that was sent."""
        before = len(self.pings)
        self.send(PingFrame(0, b"settled?"))
        self.wait("the ping to come back", lambda: len(self.pings) > before)

    # Whole requests.

    def request(self, method, path, headers=(), body=None, **pseudo):
        if body is not None:
            headers = [*headers, ("content-length", len(body))]
        number = self.open(method, path, headers, ends=not body, **pseudo)
        if body:
            self.data(number, body, ends=True)
        return self.answer(number)

    def get(self, path, headers=(), **pseudo):
        return self.request("GET", path, headers, **pseudo)

    def answer(self, number, within=TIMEOUT_SECONDS):
        """The stream, once nothing more comes on it."""
        stream = self.streams[number]
        self.wait(f"the end of stream {number}", lambda: stream.is_over or self.is_closed, within)
        return stream

    # Receiving.

    def wait(self, what, condition, within=TIMEOUT_SECONDS):
        """Takes frames in until the condition holds; fails naming `what`. A closed connection ends the wait too."""
        end = time.monotonic() + within
        while not condition():
            left = end - time.monotonic()
            assert left > 0, f"waited {within} s in vain for {what}: {self.streams}"
            if not self.take_frame(left):
                assert condition() or self.is_closed, f"waited {within} s in vain for {what}: {self.streams}"
                return

    def is_ended_within(self, seconds):
        """True when the gate closes the connection."""
        end = time.monotonic() + seconds
        while not self.is_closed and (left := end - time.monotonic()) > 0:
            self.take_frame(left)
        return self.is_closed

    def take_frame(self, within):
        """Takes one frame in; False when none came in that time, or none will."""
        header = self._read(9, within)
        if header is None:
            return False
        frame, length = Frame.parse_frame_header(memoryview(header))
        payload = self._read(length, TIMEOUT_SECONDS)
        if payload is None:
            return False
        frame.parse_body(memoryview(payload))
        self._took(frame)
        return True

    def _read(self, count, within):
        end = time.monotonic() + within
        while len(self._input) < count:
            try:
                self.wire.socket.settimeout(max(0.001, end - time.monotonic()))
                piece = self.wire.socket.recv(1 << 17)
            except (TimeoutError, socket.timeout):
                return None
            except OSError:
                piece = b""
            if not piece:
                self.is_closed = True
                return None
            self._input += piece
        data = bytes(self._input[:count])
        del self._input[:count]
        return data

    def _took(self, frame):
        stream = self.streams.get(frame.stream_id)
        match frame:
            case SettingsFrame() if "ACK" not in frame.flags:
                self._took_settings(frame)
            case PingFrame():
                self.pings.append(frame)
                if "ACK" not in frame.flags and self.answers_pings:
                    self.send(PingFrame(0, frame.opaque_data, flags=["ACK"]))
            case GoAwayFrame():
                self.goaway = frame
            case WindowUpdateFrame():
                if stream:
                    stream.window += frame.window_increment
                elif not frame.stream_id:
                    self.send_window += frame.window_increment
            case HeadersFrame() | ContinuationFrame():
                self._took_fields(frame, stream)
            case DataFrame() if stream:
                stream.body += frame.data
                stream.is_ended |= "END_STREAM" in frame.flags
                self._give_back(frame.stream_id, stream, frame.flow_controlled_length)
            case RstStreamFrame() if stream:
                stream.reset = frame.error_code
            case ExtensionFrame():
                pass  # greased, or of a later time

    def _give_back(self, number, stream, count):
        """To the windows of stream and connection, half a window at a time. An unread stream holds back itself alone."""
        stream.owed += count
        self._owed += count
        if stream.is_read and not stream.is_ended and stream.owed > self._window // 2:
            self.open_window(number, stream.owed)
            stream.owed = 0
        if self._owed > DEFAULT_WINDOW // 2:
            self.open_window(0, self._owed)
            self._owed = 0

    def _took_settings(self, frame):
        before = self.peer_settings.get(INITIAL_WINDOW_SIZE, DEFAULT_WINDOW)
        self.peer_settings.update(frame.settings)
        for stream in self.streams.values():
            stream.window += self.peer_settings.get(INITIAL_WINDOW_SIZE, DEFAULT_WINDOW) - before
        self._has_settings = True
        self.send(SettingsFrame(0, flags=["ACK"]))

    def _took_fields(self, frame, stream):
        if isinstance(frame, HeadersFrame):
            self._block = (b"", "END_STREAM" in frame.flags)
        self._block = (self._block[0] + frame.data, self._block[1])
        if "END_HEADERS" not in frame.flags:
            return
        data, ends = self._block
        fields = self._decoder.decode(data)
        if stream is None:
            return
        if stream.head is None:
            stream.heads.append(Head(fields))
        else:
            stream.trailers = fields
        stream.is_ended |= ends

    def close(self):
        self.wire.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def raw_frame(kind, flags=0, stream=0, payload=b"", length=None):
    """A frame of any type, flags and length, right or not."""
    return struct.pack(">I", len(payload) if length is None else length)[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload
