"""A time server (RFC 5905, section 14) that can be told to lie, or to be silent."""

import socket
import struct
import threading

EPOCH = 2_208_988_800


class TimeServer:
    def __init__(self, now):
        """`now` tells the right time."""
        self._now = now
        self.lie = 0.0
        self.is_silent = False
        self.asked = 0
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._is_over = False
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def url(self):
        return f"ntp://127.0.0.1:{self.port}"

    def _serve(self):
        while True:
            question, address = self._socket.recvfrom(512)
            if self._is_over:
                return
            self.asked += 1
            if self.is_silent or len(question) < 48:
                continue
            assert question[1:40] == bytes(39), "the question holds more than it must"
            time = int((self._now() + self.lie + EPOCH) * (1 << 32)) & (1 << 64) - 1
            stamp = struct.pack("!Q", time)
            answer = bytes([4 << 3 | 4, 1, 6, 0xEC]) + bytes(8) + b"TEST" + stamp + question[40:48] + stamp + stamp
            self._socket.sendto(answer, address)

    def end(self):
        self._is_over = True
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as waker:
            waker.sendto(b"", ("127.0.0.1", self.port))
        self._thread.join(10)
        self._socket.close()
