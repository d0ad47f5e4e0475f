"""`quiver shell` on a pseudo-terminal. Each check is a function, all run, the last line counts them.

A check types and waits for what should appear; nothing waits for a fixed time, and what does not appear within PATIENCE
counts as never appearing.
"""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
import traceback
from pathlib import Path

QUIVER = sys.argv[1]
PATIENCE = 60
ENDLESS = "UNWIND range(1, 1000000000) AS x WITH x WHERE x % 7 = 1 RETURN count(*) AS c;"
CLEAN = {key: value for key, value in os.environ.items() if not key.startswith("NEO4J_")}


class Server:
    def __init__(self, folder, *arguments, port=0):
        self.process = subprocess.Popen(
            [QUIVER, "serve", "--data", folder, "--bolt", f"127.0.0.1:{port}", "--http", "127.0.0.1:0", *arguments],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, env=CLEAN, text=True)
        line = self.process.stdout.readline()
        self.port = re.search(r"bolt://localhost:(\d+)", line)[1]
        self.uri = f"bolt://127.0.0.1:{self.port}"

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE)


class Shell:
    """A shell on a terminal of 30 lines and 100 columns."""

    def __init__(self, *arguments, home):
        self.seen = ""
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.execve(QUIVER, [QUIVER, "shell", *arguments], {**CLEAN, "HOME": str(home), "TERM": "xterm"})
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))

    def type(self, text):
        os.write(self.terminal, text.encode())

    def read(self, end):
        """What appears next, without the codes for colours and cursor; None when nothing will."""
        waited = select.select([self.terminal], [], [], max(0.0, end - time.monotonic()))
        assert waited[0], f"nothing more than {self.seen[-2000:]!r}"
        try:
            part = os.read(self.terminal, 1 << 16)
        except OSError:
            return None
        return re.sub(r"\x1b(\[[0-9;?]*[A-Za-z]|=|>)", "", part.decode(errors="replace")) if part else None

    def expect(self, text):
        """Waits until text appears; what was before it, and forgets both."""
        end = time.monotonic() + PATIENCE
        while text not in self.seen:
            part = self.read(end)
            assert part is not None, f"ended before {text!r}: {self.seen[-2000:]!r}"
            self.seen += part
        before, _, self.seen = self.seen.partition(text)
        return before

    def run(self, line, answer, prompt="@neo4j> "):
        """Types a line, and waits for its answer and for the prompt behind it."""
        self.type(line + "\r")
        before = self.expect(answer) if answer else ""
        return before + self.expect(prompt)

    def end(self):
        """Waits for the end; the exit code."""
        end = time.monotonic() + PATIENCE
        while (part := self.read(end)) is not None:
            self.seen += part
        os.close(self.terminal)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


class Place:
    """A server without login, and a home folder."""

    def __init__(self, server, home):
        self.server, self.home = server, home

    def shell(self, *arguments):
        return Shell("-a", self.server.uri, *arguments, home=self.home)

    def prompted(self, *arguments):
        shell = self.shell(*arguments)
        shell.expect("@neo4j> ")
        return shell


def statements_and_prompts(place):
    shell = place.shell()
    shell.expect("Connected to bolt://127.0.0.1:")
    shell.expect("@neo4j> ")
    shell.run("RETURN 1 AS x;", "| 1 |")
    shell.type("RETURN\r2 AS\ry\r")
    shell.run(";", "| 2 |")
    shell.run("RETURN foo;", "Variable `foo` not defined")
    shell.run(":begin", "", prompt="@neo4j# ")
    shell.run("RETURN 3 AS z;", "| 3 |", prompt="@neo4j# ")
    shell.run("RETURN foo;", "Variable `foo` not defined")
    shell.run(":begin", "", prompt="@neo4j# ")
    shell.run("CREATE (:Gone);", "Added 1 nodes", prompt="@neo4j# ")
    shell.run(":rollback", "")
    shell.run("MATCH (n:Gone) RETURN count(n) AS n;", "| 0 |")
    shell.run(":use system", "", prompt="@system> ")
    shell.run(":use", "")
    shell.run(":param {a: 41}", "")
    shell.run("RETURN $a + 1 AS answer;", "| 42     |")
    shell.run(":nosuch", "There is no command :nosuch")
    shell.run(":help", ":rollback")
    shell.run(":sysinfo", '"system"')
    shell.run(":disconnect", "", prompt="Disconnected> ")
    shell.run("RETURN 4 AS w;", "Not connected", prompt="Disconnected> ")
    shell.run(":connect", "")
    shell.run("RETURN 5 AS v;", "| 5 |")
    shell.run(":impersonate somebody", "somebody")
    shell.run("RETURN 6 AS u;", "| 6 |")
    shell.type(":exit\r")
    shell.expect("Bye!")
    assert shell.end() == 0


def pasted_text_is_one_statement_after_the_other(place):
    shell = place.prompted()
    shell.type("\x1b[200~RETURN 1 AS one;\rRETURN\r  2 AS two;\x1b[201~")
    shell.type("\r")
    shell.expect("| one |")
    shell.expect("| two |")
    shell.expect("@neo4j> ")
    shell.type("\x04")
    assert shell.end() == 0


def history_is_kept_without_passwords(place):
    shell = place.prompted()
    shell.run("RETURN 'remember' AS m;", '| "remember" |')
    shell.run("ALTER CURRENT USER SET PASSWORD FROM 'secret-one' TO 'secret-two';", "\r\n")
    shell.run(":connect -p secret-three", "Already connected")
    shell.type("\x04")
    assert shell.end() == 0
    kept = (place.home / ".quiver_shell_history").read_text()
    assert "remember" in kept and "secret" not in kept, kept
    mode = (place.home / ".quiver_shell_history").stat().st_mode
    assert mode & 0o077 == 0, oct(mode)
    shell = place.prompted()
    shell.type("\x1b[A")  # up
    shell.expect("RETURN 'remember' AS m;")
    shell.type("\r")
    shell.expect('| "remember" |')
    shell.expect("@neo4j> ")
    shell.type("\x12rememb")  # Ctrl-R
    shell.expect("RETURN 'remember' AS m;")
    shell.type("\r")
    shell.expect('| "remember" |')
    shell.expect("@neo4j> ")
    shell.run(":history", "RETURN 'remember' AS m;")
    shell.run(":history clear", "Removing history")
    shell.type("\x04")
    shell.end()
    assert "remember" not in (place.home / ".quiver_shell_history").read_text()


def completion(place):
    shell = place.prompted("--history", "in-memory")
    shell.run("CREATE (:Lighthouse {beamwidth: 5})-[:GUIDES]->(:`Odd one`);", "Added 2 nodes")
    for typed, completed in [
        (":beg\t", ":begin"),
        ("MAT\t", "MATCH"),
        ("mat\t", "match"),
        ("MATCH (n:Ligh\t", "MATCH (n:Lighthouse"),
        ("MATCH (n:Od\t", "MATCH (n:`Odd one`"),
        ("MATCH ()-[r:GUI\t", "MATCH ()-[r:GUIDES"),
        ("MATCH (n) RETURN n.beam\t", "MATCH (n) RETURN n.beamwidth"),
        ("MATCH (n {beam\t", "MATCH (n {beamwidth"),
        ("CALL db.lab\t", "CALL db.labels"),
        ("RETURN toUpp\t", "RETURN toUpper"),
        (":use sys\t", ":use system"),
    ]:
        shell.type(typed)
        shell.expect(completed)
        shell.type("\x03")
        shell.expect("Interrupted")
        shell.expect("@neo4j> ")
    shell.run(":param {parameter: 1}", "")
    shell.type("RETURN $para\t")
    shell.expect("RETURN $parameter")
    shell.type(";\r")
    shell.expect("| 1 ")
    shell.expect("@neo4j> ")
    shell.run("MATCH (n) DETACH DELETE n;", "Deleted 2 nodes")
    shell.type("\x04")
    assert shell.end() == 0


def wait_until_endless_runs(shell):
    ask = ("SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery STARTS WITH 'UNWIND' "
           "RETURN CASE count(*) WHEN 0 THEN 'not' ELSE 'now' END AS it;")
    while '"now"' not in shell.run(ask, "it "):
        pass


def ctrl_c_stops_the_query_and_not_the_shell(place):
    shell = place.prompted()
    shell.type("RETURN half")
    shell.expect("RETURN half")
    shell.type("\x03")
    shell.expect("Interrupted")
    shell.expect("@neo4j> ")
    other = place.prompted()
    shell.type(ENDLESS + "\r")
    wait_until_endless_runs(other)
    shell.type("\x03")
    shell.expect("Stopping query...")
    shell.expect("terminated")
    shell.expect("@neo4j> ")
    shell.run("RETURN 1 AS x;", "| 1 |")
    # In a transaction it takes the transaction with it.
    shell.run(":begin", "", prompt="@neo4j# ")
    shell.run("CREATE (:Gone);", "Added 1 nodes", prompt="@neo4j# ")
    shell.type(ENDLESS + "\r")
    wait_until_endless_runs(other)
    shell.type("\x03")
    shell.expect("rolled back")
    shell.expect("@neo4j> ")
    shell.run("MATCH (n:Gone) RETURN count(n) AS n;", "| 0 |")
    for each in (shell, other):
        each.type("\x04")
        assert each.end() == 0


def long_results_stop_at_each_screenful(place):
    shell = place.prompted()
    shell.type("UNWIND range(1, 100000) AS x RETURN x;\r")
    first = shell.expect("-- more")
    assert "| 26 " in first and "| 27 " not in first, first
    shell.type(" ")
    second = shell.expect("-- more")
    assert "| 55 " in second and "| 56 " not in second, second
    shell.type("\r")
    assert "| 56 " in shell.expect("-- more")
    shell.type("q")
    shell.expect("not shown")
    shell.expect("@neo4j> ")
    shell.type("UNWIND range(1, 5000) AS x RETURN x;\r")
    shell.expect("-- more")
    shell.type("a")
    shell.expect("5000 rows")
    shell.expect("@neo4j> ")
    shell.type("\x04")
    assert shell.end() == 0
    shell = place.prompted("--paging", "false")
    shell.run("UNWIND range(1, 200) AS x RETURN x;", "200 rows")
    shell.type("\x04")
    assert shell.end() == 0


def a_server_that_comes_back_is_used_again(place):
    with tempfile.TemporaryDirectory() as folder:
        server = Server(folder, "--no-auth")
        shell = Shell("-a", server.uri, home=place.home)
        shell.expect("@neo4j> ")
        server.stop()
        shell.run("RETURN 1 AS x;", "broke")
        shell.run("RETURN 1 AS x;", "Unable to connect")
        server = Server(folder, "--no-auth", port=server.port)
        try:
            shell.run("RETURN 1 AS x;", "| 1 |")
        finally:
            server.stop()
        shell.type("\x04")
        assert shell.end() == 0


def idle_shells_end(place):
    shell = place.prompted("--idle-timeout", "1s")
    shell.expect("bye")
    assert shell.end() == 0
    shell = place.prompted("--idle-timeout", "1h")
    shell.run("RETURN 1 AS x;", "| 1 |")
    shell.type("\x04")
    assert shell.end() == 0


def passwords_are_asked_for_and_not_shown(place):
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "password").write_text("first-password")
        server = Server(folder + "/data", "--initial-password-file", folder + "/password")
        try:
            shell = Shell("-a", server.uri, "-u", "neo4j", home=place.home)
            shell.expect("password: ")
            shell.type("first-password\r")
            before = shell.expect("neo4j@neo4j> ")
            assert "first-password" not in before, before
            shell.run(":use system", "", prompt="neo4j@system> ")
            shell.run("CREATE USER ann SET PASSWORD 'ann-the-first' CHANGE REQUIRED;", "0 rows", prompt="neo4j@system> ")
            shell.type(":exit\r")
            assert shell.end() == 0
            # Without a user it is asked for, too; an expired password is changed on the way.
            shell = Shell("-a", server.uri, home=place.home)
            shell.expect("username: ")
            shell.type("ann\r")
            shell.expect("password: ")
            shell.type("ann-the-first\r")
            shell.expect("new password: ")
            shell.type("ann-the-second\r")
            shell.expect("confirm password: ")
            shell.type("ann-the-second\r")
            before = shell.expect("ann@neo4j> ")
            assert "ann-the" not in before, before
            shell.run("SHOW CURRENT USER YIELD user;", '"ann"', prompt="ann@neo4j> ")
            shell.type("\x04")
            assert shell.end() == 0
            # One query on a terminal asks as well.
            shell = Shell("-a", server.uri, "-u", "ann", "RETURN 7 AS seven;", home=place.home)
            shell.expect("password: ")
            shell.type("ann-the-second\r")
            shell.expect("seven\r\n7\r\n")
            assert shell.end() == 0
            shell = Shell("-a", server.uri, "-u", "ann", "--change-password", home=place.home)
            for question, answer in [("old", "ann-the-second"), ("new", "ann-the-third"), ("confirm", "ann-the-third")]:
                shell.expect(f"{question} password: ")
                shell.type(answer + "\r")
            assert shell.end() == 0
            shell = Shell("-a", server.uri, "-u", "ann", "-p", "ann-the-second", "--non-interactive", "RETURN 1;",
                          home=place.home)
            assert shell.end() == 1, shell.seen
        finally:
            server.stop()


CHECKS = [
    statements_and_prompts,
    pasted_text_is_one_statement_after_the_other,
    history_is_kept_without_passwords,
    completion,
    ctrl_c_stops_the_query_and_not_the_shell,
    long_results_stop_at_each_screenful,
    a_server_that_comes_back_is_used_again,
    idle_shells_end,
    passwords_are_asked_for_and_not_shown,
]


def main():
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        server = Server(folder, "--no-auth")
        try:
            for check in CHECKS:
                with tempfile.TemporaryDirectory() as home:
                    try:
                        check(Place(server, Path(home)))
                        passed += 1
                        print(f"ok {check.__name__}")
                    except Exception:
                        failed += 1
                        print(f"FAILED {check.__name__}")
                        traceback.print_exc(file=sys.stdout)
        finally:
            server.stop()
    print(f"{passed} passed, {failed} failed, 0 skipped")
    sys.exit(1 if failed else 0)


main()
