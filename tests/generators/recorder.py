"""Forwards requests to a sandbox and records what was on the wire."""

import http.client
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


@dataclass
class Exchange:
    """One request as it was received, and the status of its answer."""

    method: str
    path: str
    query: str
    status: int
    answer: str


class Recorder:
    """A server that forwards to `upstream`. The header `Host` stays as it is, so that the sandbox
    names this server in its document."""

    def __init__(self, upstream: str) -> None:
        self.exchanges: list[Exchange] = []
        recorder = self
        address = urlsplit(upstream).netloc

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def forward(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                body = self.rfile.read(length)
                connection = http.client.HTTPConnection(address)
                connection.putrequest(
                    self.command, self.path, skip_host=True, skip_accept_encoding=True
                )
                for name, value in self.headers.items():
                    if name.lower() not in ("connection", "accept-encoding"):
                        connection.putheader(name, value)
                connection.endheaders(body)
                response = connection.getresponse()
                answer = response.read()
                connection.close()
                parts = urlsplit(self.path)
                recorder.exchanges.append(
                    Exchange(
                        self.command,
                        parts.path,
                        parts.query,
                        response.status,
                        answer.decode("utf-8", "replace"),
                    )
                )
                self.send_response(response.status)
                for name, value in response.getheaders():
                    if name.lower() not in ("content-length", "transfer-encoding", "date"):
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            do_GET = do_POST = forward

            def log_message(self, format: str, *args: object) -> None:
                """Prints nothing; the exchanges are the log."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def taken(self) -> list[Exchange]:
        """Returns the exchanges since the last call."""
        exchanges, self.exchanges = self.exchanges, []
        return exchanges

    def close(self) -> None:
        self.server.shutdown()
