"""The random graph that both servers hold: mixed types, missing properties, parallel relationships, loops, a hub."""
import random

LABELS, TYPES = ["A", "B", "C"], ["R", "S", "T"]
STRINGS = ["a", "b", "ab", "", "é", "😀", "a😀b", "Straße", "ŉ", "Ω", "z", "A", "e\u0301", "\u00a0x "]
INTEGERS = ["0", "1", "2", "3", "-1", "5"]
FLOATS = ["1.0", "2.5", "0.0", "-1.5", "3.0", "1.0E300"]
TEMPORAL = ["date('2020-01-31')", "date('2020-02-29')", "date('1969-12-31')"]
MIXED = INTEGERS + FLOATS + [f"'{s}'" for s in STRINGS[:7]] + ["true", "false"] + TEMPORAL + [
    "[1, 2]", "[1.0]", "[]", "['a', 'b']", "localtime('12:00')", "duration('P1D')", "datetime('2020-01-01T00:00Z')",
    "datetime('2020-01-01T01:00+01:00')", "point({x: 1, y: 2})", "9007199254740993", "9007199254740992.0"]
INDEXES = [
    "CREATE INDEX FOR (n:A) ON (n.i)",
    "CREATE INDEX FOR (n:B) ON (n.m)",
    "CREATE INDEX FOR (n:A) ON (n.s)",
    "CREATE INDEX FOR (n:C) ON (n.f)",
    "CREATE INDEX FOR (n:B) ON (n.i, n.s)",
    "CREATE INDEX FOR ()-[r:R]-() ON (r.w)",
    "CREATE CONSTRAINT FOR (n:A) REQUIRE n.uid IS UNIQUE",
]


def statements(seed, indexes=True):
    """Statements that fill an empty database, the same for the same seed."""
    rng = random.Random(seed)
    out = [(text, {}) for text in INDEXES] if indexes else []
    count = 14

    def maybe(key, values, chance=0.7):
        return [f"{key}: {rng.choice(values)}"] if rng.random() < chance else []

    for uid in range(count):
        labels = "".join(":" + label for label in LABELS if rng.random() < 0.5)
        fields = [f"uid: {uid}"] + maybe("i", INTEGERS) + maybe("f", INTEGERS[:3] + FLOATS) + maybe("b", ["true", "false"], 0.5)
        fields += maybe("s", [f"'{s}'" for s in STRINGS]) + maybe("l", ["[1, 2, 3]", "[]", "['a', 'é']", "[2]", "[1.5, 0.5]"], 0.5)
        fields += maybe("m", MIXED, 0.8) + maybe("d", TEMPORAL, 0.5)
        out.append((f"CREATE ({labels} {{{', '.join(fields)}}})", {}))
    pairs = [(0, rng.randrange(count)) for _ in range(6)] + [(rng.randrange(count),) * 2, (rng.randrange(count),) * 2]
    pairs += [(rng.randrange(count), rng.randrange(count)) for _ in range(9)]
    pairs += [pairs[0], pairs[1], pairs[8], pairs[9], pairs[9][::-1]]
    for uid, (start, end) in enumerate(pairs):
        fields = [f"uid: {100 + uid}"] + maybe("w", INTEGERS + FLOATS[:4]) + maybe("s", [f"'{s}'" for s in STRINGS[:5]], 0.4)
        out.append((f"MATCH (a {{uid: {start}}}), (b {{uid: {end}}}) CREATE (a)-[:{rng.choice(TYPES)} {{{', '.join(fields)}}}]->(b)", {}))
    return out


WIPE = [
    "MATCH (n) DETACH DELETE n",
]
