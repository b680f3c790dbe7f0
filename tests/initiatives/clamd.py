"""A virus scanner that speaks clamd's protocol and knows one virus, the harmless one that all scanners know (eicar.org)."""

import socketserver
import struct
import threading
from contextlib import contextmanager

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
NAME = "Eicar-Test-Signature"


class Talk(socketserver.StreamRequestHandler):
    def handle(self):
        command = b""
        while not command.endswith(b"\0"):
            command += self.rfile.read(1)
        if command == b"zVERSION\0":
            self.wfile.write(b"ClamAV 1.4.3/27500/Fri Nov 27 08:00:00 2026\0")
        elif command == b"zINSTREAM\0":
            data = b"".join(iter(self.chunk, b""))
            self.server.seen.append(len(data))
            said = f"{NAME} FOUND" if EICAR in data else "OK"
            self.wfile.write(b"stream: " + said.encode() + b"\0" if len(data) <= self.server.most else TOO_LARGE)

    def chunk(self):
        return self.rfile.read(struct.unpack("!L", self.rfile.read(4))[0])


TOO_LARGE = b"INSTREAM size limit exceeded. ERROR\0"


@contextmanager
def listening(most=1 << 30):
    """Its address, and what it has seen."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        server.seen, server.most = [], most
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield f"clamd://127.0.0.1:{server.server_address[1]}", server.seen
        server.shutdown()
