#!/usr/bin/env python3
"""Hostile traffic against a server: memory stays, and another client does not notice.

Each check runs while another process asks RETURN 1 (watch.py): the server may not grow by 64 MB, no answer may take
200 ms. Needs nothing but Python. `abuse.py QUIVER [NAME]...` runs all checks, or those whose name contains a NAME.
"""

import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time

import crowd
import door
import queries
from watch import Watch

LIMIT = "32m"  # db.memory.transaction.max while queries want too much
PASSWORD = "abuse-password-1"


class Server:
    """The program on an empty folder."""

    def __init__(self, program, folder, password=None, settings=None):
        environment = {"PATH": os.environ.get("PATH", ""), **(settings or {})}
        arguments = [program, "serve", "--data", os.path.join(folder, "data"), "--bolt", "127.0.0.1:0", "--http", "127.0.0.1:0"]
        if password:
            with open(os.path.join(folder, "password"), "w", encoding="ascii") as file:
                file.write(password)
            arguments += ["--initial-password-file", file.name]
        else:
            arguments.append("--no-auth")
        self.password = password
        self.log = open(os.path.join(folder, "server.log"), "ab")
        # The usual soft limit on file descriptors; the server raises its own.
        def few_files():
            resource.setrlimit(resource.RLIMIT_NOFILE, (1024, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
        self.process = subprocess.Popen(arguments, env=environment, stdout=subprocess.PIPE, stderr=self.log,
                                        stdin=subprocess.DEVNULL, preexec_fn=few_files)
        self.pid = self.process.pid
        for line in self.process.stdout:
            found = re.search(rb"bolt://([\w.]+):([1-9]\d*)", line)
            if found:
                self.address = ("127.0.0.1", int(found[2]))
                break
        else:
            sys.exit(f"the server did not start; see {self.log.name}")
        threading.Thread(target=lambda: [None for _ in self.process.stdout], daemon=True).start()

    def processor_time(self):
        """Seconds of processor time used so far."""
        with open(f"/proc/{self.pid}/stat", encoding="ascii") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def end(self):
        """Stops it; whether it went by itself."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(30) == 0
        except subprocess.TimeoutExpired:
            self.process.kill()
            return False


def run(server, checks, names, title):
    """Runs checks against a server; (passed, failed)."""
    wanted = [(name, check) for name, check in checks if not names or any(n in f"{title}: {name}" for n in names)]
    if not wanted:
        return 0, []
    print(f"--- {title}", flush=True)
    watched = Watch(server.address, server.pid) if not server.password else None
    passed, failed = 0, []
    for name, check in wanted:
        if watched is None:
            try:
                notes = []
                check(server, notes)
                passed += 1
                print(f"ok     {name}  {'; '.join(notes)}", flush=True)
            except (AssertionError, OSError, door.Closed) as error:
                failed.append(name)
                print(f"FAILED {name}: {error}", flush=True)
            continue
        watched.run(name, check, server)
    if watched is not None:
        watched.end()
        passed, failed = watched.passed, watched.failed
    return passed, failed


def main():
    program, *names = sys.argv[1:]
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 1 << 16), hard))
    began = time.monotonic()
    passed, failed = 0, []
    small = {"NEO4J_db_memory_transaction_max": LIMIT}
    parts = [
        ("bytes", None, small, lambda _: door.CHECKS),
        ("connections", None, {}, lambda _: crowd.CHECKS),
        ("logins", PASSWORD, {"NEO4J_dbms_security_auth__max__failed__attempts": "0"}, lambda _: crowd.WITH_PASSWORD),
        ("memory", None, small, lambda _: [(name, queries.past_the_limit(text)) for name, text in queries.MEMORY.items()]),
        ("cancellation", None, {}, lambda _: [(name, queries.cancelled(text)) for name, text in queries.LONG.items()]),
    ]
    for title, password, settings, checks in parts:
        checks = checks(None)
        if names and not any(n in f"{title}: {name}" for name, _ in checks for n in names):
            continue
        with tempfile.TemporaryDirectory(prefix="quiver-abuse-") as folder:
            server = Server(program, folder, password, settings)
            if title in ("memory", "cancellation"):
                queries.prepare(server)
            more, lost = run(server, checks, names, title)
            passed, failed = passed + more, failed + [f"{title}: {name}" for name in lost]
            if not server.end():
                failed.append(f"{title}: the server did not end by itself")
    print(f"{time.monotonic() - began:.0f} s")
    for name in failed:
        print(f"FAILED {name}")
    print(f"{passed} passed, {len(failed)} failed, 0 skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
