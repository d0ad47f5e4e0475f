"""Hostile bytes: before login, after it, in the wrong order, cut off, changed, too large, too deep.

Each function is one check; CHECKS lists them with their names.
"""

import random
import socket
import struct
import time

import bolt
from bolt import Client, Closed, Raw, Struct, chunked, message


def flood(client, data, most):
    """Sends `data` again and again; gives the bytes sent until the server closed, or None if it took `most`."""
    sent = 0
    try:
        while sent < most:
            client.send(data)
            sent += len(data)
    except (BrokenPipeError, ConnectionResetError):
        return sent
    return None


def endless_chunks_before_login(server, notes):
    chunk = b"\xff\xff" + bytes(0xFFFF)
    for version in ((5, 4), (4, 4)):
        with Client(server.address, version, login=False) as client:
            sent = flood(client, chunk, 64 << 20)
            assert sent is not None, "64 MB taken before login"
            notes.append(f"cut after {sent >> 10} KiB")


def endless_chunks_after_login(server, notes):
    with Client(server.address) as client:
        sent = flood(client, b"\xff\xff" + bytes(0xFFFF), 256 << 20)
        assert sent is not None, "256 MB taken for one message"
        notes.append(f"cut after {sent >> 20} MB")
    with Client(server.address) as client:  # one byte at a time: the headers are larger than the message
        client.send(b"\0\1\xb1" * (1 << 20))
        assert client_lives(server)


def client_lives(server):
    with Client(server.address) as client:
        rows, _ = client.query("RETURN 1")
        return rows == [[1]]


def endless_noops(server, notes):
    with Client(server.address, login=False) as client:
        sent = flood(client, bytes(1 << 16), 32 << 20)
        notes.append("before login: " + (f"cut after {sent >> 10} KiB" if sent else "all taken"))
        assert sent is not None, "32 MB of NOOPs taken before login"
    with Client(server.address) as client:
        client.send(bytes(64 << 20))
        rows, _ = client.query("RETURN 2")
        assert rows == [[2]], "a client that is logged in may send NOOPs"


def pipelined_runs_unread(server, notes):
    with Client(server.address, receive_buffer=4096) as client:
        client.socket.settimeout(3)
        pair = message(bolt.RUN, "UNWIND range(1, 20) AS x RETURN x, 'some text'", {}, {}) + message(bolt.PULL, {"n": -1})
        sent = 0
        try:
            for _ in range(1000):
                client.send(pair * 100)
                sent += 100
        except TimeoutError:
            pass  # the server stopped reading: as it should
        notes.append(f"{sent} taken")
    with Client(server.address) as client:  # and they are all answered if somebody reads
        client.socket.settimeout(60)
        import threading
        sender = threading.Thread(target=client.send, args=((message(bolt.RUN, "RETURN 1", {}, {}) + message(bolt.PULL, {"n": -1})) * 20_000,))
        sender.start()
        for _ in range(20_000):
            client.expect(bolt.SUCCESS)
            client.expect(bolt.RECORD)
            client.expect(bolt.SUCCESS)
        sender.join()


def resets(server, notes):
    with Client(server.address) as client:
        import threading
        count = 200_000
        sender = threading.Thread(target=client.send, args=(message(bolt.RESET) * count,))
        sender.start()
        for _ in range(count):
            client.expect(bolt.SUCCESS)
        sender.join()
        rows, _ = client.query("RETURN 1")
        assert rows == [[1]]
    with Client(server.address, receive_buffer=4096) as client:  # nobody reads the answers
        client.socket.settimeout(2)
        try:
            for _ in range(400):
                client.send(message(bolt.RESET) * 10_000)
        except TimeoutError:
            notes.append("stopped reading")


def slowloris(server, notes):
    """Connections that never finish their handshake, or never log in, byte by byte: closed after 10 s."""
    began = time.monotonic()
    whole = bolt.MAGIC + bytes([0, 0, 4, 5]) + bytes(12) + bolt.login_messages((5, 4))
    crowd = []
    for i in range(100):
        client = socket.create_connection(server.address, timeout=20)
        client.setblocking(False)
        crowd.append([client, whole[:20] if i % 2 else b"", 0, None])
    for entry in crowd:
        if entry[1]:
            entry[0].send(whole[:20])
            entry[2] = 20
    while time.monotonic() - began < 14 and any(entry[3] is None for entry in crowd):
        for entry in crowd:
            client, _, at, closed = entry
            if closed is not None:
                continue
            try:
                client.send(whole[at:at + 1])
                entry[2] = min(at + 1, len(whole) - 3)
                while client.recv(4096):
                    pass
                entry[3] = time.monotonic() - began
            except BlockingIOError:
                pass
            except OSError:
                entry[3] = time.monotonic() - began
        time.sleep(0.5)
    closed = [entry[3] for entry in crowd if entry[3] is not None]
    for entry in crowd:
        entry[0].close()
    assert len(closed) == len(crowd), f"{len(crowd) - len(closed)} of {len(crowd)} are open after 14 s"
    notes.append(f"closed after {min(closed):.1f} to {max(closed):.1f} s")


def refused(client):
    """Whether a message was answered with a failure, or closed the door."""
    try:
        return client.read()[0] == bolt.FAILURE
    except Closed:
        return True


SIZES = [bytes([marker]) + b"\x7f\xff\xff\xff"[:width] for marker, width in
         ((0xCC, 1), (0xCD, 2), (0xCE, 4), (0xD0, 1), (0xD1, 2), (0xD2, 4), (0xD4, 1), (0xD5, 2), (0xD6, 4), (0xD8, 1), (0xD9, 2), (0xDA, 4))]
SIZES += [b"\xce\xff\xff\xff\xff", b"\xd2\xff\xff\xff\xff", b"\xd6\xff\xff\xff\xff", b"\xda\xff\xff\xff\xff", b"\x9f", b"\xaf", b"\x8f", b"\xbfN"]


def allocation_bombs(server, notes):
    """Every size field claims the most it can, in every place where a value may stand."""
    for size in SIZES:
        for login, payload in [
            (False, b"\xb1\x01" + size), (False, b"\xb1\x01\xa1\x8auser_agent" + size),
            (True, b"\xb3\x10" + size), (True, b"\xb3\x10\x88RETURN 1" + size), (True, b"\xb3\x10\x88RETURN 1\xa1\x81x" + size),
            (True, b"\xb3\x10\x88RETURN 1\xa1" + size), (True, b"\xb3\x10\x88RETURN 1\xa0" + size), (True, b"\xb1\x3f" + size),
            (True, b"\xb1\x11" + size), (True, b"\xb3\x66\xa0" + size),
        ]:
            with Client(server.address, login=login) as client:
                client.send(chunked(payload))
                assert refused(client), f"taken: {payload.hex()}"
    # Lists of lists of ... that are all there, small on the wire and large in memory.
    with Client(server.address) as client:
        client.send(message(bolt.RUN, "RETURN size($x)", {"x": Raw(b"\xd6\x00\xa0\x00\x00" + b"\x90" * 0xA00000)}, {}))
        client.send(message(bolt.PULL, {"n": -1}))
        client.summary()
    notes.append(f"{len(SIZES) * 10} bombs")


def nesting_bombs(server, notes):
    bombs = [b"\x91" * 1_000_000, b"\xa1\x81a" * 400_000, b"\xb1N" * 500_000, (b"\x91\xa1\x81a") * 250_000, b"\xd4\x01" * 500_000]
    for bomb in bombs:
        for login, head in ((True, b"\xb3\x10\x88RETURN 1\xa1\x81x"), (True, b"\xb1\x11"), (True, b"\xb3\x66"), (True, b"\xb1"), (False, b"\xb1\x01")):
            with Client(server.address, login=login) as client:
                try:
                    client.send(chunked(head + bomb))
                except OSError:
                    continue  # cut while it was sent
                assert refused(client), f"taken: {head.hex()} and {bomb[:4].hex()}..."
    texts = ["RETURN " + "(" * 20_000 + "1" + ")" * 20_000, "RETURN " + "[" * 20_000 + "]" * 20_000, "RETURN 1" + "+1" * 20_000,
             "RETURN true" + " AND true" * 20_000, "RETURN " + "NOT " * 50_000 + "true", "RETURN 1" + " UNION ALL RETURN 1" * 2_000,
             "RETURN " + "{a:" * 20_000 + "1" + "}" * 20_000, "RETURN " + "CASE WHEN true THEN " * 5_000 + "1" + " END" * 5_000,
             "CALL { " * 500 + "RETURN 1 AS x" + " } RETURN 1 AS x" * 500, "MATCH (a)" + "-->()" * 2_000 + " RETURN 1",
             "RETURN " + "-" * 100_000 + "1", "RETURN " + "a." * 10 + "b" * 1_000_000, "RETURN '" + "x" * 500_000 + "'",
             "EXPLAIN MATCH ()" + "-->()" * 490 + " RETURN 1 AS x", "EXPLAIN MATCH (n) WHERE " + "EXISTS { (n)-->() } AND " * 450 + "true RETURN n",
             "RETURN {" + ", ".join(f"k{at}: {at}" for at in range(10_000)) + "} AS x", "EXPLAIN RETURN CASE 1 " + "WHEN 2 THEN 3 " * 5_000 + "END",
             "EXPLAIN MATCH (n) WHERE " + " OR ".join(f"n.p{at} = {at}" for at in range(10_000)) + " RETURN n"]
    slowest = 0
    for text in texts:
        with Client(server.address) as client:
            began = time.monotonic()
            _, answer = client.query(text)
            assert ".DatabaseError." not in answer.get("code", ""), f"{text[:30]}: {answer}"
            slowest = max(slowest, time.monotonic() - began)
    notes.append(f"slowest text {slowest * 1000:.0f} ms")
    assert slowest < 5, "a nested text took long"


def large_literals(server, notes):
    """8 MB in a query's text, once as a value and once as part of a column's name; a list of which a plan would be larger."""
    text = "x" * (8 << 20)
    for query, expected in ((f"RETURN '{text}' = $x AS same", True), (f"RETURN size('{text}')", len(text)), (f"MATCH (n) WHERE n.x = '{text}' RETURN count(n)", 0)):
        with Client(server.address) as client:
            began = time.monotonic()
            rows, summary = client.query(query, {"x": text} if "$x" in query else {})
            notes.append(f"{(time.monotonic() - began) * 1000:.0f} ms")
            assert rows == [[expected]], str(summary)[:300]
    with Client(server.address) as client:
        _, failure = client.query("RETURN size([" + "1," * (4 << 20) + "1])")
        assert "pass large lists and maps as parameters" in failure.get("message", ""), str(failure)[:300]


def conversation(version):
    """The client's half of a conversation with every kind of message."""
    said = [bolt.MAGIC + bytes([0, 0, version[1], version[0]]) + bytes(12), bolt.login_messages(version)]
    said.append(message(bolt.RUN, "RETURN $x AS x", {"x": [1, 2.5, "three", None, True, {"k": b"\1\2"}]}, {"mode": "r"}))
    said.append(message(bolt.PULL, {"n": 1000}) + message(bolt.BEGIN, {"tx_timeout": 1000}))
    said.append(message(bolt.RUN, "UNWIND range(1, 30) AS x RETURN x", {}, {}) + message(bolt.PULL, {"n": 10, "qid": 0}))
    said.append(message(bolt.DISCARD, {"n": -1, "qid": 0}) + message(bolt.COMMIT))
    said.append(message(bolt.BEGIN, {}) + message(bolt.ROLLBACK) + message(bolt.ROUTE, {}, [], {}))
    if version >= (5, 4):
        said.append(message(bolt.TELEMETRY, 1) + message(bolt.LOGOFF) + message(bolt.LOGON, {"scheme": "none"}))
    said.append(message(bolt.RUN, "RETURN date() AS d", {}, {}) + message(bolt.PULL, {"n": -1}) + message(bolt.RESET) + message(bolt.GOODBYE))
    return b"".join(said)


def exchange(address, data):
    """Sends it, closes the sending side, reads to the end."""
    with socket.create_connection(address, timeout=bolt.PATIENCE) as client:
        received = 0
        try:
            client.sendall(data)
            client.shutdown(socket.SHUT_WR)
            while part := client.recv(1 << 16):
                received += len(part)
        except (BrokenPipeError, ConnectionResetError):
            pass
        return received


def truncations(server, notes):
    count = 0
    for version in ((4, 4), (5, 4), (6, 1)):
        whole = conversation(version)
        for length in range(len(whole) + 1):
            exchange(server.address, whole[:length])
        count += len(whole)
    notes.append(f"{count} truncations")


def wrong_order(server, notes):
    """Every message after every message, in every state: an answer or a closed door, never silence."""
    samples = {
        bolt.HELLO: [bolt.HELLO_EXTRA], bolt.LOGON: [{"scheme": "none"}], bolt.RUN: ["RETURN 1 AS x", {}, {}], bolt.BEGIN: [{}],
        bolt.PULL: [{"n": 1}], bolt.DISCARD: [{"n": -1}], bolt.TELEMETRY: [1], bolt.ROUTE: [{}, [], {}],
    }
    whole = {tag: message(tag, *samples.get(tag, [])) for tag in bolt.REQUESTS.values()}
    answered = {bolt.SUCCESS: 0, bolt.FAILURE: 0, bolt.IGNORED: 0}
    closed = 0
    for login in (False, True):
        for first in whole:
            for second in whole:
                with Client(server.address, login=login) as client:
                    client.send(whole[first] + whole[second])
                    open_answers = 2
                    try:
                        while open_answers:
                            tag, _ = client.summary()
                            answered[tag] += 1
                            open_answers -= 1
                    except Closed:
                        closed += 1
    notes.append(f"{sum(answered.values())} answers, {closed} closed")


def unknown_tags(server, notes):
    known = set(bolt.REQUESTS.values())
    for login in (False, True):
        for tag in range(256):
            if tag in known:
                continue
            with Client(server.address, login=login) as client:
                client.send(chunked(bytes([0xB0, tag])))
                client.send(chunked(b"\x01"))
                try:
                    found, fields = client.read()
                    raise AssertionError(f"tag {tag:02x} was answered: {found:02x} {fields}")
                except Closed:
                    pass


def mutations(server, notes):
    rng = random.Random(20261121)
    conversations = [conversation(version) for version in ((4, 0), (4, 4), (5, 4), (5, 8), (6, 1))]
    for round_ in range(10_000):
        data = bytearray(conversations[round_ % len(conversations)])
        for _ in range(rng.randint(1, 6)):
            at = rng.randrange(20 if round_ % 10 else 0, len(data))
            kind = rng.randrange(5)
            if kind == 0:
                data[at] = rng.randrange(256)
            elif kind == 1:
                data[at] ^= 1 << rng.randrange(8)
            elif kind == 2:
                del data[at]
            elif kind == 3:
                data.insert(at, rng.randrange(256))
            else:
                data[at:at] = data[at:at + rng.randrange(40)]
        exchange(server.address, bytes(data))


def invalid_utf8(server, notes):
    broken = [b"\xc3\x28", b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82", b"\xf0\x9f\x92"]
    for text in broken:
        value = Raw(bytes([0x80 | len(text)]) + text)
        for fields in ([value, {}, {}], ["RETURN $x", {"x": value}, {}], ["RETURN 1", Raw(b"\xa1" + value + b"\x01"), {}],
                       ["RETURN 1", {}, {"db": value}], ["RETURN 1", {}, {"tx_metadata": {"a": [value]}}]):
            with Client(server.address) as client:
                client.say(bolt.RUN, *fields)
                try:
                    found, answer = client.read()
                    assert found == bolt.FAILURE, f"{text.hex()} was taken: {answer}"
                except Closed:
                    pass


HUGE = [2**63 - 1, -(2**63), 2**62, -(2**62), 2**53, 10**15, -(10**15), 10**18, 86_400 * 10**9, -1, 999_999_999_999, 2**31, -(2**31)]


def absurd_temporals(server, notes):
    """Structures with fields beyond what there is: refused or turned into something that can be used, never a panic."""
    shapes = {0x44: 1, 0x74: 1, 0x54: 2, 0x49: 3, 0x64: 2, 0x45: 4}
    uses = ["RETURN $x", "RETURN toString($x)", "RETURN $x + duration({days: 1})", "RETURN [x IN [$x] | x.year]", "RETURN $x < $x",
            "WITH $x AS x ORDER BY x RETURN x"]
    refused = taken = 0
    for tag, count in shapes.items():
        for place in range(count):
            for number in HUGE:
                fields = [0] * count
                fields[place] = number
                with Client(server.address) as client:
                    for use in uses:
                        client.send(message(bolt.RUN, use, {"x": Struct(tag, *fields)}, {}) + message(bolt.PULL, {"n": -1}))
                        try:
                            found, _ = client.summary()
                            if found == bolt.FAILURE:
                                refused += 1
                                client.summary()
                                client.reset()
                            else:
                                taken += 1
                                if client.summary()[0] == bolt.FAILURE:
                                    client.reset()
                        except Closed:
                            refused += 1
                            break
    zones = ["", "x" * 100_000, "Europe/Nowhere", "../../etc/passwd", "\0", "UTC\0", "+25:00", "Etc/GMT+99"]
    for zone in zones:
        with Client(server.address) as client:
            client.send(message(bolt.RUN, "RETURN toString($x)", {"x": Struct(0x69, 0, 0, zone)}, {}))
            try:
                found, _ = client.summary()
                assert found == bolt.FAILURE, f"zone {zone[:20]!r} was taken"
            except Closed:
                pass
    notes.append(f"{refused} refused, {taken} taken")


CHECKS = [(function.__name__.replace("_", " "), function) for function in (
    endless_chunks_before_login, endless_chunks_after_login, endless_noops, pipelined_runs_unread, resets, slowloris, allocation_bombs,
    nesting_bombs, large_literals, truncations, wrong_order, unknown_tags, mutations, invalid_utf8, absurd_temporals)]
