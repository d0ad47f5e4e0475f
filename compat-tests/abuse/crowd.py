"""Many connections: idle, logged in, logging in, coming and going, and slow readers.

CHECKS lists the checks with their names.
"""

import socket
import statistics
import threading
import time

import bolt
import watch
from bolt import Client, message


def idle(server, notes):
    """1,000 connections that say nothing."""
    crowd = []
    before = watch.resident(server.pid)
    for _ in range(1000):
        crowd.append(socket.create_connection(server.address, timeout=10))
    time.sleep(1)
    each = (watch.resident(server.pid) - before) / 1000
    notes.append(f"{each / 1024:.1f} KiB each")
    for client in crowd:
        client.close()
    assert each < 32 << 10, f"{each:.0f} bytes each"


def logged_in(server, notes):
    """1,000 that have logged in and run something, from one address."""
    crowd = []
    before = watch.resident(server.pid)
    for _ in range(1000):
        client = Client(server.address)
        rows, _ = client.query("UNWIND range(1, 100) AS x RETURN x, $y", {"y": "y" * 1000})
        assert len(rows) == 100
        crowd.append(client)
    time.sleep(1)
    each = (watch.resident(server.pid) - before) / 1000
    notes.append(f"{each / 1024:.1f} KiB each")
    for client in crowd[::50]:
        rows, _ = client.query("RETURN 1")
        assert rows == [[1]]
    for client in crowd:
        client.close()
    assert each < 32 << 10, f"{each:.0f} bytes each"


def logins(server, notes):
    """500 logins in a row with the right password, then wrong ones."""
    began = time.monotonic()
    token = {"scheme": "basic", "principal": "neo4j", "credentials": server.password}
    for _ in range(500):
        Client(server.address, token=token).close()
    notes.append(f"{(time.monotonic() - began) * 2:.1f} ms each")
    for _ in range(20):
        with Client(server.address, login=False) as client:
            client.send(bolt.login_messages((5, 4), {**token, "principal": "nobody", "credentials": "wrong password"}))
            client.expect(bolt.SUCCESS)
            client.expect(bolt.FAILURE)
            assert client.is_closed()


def users_are_not_told(server, notes):
    """A wrong password takes as long for a name that exists as for one that does not."""
    def refused(name):
        token = {"scheme": "basic", "principal": name, "credentials": "wrong password"}
        with Client(server.address, login=False) as client:
            began = time.perf_counter()
            client.send(bolt.login_messages((5, 4), token))
            client.expect(bolt.SUCCESS)
            client.expect(bolt.FAILURE)
            return time.perf_counter() - began
    for _ in range(3):
        # One after the other, so that what else the machine does meets both.
        pairs = [(refused("neo4j"), refused(f"nobody{i}")) for i in range(60)]
        known, unknown = (statistics.median(times) for times in zip(*pairs))
        notes.append(f"{known * 1000:.1f} ms / {unknown * 1000:.1f} ms")
        if abs(known - unknown) < 0.1 * max(known, unknown):
            return
    raise AssertionError(f"known and unknown names differ: {notes}")


def churn(server, notes):
    """Connections that come and go in every way."""
    count = 0
    end = time.monotonic() + 4
    while time.monotonic() < end:
        client = Client(server.address, login=count % 3 != 0)
        if count % 4 == 1:
            client.say(bolt.RUN, "UNWIND range(1, 10000000) AS x RETURN x", {}, {})
            client.say(bolt.PULL, {"n": -1})
        if count % 4 == 2:
            client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # RST instead of FIN
        client.close()
        count += 1
    notes.append(f"{count} connections")


ENDLESS = "UNWIND range(1, 10000000) AS x RETURN x, 'some text that makes a row longer'"


def unread(server, notes):
    """10 million rows that nobody reads."""
    with Client(server.address) as client:
        client.send(message(bolt.RUN, ENDLESS, {}, {}) + message(bolt.PULL, {"n": -1}))
        time.sleep(3)
        for _ in range(1000):
            client.read()
    with Client(server.address) as client:  # and 10 million that somebody throws away
        client.send(message(bolt.RUN, ENDLESS, {}, {}) + message(bolt.DISCARD, {"n": -1}))
        client.expect(bolt.SUCCESS)
        began = time.monotonic()
        client.expect(bolt.SUCCESS)
        notes.append(f"discarded in {time.monotonic() - began:.1f} s")


def slow_readers(server, notes):
    """100 that read a little now and then."""
    crowd = []
    for _ in range(100):
        client = Client(server.address, receive_buffer=4096)
        client.send(message(bolt.RUN, ENDLESS, {}, {}) + message(bolt.PULL, {"n": -1}))
        crowd.append(client)
    end = time.monotonic() + 4
    while time.monotonic() < end:
        for client in crowd:
            client.socket.recv(512)
        time.sleep(0.05)
    for client in crowd:
        client.close()


def heavy_and_short(server, notes):
    """Eight heavy queries at once; the other client must not notice."""
    crowd = [Client(server.address) for _ in range(8)]
    for client in crowd:
        client.say(bolt.RUN, "UNWIND range(1, 100000000) AS x WITH x WHERE x % 7 = 3 RETURN count(x)", {}, {})
        client.say(bolt.PULL, {"n": -1})
    time.sleep(3)
    for client in crowd:
        client.close()


def large_messages(server, notes):
    """20 messages of 4 MB one after the other on each of five connections: nothing stays."""
    text = "x" * (4 << 20)
    def talk():
        with Client(server.address) as client:
            for _ in range(5):
                rows, _ = client.query("RETURN size($x)", {"x": text})
                assert rows == [[len(text)]]
    threads = [threading.Thread(target=talk) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


CHECKS = [(function.__name__.replace("_", " "), function) for function in (
    idle, logged_in, churn, unread, slow_readers, heavy_and_short, large_messages)]
WITH_PASSWORD = [("500 logins", logins), ("users are not told by time", users_are_not_told)]
