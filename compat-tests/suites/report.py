"""What became of each test of a suite: a line with ok, FAILED or SKIPPED, its name, and why, with tabs between.

`report.py testkit` runs testkit's tests/neo4j in the present folder; `junit FILE` and `go FILE` read what pytest and
`go test -json` wrote. `backend PORT` is no report but the Python driver as testkit leads it, in the driver's folder. A test of which one part failed has failed; one of which parts were skipped has passed.
"""

import json
import os
import sys
import unittest
from xml.etree import ElementTree


def tell(verdict, name, why=""):
    """One line."""
    print(verdict, name, " ".join(str(why).split())[-400:], sep="\t", flush=True)


class Telling(unittest.TestResult):
    """Tells of a test when it is over."""

    def startTest(self, test):
        super().startTest(test)
        self.verdict = ("ok", "")

    def addError(self, test, err):
        self.verdict = ("FAILED", err[1])

    addFailure = addError

    def addSubTest(self, test, subtest, err):
        if err is not None and self.verdict[0] == "ok":
            self.verdict = ("FAILED", f"{subtest._subDescription()} {err[1]}")

    def addSkip(self, test, reason):
        if isinstance(test, unittest.TestCase) and type(test).__name__ != "_SubTest":
            self.verdict = ("SKIPPED", reason)

    def stopTest(self, test):
        tell(self.verdict[0], test.id(), self.verdict[1])
        super().stopTest(test)


def testkit():
    sys.path.insert(0, os.getcwd())
    names = [name for name in sorted(os.listdir("tests/neo4j")) if name.startswith("test_")]
    names += [f"datatypes/{name}" for name in sorted(os.listdir("tests/neo4j/datatypes")) if name.startswith("test_")]
    modules = ["tests.neo4j." + name.removesuffix(".py").replace("/", ".") for name in names]
    result = Telling()
    unittest.defaultTestLoader.loadTestsFromNames(modules).run(result)
    for case, problem in result.errors:  # a module that could not be loaded
        tell("FAILED", str(case), problem)


def backend(port):
    sys.path.insert(0, os.getcwd())
    from testkitbackend.server import Server
    server = Server(("127.0.0.1", int(port)))
    while True:
        server.handle_request()


def junit(path):
    for case in ElementTree.parse(path).iter("testcase"):
        name = f"{case.get('classname')}.{case.get('name')}"
        failed = case.find("failure") if case.find("failure") is not None else case.find("error")
        skipped = case.find("skipped")
        if failed is not None:
            tell("FAILED", name, failed.get("message"))
        elif skipped is not None:
            tell("SKIPPED", name, skipped.get("message"))
        else:
            tell("ok", name)


def go(path):
    said = {}
    verdicts = {"pass": "ok", "fail": "FAILED", "skip": "SKIPPED"}
    with open(path, encoding="utf-8") as file:
        for line in file:
            event = json.loads(line) if line.startswith("{") else {}
            name = event.get("Test") or (event.get("Package", "") if event.get("Action") == "fail" else None)
            if event.get("Action") == "output" and name:
                said[name] = said.get(name, "")[-2000:] + event["Output"]
            elif event.get("Action") in verdicts and name:
                tell(verdicts[event["Action"]], name, said.get(name, "") if event["Action"] != "pass" else "")


{"testkit": testkit, "junit": junit, "go": go, "backend": backend}[sys.argv[1]](*sys.argv[2:])
