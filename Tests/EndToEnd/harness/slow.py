"""slowhttptest against the gate, in the place of somebody with a good certificate."""

import asyncio
import re
import socket
import ssl
import subprocess
import threading

PIECE = 4096


class Passer:
    """Passes bytes on to a console as they come, as slowly as they come, over TLS with a person's certificate: the tool has none to show.

    The name that the tool asks for, this relay's own address, becomes the console's.
    """

    def __init__(self, gate, console, person):
        self._gate = gate
        self._host = gate.consoles[console].host
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._context.load_verify_locations(gate.ca)
        self._context.load_cert_chain(person.cert, person.key)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = self._do(asyncio.start_server(self._serve, "127.0.0.1", 0, limit=PIECE))
        self.port = self._server.sockets[0].getsockname()[1]

    def _do(self, work):
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(20)

    async def _serve(self, reader, writer):
        try:
            # Buffers of its own would hide from the gate how slow the tool is.
            plain = socket.socket()
            plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, PIECE)
            plain.setblocking(False)
            await self._loop.sock_connect(plain, ("127.0.0.1", self._gate.port))
            gate_reader, gate_writer = await asyncio.open_connection(
                sock=plain, ssl=self._context, server_hostname=self._host, limit=PIECE)
        except OSError:
            writer.close()
            return
        asked, named = f"127.0.0.1:{self.port}".encode(), self._host.encode()
        passing = [
            asyncio.create_task(self._pass(reader, gate_writer, lambda piece: piece.replace(asked, named))),
            asyncio.create_task(self._pass(gate_reader, writer, lambda piece: piece)),
        ]
        await asyncio.wait(passing, return_when=asyncio.FIRST_COMPLETED)
        for each in (*passing, writer.transport, gate_writer.transport):
            each.cancel() if isinstance(each, asyncio.Task) else each.abort()

    @staticmethod
    async def _pass(reader, writer, change):
        """No faster than the other side takes it."""
        writer.transport.set_write_buffer_limits(high=PIECE)
        try:
            while piece := await reader.read(PIECE):
                writer.write(change(piece))
                await writer.drain()
        except (OSError, ssl.SSLError):
            pass

    def end(self):
        async def close():
            self._server.close()
            mine = asyncio.current_task()
            for task in asyncio.all_tasks():
                if task is not mine:
                    task.cancel()

        self._do(close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)


class SlowHTTPTest:
    """One run of the tool; `options` are its own."""

    def __init__(self, port, path, connections, seconds, *options):
        self._process = subprocess.Popen(
            ["slowhttptest", "-c", str(connections), "-r", str(connections), "-l", str(seconds), "-i", "1", "-p", "5", "-v", "1", *options,
             "-u", f"http://127.0.0.1:{port}{path}"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self._output = ""

    @property
    def is_over(self):
        return self._process.poll() is not None

    def verdict(self):
        """Why it ended, in its own words."""
        self._output += self._process.communicate(timeout=60)[0]
        plain = re.sub(r"\x1b\[[0-9;]*m", "", self._output)
        found = re.search(r"Exit status:\s*(.*)", plain)
        assert found, plain[-2000:]
        return found[1].strip()

    def end(self):
        if not self.is_over:
            self._process.kill()
            self._process.wait(10)
