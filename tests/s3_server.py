"""A real S3 server on the loopback, and a line to it that can be slow or cut."""

import os
import select
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection

from pyarrow import fs

KEYS = {"AWS_ACCESS_KEY_ID": "AKIATESTOFTHEKEY", "AWS_SECRET_ACCESS_KEY": "secret-of-the-test"}
# What tells moto who writes; it does not look at the signature.
SIGNED = f"AWS4-HMAC-SHA256 Credential={KEYS['AWS_ACCESS_KEY_ID']}/20261122/us-east-1/s3/request"
SURROUNDINGS = KEYS | {"AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true"}


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def s3_server(log, port=None, **environment):
    """moto's server in a process of its own; yields its port."""
    port = port or free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with log.open("a") as out:
        process = subprocess.Popen(
            command, stdout=out, stderr=out, env=os.environ | SURROUNDINGS | environment
        )
    try:
        deadline = time.monotonic() + 60
        while not _answers(port):
            assert process.poll() is None and time.monotonic() < deadline, log.read_text()
            time.sleep(0.05)  # the pause between two looks, not a wait for a time
        yield port
    finally:
        process.kill()
        process.wait()


def _answers(port):
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def address(port, path="bucket/data", user=""):
    at = f"scheme=http&endpoint_override=127.0.0.1:{port}&region=us-east-1"
    return f"s3://{user}{path}?{at}"


class Line:
    """A TCP proxy on the loopback: lets through, holds back (`stalled`), or is `cut`."""

    def __init__(self, to):
        self.to, self.stalled, self.asked = to, threading.Event(), threading.Event()
        self._ended = threading.Event()
        self.port = free_port()
        self._listening = None
        self.mend()

    def mend(self):
        self.stalled.clear()
        self._listening = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, args=(self._listening,), daemon=True).start()

    def cut(self):
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def end(self):
        """Nothing is carried any more, and no thread goes on."""
        self._ended.set()
        with suppress(OSError):  # which was cut before
            self.cut()

    def _accept(self, listening):
        with suppress(OSError):
            while True:
                client, _ = listening.accept()
                threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client):
        self.asked.set()
        with suppress(OSError), client, socket.create_connection(("127.0.0.1", self.to)) as server:
            while not self._ended.is_set():
                ready, _, _ = select.select([client, server], [], [], 0.05)
                if self.stalled.is_set():
                    self._ended.wait(0.05)  # else what is held back is ready again and again
                    continue
                for one in ready:
                    if not (content := one.recv(65536)):
                        return
                    (server if one is client else client).sendall(content)


class Bucket:
    """What a maintainer does to the place, with whatever tool, one file after another."""

    def __init__(self, port, base="bucket/data"):
        self.system, _ = fs.FileSystem.from_uri(address(port) + "&allow_bucket_creation=true")
        self.port, self.base = port, base
        self.system.create_dir(base.partition("/")[0])

    def put(self, folder, *names):
        for name in names:
            self.write(name, (folder / name).read_bytes())

    def write(self, name, content):
        """In one request; Arrow makes four of it."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=60)) as line:
            line.request("PUT", f"/{self.base}/{name}", content, {"authorization": SIGNED})
            assert line.getresponse().status == 200

    def remove(self, *names):
        for name in names:
            self.system.delete_file(f"{self.base}/{name}")


def files_of(folder):
    """All that is to be uploaded of a folder, in the order of their names."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != "lock")
    return sorted(path.relative_to(folder).as_posix() for path in found)
