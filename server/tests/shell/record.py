#!/usr/bin/env python3
"""record.py QUIVER CYPHER-SHELL: writes the answers in cases.txt anew.

Starts QUIVER on an empty folder, and gives each case to the real cypher-shell (its script's path), so that both shells
have asked the same server. Cases that begin with "ours" are answered by `quiver shell`: look at what changed in them.
"""
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent / "cases.txt"


def masked(text):
    """Without what is different each time, and without the server's drawings of plans."""
    text = re.sub(r"after (another )?\d+ ms", r"after \1N ms", text)
    text = re.sub(r"^(Time|DbHits|Memory \(Bytes\)): .*$", r"\1: N", text, flags=re.M)
    text = re.sub(r"^(Cypher \d+\n\n)?Planner .*?^Total database accesses.*?$", "DRAWING", text, flags=re.M | re.S)

    def facts(match):
        cells = match.group(0).removesuffix(" |").split(" | ")
        return " | ".join(cells[:5] + ["N".ljust(len(cell)) for cell in cells[5:]]) + " |"

    text = re.sub(r'^\| "(EXPLAIN|PROFILE)" \|.*$', facts, text, flags=re.M)
    return re.sub(r"\(offset: \d+\)", "(offset: N)", text)


def cases(text):
    head, *rest = re.split(r"^=== ", text, flags=re.M)
    yield head, None, None
    for case in rest:
        title, body = case.split("\n", 1)
        yield title, title.split("|", 1), re.split(r"^>>>.*\n?", body, flags=re.M)[0].rstrip("\n") + "\n"


def main():
    quiver, real = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen(
            [quiver, "serve", "--no-auth", "--data", folder, "--bolt", "127.0.0.1:0", "--http", "127.0.0.1:0"],
            stdout=subprocess.PIPE, text=True)
        port = re.search(r"bolt://localhost:(\d+)", server.stdout.readline()).group(1)
        out = []
        env = {k: v for k, v in os.environ.items() if not k.startswith("NEO4J_")}
        for title, parts, script in cases(HERE.read_text()):
            if parts is None:
                out.append(title)
                continue
            name, options = parts
            shell = [quiver, "shell"] if name.startswith("ours") else [real]
            options = [option.replace("=>", " => ") for option in options.split()]
            done = subprocess.run(shell + ["-a", f"bolt://127.0.0.1:{port}"] + options, input=script, text=True,
                                  capture_output=True, env=env)
            print(title, done.returncode, file=sys.stderr) if done.returncode else None
            out.append(f"=== {title}\n{script}>>>\n{masked(done.stdout)}>>>\n{masked(done.stderr)}>>> {done.returncode}\n\n")
        server.terminate()
        server.wait()
    HERE.write_text("".join(out).rstrip("\n") + "\n")


main()
