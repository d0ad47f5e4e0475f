"""Another client, in a process of its own: asks RETURN 1 all the time and looks at the server's memory.

Meet Watch first; a check is `watch.run("name", check, server)`. What is measured is the largest resident size since the
check began, and the longest time that an answer took. A check that was only too slow is tried again, twice at most: what
else the machine does is no fault of the server, and what the server does shows every time. Growth is never forgiven.
"""

import multiprocessing
import time

import bolt

PAUSE = 0.004       # seconds between two questions
LATENCY = 0.200     # seconds that an answer may take
GROWTH = 64 << 20   # bytes that the server may grow


class Slow(AssertionError):
    """Something took longer than it may."""


def in_time(seconds, limit, what):
    """Fails as Slow past the limit."""
    if seconds >= limit:
        raise Slow(f"{what} took {seconds * 1000:.0f} ms")


def resident(pid):
    """Bytes of the process that are in memory."""
    with open(f"/proc/{pid}/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * 4096


def ask(address, pid, slowest, largest, asked, ends):
    """The other client's life."""
    client = bolt.Client(address)
    while not ends.value:
        began = time.monotonic()
        rows, summary = client.query("RETURN 1")
        took = time.monotonic() - began
        if rows != [[1]]:
            raise AssertionError(f"RETURN 1 gave {rows} {summary}")
        slowest.value = max(slowest.value, took)
        largest.value = max(largest.value, resident(pid))
        asked.value += 1
        time.sleep(PAUSE)


class Watch:
    """The other client, and the checks so far."""

    def __init__(self, address, pid):
        self.pid, self.failed, self.passed = pid, [], 0
        self.slowest, self.largest = multiprocessing.Value("d", 0.0), multiprocessing.Value("q", 0)
        self.asked, self.ends = multiprocessing.Value("q", 0), multiprocessing.Value("b", 0)
        self.process = multiprocessing.Process(
            target=ask, args=(address, pid, self.slowest, self.largest, self.asked, self.ends), daemon=True)
        self.process.start()

    def run(self, name, check, server):
        """A check, again if it was slow."""
        for left in (2, 1, 0):
            if self.attempt(name, check, server, left == 0):
                return

    def attempt(self, name, check, server, last):
        """Whether that was it: anything but a slow check that is to be tried again."""
        time.sleep(0.05)
        before, began, asked = resident(self.pid), time.monotonic(), self.asked.value
        self.slowest.value, self.largest.value = 0.0, before
        notes, problem, slow = [], None, False
        try:
            check(server, notes)
        except Slow as error:
            problem, slow = str(error), True
        except (AssertionError, bolt.Closed, OSError, ValueError, IndexError) as error:
            problem = f"{type(error).__name__}: {error}"[:300]
        deadline = time.monotonic() + 30
        while self.asked.value < asked + 3 and self.process.is_alive() and time.monotonic() < deadline:
            time.sleep(0.01)  # an answer that hangs must be seen
        grown, slowest = max(self.largest.value, resident(self.pid)) - before, self.slowest.value
        if problem is None and not self.process.is_alive():
            problem = "the other client is no longer served"
        if (problem is None or slow) and grown > GROWTH:
            problem, slow = f"grew by {grown >> 20} MB", False
        if problem is None and self.asked.value < asked + 3:
            problem = "RETURN 1 was not answered"
        if problem is None and slowest > LATENCY:
            problem, slow = f"RETURN 1 took {slowest * 1000:.0f} ms", True
        verdict = "ok    " if problem is None else "again " if slow and not last else "FAILED"
        print(f"{verdict} {name:<44} {time.monotonic() - began:6.1f} s  +{grown / (1 << 20):6.1f} MB  "
              f"{slowest * 1000:6.1f} ms  {'; '.join(notes)}", flush=True)
        if problem is None:
            self.passed += 1
        elif verdict == "FAILED":
            self.failed.append(name)
        if problem is not None:
            print(f"{verdict} {name}: {problem}", flush=True)
        return verdict != "again "

    def end(self):
        self.ends.value = 1
        self.process.join(10)
