"""The command line as the README promises it: each check is a function, all run, the last line counts them.

Each check gets an empty folder as its working folder. Memory is judged, because it is a promise; time is printed only,
because it belongs to the machine.
"""

import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

from neo4j import GraphDatabase
from neo4j.exceptions import AuthError

QUIVER = sys.argv[1]
PATIENCE = 60  # seconds after which something that does not happen counts as never happening
ANYWHERE = ["--bolt", "127.0.0.1:0", "--http", "127.0.0.1:0"]


class Server:
    """`quiver serve` with more arguments, from its ready line to its end."""

    def __init__(self, folder, *arguments, environment=None):
        started = time.monotonic()
        self.log = open(Path(folder) / "log", "ab")
        self.process = subprocess.Popen(
            [QUIVER, "serve", *ANYWHERE, *arguments], cwd=folder, stdout=subprocess.PIPE, stderr=self.log,
            stdin=subprocess.DEVNULL, env={**os.environ, **(environment or {})})
        self.line = self.process.stdout.readline().decode()
        self.ready_ms = (time.monotonic() - started) * 1000
        found = re.search(r"bolt://[\w.]+:[1-9]\d*", self.line)
        assert found, f"the first line names no address: {self.line!r}; {(Path(folder) / 'log').read_text()[-500:]}"
        self.uri = found[0]

    def password(self):
        found = re.search(r"password (\S+)", self.line)
        return found and found[1]

    def stop(self):
        """SIGTERM; what else it printed on standard output, and its exit code."""
        self.process.send_signal(signal.SIGTERM)
        rest = self.process.stdout.read().decode()
        return rest, self.process.wait(PATIENCE)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.log.close()


def ask(uri, query, auth=None):
    with GraphDatabase.driver(uri, auth=auth) as driver:
        records, _, _ = driver.execute_query(query)
        return [record.data() for record in records]


def run(folder, *arguments, environment=None):
    return subprocess.run(
        [QUIVER, *arguments], cwd=folder, capture_output=True, text=True, timeout=PATIENCE, stdin=subprocess.DEVNULL,
        env={**os.environ, **(environment or {})})


def refused(folder, expected, *arguments, environment=None):
    """It must end with a code that is not 0 and one line on standard error that contains a text."""
    done = run(folder, *arguments, environment=environment)
    lines = done.stderr.strip().splitlines()
    assert done.returncode != 0, f"{arguments} was accepted"
    assert len(lines) == 1 and expected in lines[0], f"{arguments}: {done.stderr!r} does not say {expected!r}"


CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


@check
def first_start_prints_a_password_that_works(folder):
    with Server(folder) as server:
        assert "user neo4j" in server.line, server.line
        password = server.password()
        assert password, f"no password in {server.line!r}"
        assert (folder / "quiver-data").is_dir(), "no ./quiver-data"
        assert ask(server.uri, "RETURN 1 AS one", ("neo4j", password)) == [{"one": 1}]
        for wrong in ("neo4j", "wrong password"):
            try:
                ask(server.uri, "RETURN 1", ("neo4j", wrong))
            except AuthError as error:
                assert error.code == "Neo.ClientError.Security.Unauthorized", error.code
            else:
                raise AssertionError(f"logged in with {wrong!r}")
        rest, code = server.stop()
        assert (rest, code) == ("", 0), (rest, code)
    with Server(folder) as server:
        assert server.password() is None, "a second start prints a password again"
        assert ask(server.uri, "RETURN 1 AS one", ("neo4j", password)) == [{"one": 1}]


@check
def a_given_password_is_taken_and_not_printed(folder):
    environment = {"NEO4J_AUTH": "neo4j/a-good-password"}
    with Server(folder, environment=environment) as server:
        assert "a-good-password" not in server.line, server.line
        assert ask(server.uri, "RETURN 1 AS one", ("neo4j", "a-good-password")) == [{"one": 1}]
    (folder / "secret").write_text("another-good-password\n")
    with Server(folder, "--data", "deep/er", "--initial-password-file", "secret") as server:
        assert ask(server.uri, "RETURN 1 AS one", ("neo4j", "another-good-password")) == [{"one": 1}]


@check
def without_authentication_any_token_logs_in(folder):
    for arguments, environment in ((["--no-auth"], {}), ([], {"NEO4J_AUTH": "none"})):
        with Server(folder, *arguments, environment=environment) as server:
            for auth in (None, ("neo4j", "anything"), ("somebody", "else")):
                assert ask(server.uri, "RETURN 1 AS one", auth) == [{"one": 1}]


@check
def it_starts_fast_and_small(folder):
    times = []
    for _ in range(7):
        with Server(folder, "--no-auth") as server:
            times.append(server.ready_ms)
            status = Path(f"/proc/{server.process.pid}/status").read_text()
            resident = int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024
    print(f"SHOWN: ready after {statistics.median(times):.0f} ms (median of {len(times)}), resident {resident:.1f} MB")
    assert resident < 40, f"{resident} MB resident; the README promises less than 40"


@check
def wrong_arguments_are_one_clear_line(folder):
    refused(folder, "--nonsense", "serve", "--nonsense")
    refused(folder, "nonsense", "serve", "--bolt", "nonsense")
    refused(folder, "nonsense", "serve", "--preset", "nonsense")
    refused(folder, "missing.conf", "serve", "--config", "missing.conf")
    (folder / "wrong.conf").write_text("server.bolt.listen_adress=:7687\n")
    refused(folder, "server.bolt.listen_adress", "serve", "--config", "wrong.conf")
    refused(folder, "0.0.0.0", "serve", "--no-auth", "--bolt", "0.0.0.0:0")
    (folder / "file").write_text("")
    refused(folder, "file", "serve", *ANYWHERE, "--no-auth", "--data", "file")


@check
def ports_and_folders_in_use_are_told(folder):
    with Server(folder, "--no-auth") as server:
        address = server.uri.removeprefix("bolt://").replace("localhost", "127.0.0.1")
        refused(folder, address, "serve", "--no-auth", "--data", "other", "--bolt", address, "--http", "127.0.0.1:0")
        refused(folder, "in use", "serve", *ANYWHERE, "--no-auth")
        assert ask(server.uri, "RETURN 1 AS one") == [{"one": 1}]


@check
def settings_come_from_file_environment_and_flag(folder):
    (folder / "quiver.conf").write_text("# as in neo4j.conf\ndbms.security.auth_enabled=false\nserver.directories.data=from-file\n")
    with Server(folder, "--config", "quiver.conf") as server:
        assert ask(server.uri, "RETURN 1 AS one") == [{"one": 1}]
        assert (folder / "from-file").is_dir()
    environment = {"NEO4J_server_directories_data": "from-environment", "NEO4J_no_such_setting": "1"}
    with Server(folder, "--config", "quiver.conf", environment=environment):
        assert (folder / "from-environment").is_dir()
    assert "no_such_setting" in (folder / "log").read_text(), "an unknown variable must be warned of"
    with Server(folder, "--config", "quiver.conf", "--data", "from-flag", environment=environment):
        assert (folder / "from-flag").is_dir()


@check
def stopped_and_checked_the_data_is_there(folder):
    with Server(folder, "--no-auth") as server:
        ask(server.uri, "UNWIND range(1, 1000) AS i CREATE (:Kept {i: i})-[:NEXT]->(:Kept {i: -i})")
        assert server.stop()[1] == 0
    done = run(folder, "check", "quiver-data")
    assert done.returncode == 0, done.stdout + done.stderr
    with Server(folder, "--no-auth") as server:
        assert ask(server.uri, "MATCH (n:Kept) RETURN count(n) AS nodes, sum(n.i) AS sum") == [{"nodes": 2000, "sum": 0}]
        refused(folder, "in use", "check", "quiver-data")
    refused(folder, "nowhere", "check", "nowhere")


@check
def version_and_help_are_answers(folder):
    assert re.match(r"quiver \d+\.\d+\.\d+\n", run(folder, "--version").stdout)
    for arguments in (["--help"], ["serve", "--help"], ["check", "--help"]):
        done = run(folder, *arguments)
        assert done.returncode == 0 and "Usage" in done.stdout, done
    assert "server.bolt.listen_address" in run(folder, "serve", "--help").stdout


def main():
    failed = 0
    for function in CHECKS:
        with tempfile.TemporaryDirectory() as folder:
            try:
                function(Path(folder))
                print(f"ok      {function.__name__}")
            except Exception:
                failed += 1
                traceback.print_exc()
                print(f"FAILED: {function.__name__}", flush=True)
    print(f"{len(CHECKS) - failed} passed, {failed} failed, 0 skipped")
    sys.exit(failed > 0)


main()
