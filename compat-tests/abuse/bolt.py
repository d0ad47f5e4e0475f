"""A raw Bolt client: bytes out, messages in. It checks nothing, so that it can say what no driver would.

Meet Client first. Values are packed from Python's own; Struct is a structure, Raw is bytes put as they are.
"""

import socket
import struct
import sys

MAGIC = b"\x60\x60\xb0\x17"
HELLO, LOGON, LOGOFF, GOODBYE, RESET = 0x01, 0x6A, 0x6B, 0x02, 0x0F
RUN, BEGIN, COMMIT, ROLLBACK, DISCARD, PULL = 0x10, 0x11, 0x12, 0x13, 0x2F, 0x3F
TELEMETRY, ROUTE = 0x54, 0x66
SUCCESS, RECORD, IGNORED, FAILURE = 0x70, 0x71, 0x7E, 0x7F
NAMES = {SUCCESS: "SUCCESS", RECORD: "RECORD", IGNORED: "IGNORED", FAILURE: "FAILURE"}
REQUESTS = {"HELLO": HELLO, "LOGON": LOGON, "LOGOFF": LOGOFF, "GOODBYE": GOODBYE, "RESET": RESET, "RUN": RUN, "BEGIN": BEGIN,
            "COMMIT": COMMIT, "ROLLBACK": ROLLBACK, "DISCARD": DISCARD, "PULL": PULL, "TELEMETRY": TELEMETRY, "ROUTE": ROUTE}
# The plan of a chain of hundreds of hops is a tree as deep, and reading it calls itself.
sys.setrecursionlimit(20_000)
PATIENCE = 60  # seconds without an answer after which the server counts as hung


class Closed(Exception):
    """The server closed the connection."""


class Struct:
    """A structure: a tag and fields."""

    def __init__(self, tag, *fields):
        self.tag, self.fields = tag, fields


class Raw(bytes):
    """Bytes that go out as they are."""


def sized(value, tiny, markers, count):
    """The head of something with a length."""
    if tiny is not None and count < 16:
        return bytes([tiny | count])
    for marker, form, limit in zip(markers, (">B", ">H", ">I"), (1 << 8, 1 << 16, 1 << 32)):
        if count < limit and marker is not None:
            return bytes([marker]) + struct.pack(form, count)
    raise ValueError("too long")


def pack(value):
    """The bytes of a value."""
    if isinstance(value, Raw):
        return bytes(value)
    if value is None:
        return b"\xc0"
    if isinstance(value, bool):
        return b"\xc3" if value else b"\xc2"
    if isinstance(value, int):
        if -16 <= value < 128:
            return struct.pack(">b", value)
        return b"\xcb" + struct.pack(">q", value)
    if isinstance(value, float):
        return b"\xc1" + struct.pack(">d", value)
    if isinstance(value, str):
        text = value.encode()
        return sized(text, 0x80, (0xD0, 0xD1, 0xD2), len(text)) + text
    if isinstance(value, bytes):
        return sized(value, None, (0xCC, 0xCD, 0xCE), len(value)) + value
    if isinstance(value, (list, tuple)):
        return sized(value, 0x90, (0xD4, 0xD5, 0xD6), len(value)) + b"".join(map(pack, value))
    if isinstance(value, dict):
        entries = b"".join(pack(key) + pack(item) for key, item in value.items())
        return sized(value, 0xA0, (0xD8, 0xD9, 0xDA), len(value)) + entries
    if isinstance(value, Struct):
        return bytes([0xB0 | len(value.fields), value.tag]) + b"".join(map(pack, value.fields))
    raise TypeError(type(value))


def chunked(payload, size=0xFFFF):
    """A message's bytes in chunks, with its end."""
    parts = [payload[at:at + size] for at in range(0, len(payload), size)]
    return b"".join(struct.pack(">H", len(part)) + part for part in parts) + b"\0\0"


def message(tag, *fields):
    """A whole message as it goes over the wire."""
    return chunked(pack(Struct(tag, *fields)))


def unpack(data, at=0):
    """A value of an answer and where it ends."""
    marker = data[at]
    at += 1
    if marker < 0x80:
        return marker, at
    if marker >= 0xF0:
        return marker - 256, at
    high, low = marker & 0xF0, marker & 0x0F
    if high == 0x80:
        return data[at:at + low].decode(), at + low
    if high == 0x90:
        return items(data, at, low)
    if high == 0xA0:
        return entries(data, at, low)
    if high == 0xB0:
        tag = data[at]
        fields, at = items(data, at + 1, low)
        return Struct(tag, *fields), at
    if marker in (0xC0, 0xC2, 0xC3):
        return {0xC0: None, 0xC2: False, 0xC3: True}[marker], at
    if marker == 0xC1:
        return struct.unpack_from(">d", data, at)[0], at + 8
    if 0xC8 <= marker <= 0xCB:
        form, size = [(">b", 1), (">h", 2), (">i", 4), (">q", 8)][marker - 0xC8]
        return struct.unpack_from(form, data, at)[0], at + size
    kind, width = {0xCC: ("b", 1), 0xCD: ("b", 2), 0xCE: ("b", 4), 0xD0: ("s", 1), 0xD1: ("s", 2), 0xD2: ("s", 4),
                   0xD4: ("l", 1), 0xD5: ("l", 2), 0xD6: ("l", 4), 0xD8: ("m", 1), 0xD9: ("m", 2), 0xDA: ("m", 4),
                   0xE0: ("u", 0)}[marker]
    if kind == "u":
        return data[at:at + 16].hex(), at + 16
    count = int.from_bytes(data[at:at + width], "big")
    at += width
    if kind == "l":
        return items(data, at, count)
    if kind == "m":
        return entries(data, at, count)
    part = data[at:at + count]
    return (part.decode() if kind == "s" else bytes(part)), at + count


def items(data, at, count):
    found = []
    for _ in range(count):
        value, at = unpack(data, at)
        found.append(value)
    return found, at


def entries(data, at, count):
    found = {}
    for _ in range(count):
        key, at = unpack(data, at)
        found[key], at = unpack(data, at)
    return found, at


HELLO_EXTRA = {"user_agent": "abuse/1", "bolt_agent": {"product": "abuse/1"}}


class Client:
    """A connection; address is (host, port). It has shaken hands, and logged in unless told not to."""

    def __init__(self, address, version=(5, 4), login=True, token=None, receive_buffer=None):
        self.version = version
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(PATIENCE)
        self.socket.connect(address)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = b""
        if version is None:
            return
        self.send(MAGIC + bytes([0, 0, version[1], version[0]]) + bytes(12))
        agreed = self.take(4)
        if agreed != bytes([0, 0, version[1], version[0]]):
            raise Closed(f"no agreement on {version}: {agreed.hex()}")
        if login:
            self.log_in(token)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data)

    def say(self, tag, *fields):
        self.send(message(tag, *fields))

    def log_in(self, token=None):
        self.send(login_messages(self.version, token))
        for _ in range(1 if self.version < (5, 1) else 2):
            self.expect(SUCCESS)

    def fill(self):
        data = self.socket.recv(1 << 16)
        if not data:
            raise Closed("end of stream")
        self.received += data

    def take(self, count):
        try:
            while len(self.received) < count:
                self.fill()
        except (ConnectionResetError, BrokenPipeError) as error:
            raise Closed(str(error)) from error
        data, self.received = self.received[:count], self.received[count:]
        return data

    def read(self):
        """The next message: tag and fields. Keep-alives are passed over."""
        payload = b""
        while True:
            size = struct.unpack(">H", self.take(2))[0]
            if size:
                payload += self.take(size)
            elif payload:
                answer, _ = unpack(payload)
                return answer.tag, list(answer.fields)

    def expect(self, tag):
        """The fields' first of a message that must be this; other messages are an error."""
        found, fields = self.read()
        if found != tag:
            raise AssertionError(f"expected {NAMES[tag]}, got {NAMES.get(found, found)} {fields}")
        return fields[0] if fields else None

    def summary(self):
        """The next message that is no RECORD."""
        while True:
            tag, fields = self.read()
            if tag != RECORD:
                return tag, fields[0] if fields else None

    def query(self, text, parameters=None, extra=None):
        """Runs it and reads all: rows, then the summary. A failure is (None, the failure)."""
        self.send(message(RUN, text, parameters or {}, extra or {}) + message(PULL, {"n": -1}))
        tag, fields = self.read()
        if tag == FAILURE:
            self.expect(IGNORED)
            return None, fields[0]
        rows = []
        while True:
            tag, fields = self.read()
            if tag == RECORD:
                rows.append(fields[0])
            else:
                return (rows, fields[0]) if tag == SUCCESS else (None, fields[0])

    def reset(self):
        self.say(RESET)
        self.expect(SUCCESS)

    def is_closed(self):
        """Reads until the server closes; other answers are passed over."""
        try:
            while True:
                self.read()
        except (Closed, ConnectionResetError):
            return True
        except TimeoutError:
            return False


def login_messages(version, token=None):
    """HELLO and, where there is one, LOGON."""
    token = token or {"scheme": "none"}
    if version < (5, 1):
        return message(HELLO, {**HELLO_EXTRA, **token})
    return message(HELLO, HELLO_EXTRA) + message(LOGON, token)
