"""Constructs that random queries have more seldom. A part of `grammar.Generator`; meet `Rarer.rarely` first.

Each is taken with the share of `rarer` that the generator was made with; without it a seed gives what it gave before these were there.
"""
import re

from graph import LABELS, TYPES

UUIDS = ["550e8400-e29b-41d4-a716-446655440000", "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-4fff-bfff-ffffffffffff"]
BYTES = [b"", b"\x00", b"\x01\x02\xff", b"ab"]
INDEXED = [("A", "i", "int"), ("B", "m", "any"), ("A", "s", "str"), ("C", "f", "num"), ("A", "uid", "int")]


class Rarer:
    """Hints, bytes and UUIDs, deep subqueries, paths that are merged, computed labels, stored times, projections, unions."""

    def rarely(self, share=1.0):
        """Whether one of these is to be taken now."""
        return self.rarer > 0 and self.chance(self.rarer * share)

    # -- expressions

    def bytes_parameter(self):
        name = f"p{len(self.parameters)}"
        self.parameters[name] = self.pick(BYTES)
        return "$" + name

    def uuid(self):
        """A UUID, which only Cypher 25 has."""
        return f"uuid({self.pick([repr(text) for text in UUIDS] + [repr(UUIDS[0].upper())])})"

    def bound(self):
        """An end of a slice."""
        return self.pick(["-1", "-3", "-100", "null", "0", "2", "1 + 1", "2147483647", "", ""]) if self.chance(0.9) else self.pick(
            ["9223372036854775807", "-9223372036854775808", "2147483648", self.expr("int", 0)])

    def steady_list(self, d):
        """A list whose order a server is not free to choose."""
        for _ in range(8):
            text = self.expr("list", d)
            if not re.search(r"\[\(|COLLECT|^\w+$", text):
                return text
        return self.literal("list")

    def stored_time(self, d):
        """Arithmetic over what nodes have."""
        n = self.pick(self.of("node"))
        return self.pick([
            lambda: f"({n}.d {self.pick(['+', '-'])} {self.duration(d)})",
            lambda: f"duration.{self.pick(['between', 'inDays', 'inMonths', 'inSeconds'])}({n}.d, {self.pick([self.pick(self.of('node')) + '.d', self.instant(d)[1]])})",
            lambda: f"({n}.d + {self.duration(0)}).{self.pick(['year', 'day', 'week', 'dayOfQuarter', 'ordinalDay'])}",
            lambda: f"{self.pick(['date', 'localdatetime', 'datetime'])}({{date: coalesce({n}.d, date('2020-05-06')), {self.pick(['day: 1', 'month: 2', 'year: 2024'])}}})",
            lambda: f"datetime.truncate('{self.pick(['week', 'month', 'decade', 'weekYear'])}', coalesce({n}.d, date('2020-05-06')), {{{self.pick(['hour: 3', 'day: 2', 'timezone: ' + repr('+01:00')])}}})",
            lambda: f"({n}.d {self.pick(['<', '>=', '='])} {self.pick(['date', 'localdatetime'])}('2020-02-01'))",
            lambda: f"CASE WHEN {n}.m IS :: {self.pick(['DATE', 'DURATION', 'ZONED DATETIME', 'LOCAL TIME'])} THEN {n}.m {self.pick(['+', '-'])} duration('P1M1DT1H') END",
            lambda: f"CASE WHEN {n}.m IS :: ZONED DATETIME THEN {n}.m.{self.pick(['epochSeconds', 'hour', 'offset', 'timezone'])} END",
        ])()

    def projection(self, d):
        """A map projection of a node, a map or what may be null."""
        source = self.pick(self.of("node", "rel")) if self.of("node", "rel") and self.chance(0.7) else self.pick(self.of("any") or ["null"])
        if source == "null" or source not in self.of("node", "rel"):
            x = self.name("x")
            return f"[{x} IN [{{a: 1, i: {self.expr('any', 0)}, s: null}}, null] | {x} {{{self.pick(['.*', '.a, .zz', '.*, i: ' + self.literal('int'), '.i, .s, a: ' + x + '.a'])}}}]"
        others = [n for n in self.of("int", "num", "str", "any", "list") if n.isidentifier()]
        parts = [self.pick([".*", ".i", ".s", ".zz", ".uid", f"k: {self.expr('any', d)}", f"i: {self.expr('num', 0)}", f"`a b`: {self.literal('str')}",
                            f"in: {source} {{.s, .uid}}"] + others) for _ in range(self.pick([0, 1, 2, 3]))]
        return f"{source} {{{', '.join(parts)}}}{self.pick(['', '', '.k', '.i', '[' + repr('s') + ']'])}"

    def rare_any(self, d):
        options = [
            lambda: self.projection(d),
            lambda: f"({self.literal('list')})[{self.bound()}..{self.bound() or '1'}]",
            self.bytes_parameter,
            lambda: f"{self.pick(['valueType', 'toStringOrNull'])}({self.bytes_parameter()})",
            lambda: f"{self.steady_list(0)}[{self.expr('int', d)}]",
        ]
        if self.of("node"):
            options += [lambda: self.stored_time(d)] * 4 + [lambda: self.projection(d)] * 2 + [lambda: self.deep("COLLECT")]
        if self.version == 25:
            options += [
                self.uuid,
                lambda: f"({self.uuid()} {self.pick(['=', '<>', '<', '>='])} {self.pick([self.uuid(), self.literal('str')])})",
                lambda: f"{self.pick(['toString', 'valueType', 'toStringOrNull'])}({self.uuid()})",
                lambda: f"({self.uuid()} IN [{self.uuid()}, {self.literal('any')}])",
            ]
        return self.pick(options)()

    def rare_list(self, d):
        return self.pick([
            lambda: f"{self.steady_list(d)}[{self.bound()}..{self.bound() or '1'}]",
            lambda: f"{self.steady_list(d)}[{self.bound() or '0'}..][{self.bound()}..{self.bound() or '2'}]",
            lambda: f"[e IN {self.steady_list(d)}[..{self.bound() or '3'}] | e]",
        ])()

    def deep(self, kind=None, depth=3):
        """Subqueries inside each other, where each sees what is around it."""
        n, v = self.pick(self.of("node")), self.name("c")
        kind = kind or self.pick(["EXISTS", "COUNT"])

        def inside():
            if depth > 1:
                within = self.deep(None, depth - 1)
                return within if self.chance(0.6) else f"{within} AND {self.comparison(0)}"
            return self.boolean(1)
        where = self.sub({v: "node"}, inside)
        body = f"({n}){self.arrow('')}({v}{self.labels(0.3)}) WHERE {where}"
        if kind == "COLLECT":
            self.loose = True
            return f"COLLECT {{ MATCH {body} RETURN {v}.uid }}"
        if kind == "EXISTS":
            return self.pick(["", "NOT "]) + f"EXISTS {{ {self.pick(['', 'MATCH '])}{body} }}"
        return f"COUNT {{ {body} }} {self.pick(['> 0', '= 1', '<> 2', '<= 1'])}"

    # -- clauses

    def hinted(self):
        """A MATCH that says how it is to be planned."""
        label, key, kind = self.pick(INDEXED)
        n, m, r = self.name("n"), self.name("n"), self.name("r")
        self.scope.update({n: "node"})
        test = f"{n}.{key} {self.pick(['=', '=', '>', '<='])} {self.literal(kind)}"
        shape = self.rng.randrange(5)
        if shape == 0:
            return f"MATCH ({n}:{label}) USING INDEX {self.pick(['', 'SEEK '])}{n}:{label}({key}) WHERE {test}"
        if shape == 1:
            return f"MATCH ({n}:{label}) USING SCAN {n}:{label}" + (f" WHERE {test}" if self.chance(0.6) else "")
        self.scope.update({m: "node", r: "rel"})
        other = self.pick(LABELS)
        if shape == 2:
            hint = f"USING JOIN ON {self.pick([n, m])}"
            last = self.name("n")
            self.scope[last] = "node"
            return f"MATCH ({n}:{label})-[{r}]->({m})<--({last}:{other}) {hint.replace(' ' + n, ' ' + m)} WHERE {test}"
        if shape == 3:
            return f"MATCH ({n})-[{r}:R]->({m}:{other}) USING INDEX {r}:R(w) WHERE {r}.w {self.pick(['=', '>', '<'])} {self.literal('num')}"
        return f"{self.pick(['', 'OPTIONAL '])}MATCH ({n}:{label})-[{r}]-({m}:A) USING INDEX {n}:{label}({key}) USING SCAN {m}:A WHERE {test}"

    def nested_call(self, depth=3):
        """CALL three deep; every one sees what the one around it was given."""
        outer = dict(self.scope)
        v = self.name("s")
        imports = self.rng.sample(sorted(outer), min(len(outer), self.pick([1, 1, 2])))
        self.scope = {n: outer[n] for n in imports}
        body = [self.match(self.chance(0.5))] if self.chance(0.5) else []
        if depth > 1:
            body.append(self.nested_call(depth - 1))
        kind, item = self.aggregate() if self.chance(0.6) else ("any", self.expr("any", 1))
        self.scope = {**outer, v: "bag" if kind == "list" else kind}
        return f"{self.pick(['', '', 'OPTIONAL '])}CALL ({', '.join(imports)}) {{ {' '.join([*body, f'RETURN {item} AS {v}'])} }}"

    def merged_path(self):
        """MERGE of more than a node or a step, with what is set where it was or was not there."""
        nodes = self.of("node")
        a, b, c, r, s, p = (self.name(prefix) for prefix in "nnnrrp")
        key = self.pick(["uid: 700", "i: 1", "s: 'é'", "uid: 3", "b: true"])
        start = f"({self.pick(nodes)})" if nodes and self.chance(0.7) else f"({a}:{self.pick(LABELS + ['New'])} {{{key}}})"
        end = f"({self.pick(nodes)})" if nodes and self.chance(0.3) else f"({c}:{self.pick(['A', 'New'])})"
        text = f"{start}-[{r}:{self.pick(TYPES)}]->({b}:{self.pick(['B', 'New'])}){self.pick([f'-[{s}:R]->', f'<-[{s}:S]-', f'-[{s}:T]-'])}{end}"
        path = f"{p} = " if self.chance(0.5) else ""
        on = [f"ON {when} SET {what}" for when, what in (
            ("CREATE", self.pick([f"{b}.zz = 'c'", f"{b}.zz = 1, {r}.q = 2", f"{b}:C", f"{r} += {{q: 1}}"])),
            ("MATCH", self.pick([f"{b}.zz = 'm'", f"{b} += {{zz: 2}}", f"{s}.w = null", f"{b}.zz = coalesce({b}.zz, 0) + 1"]))) if self.chance(0.7)]
        self.rng.shuffle(on)
        self.scope.update({b: "node", r: "rel", s: "rel"})
        self.scope.update({name: "node" for name in (a, c) if f"({name}:" in text})
        if path:
            self.scope[p] = "path"
        return " ".join([f"MERGE {path}{text}", *on])

    def rare_write(self):
        """What writes. What a row shows may depend on the rows behind it: so the graph is looked at in the end."""
        self.settled = True
        options = [
            self.merged_path, self.merged_path,
            lambda: f"FOREACH (e IN {self.expr('list', 1)} | MERGE (f:F {{uid: size(toStringOrNull(e))}}) ON CREATE SET f.zz = 1 ON MATCH SET f.zz = f.zz + 1)"
            if self.chance(0.3) else f"FOREACH (e IN {self.pick(['[1, 2, 1]', '[3, 3, null]', 'range(0, 2)', '[]', 'null'])} | MERGE (f:F {{uid: coalesce(e, 9)}}) ON CREATE SET f.zz = 1 ON MATCH SET f.zz = f.zz + 1)",
            lambda: f"CREATE (:New {{y: {self.bytes_parameter()}}})",
        ]
        if self.of("node"):
            n = self.pick(self.of("node"))
            some = self.pick(["['A', 'B']", "[]", "['C']", f"labels({n})", "'New'", "['A', 'A']", f"CASE WHEN {n}.i > 0 THEN ['A'] ELSE 'B' END", f"[x IN labels({n}) | x + 'x']"])
            options += [
                lambda: f"SET {n}:$({some}):{self.pick(LABELS)}",
                lambda: f"SET {n}:{self.pick(LABELS)}:$({some}), {n}.zz = size(labels({n}))",
                lambda: f"REMOVE {n}:$({some}):{self.pick(LABELS)}",
                lambda: f"REMOVE {n}:$({some}), {n}.i SET {n}:{self.pick(LABELS)}",
                # Of the node itself: which of several rows comes last is open.
                lambda: f"SET {n}.zz = {self.alone({n: 'node'}, lambda: self.stored_time(1))}",
                lambda: f"SET {n}.zz = {self.pick([self.bytes_parameter(), self.literal('list') + '[' + self.bound() + '..]'])}",
                lambda: f"FOREACH (e IN {self.expr('list', 1)} | MERGE ({n})-[r:R]->(f:F {{uid: 900}}) ON CREATE SET r.w = 1 ON MATCH SET r.w = r.w + 1, f.zz = 2)",
                lambda: f"FOREACH (x IN [{n}] | SET x.zz = 7 MERGE (x)-[:T]->(:F {{uid: x.uid}}))",
            ]
            if self.version == 25:
                options.append(lambda: f"SET {n}.zz = {self.uuid()}")
        return self.pick(options)()

    def conditional(self):
        """A query of Cypher 25 that is one of several."""
        def one(columns):
            self.scope = {}
            if self.chance(0.4):
                return "RETURN " + ", ".join(f"{self.expr(self.pick(['any', 'int', 'str']), 1)} AS {c}" for c in columns)
            body = [self.pick([self.match, self.unwind])()]
            if self.chance(0.2):
                body.append(self.write())
            item = [f"{self.aggregate(1)[1] if self.chance(0.5) else self.expr('any', 1)} AS {c}" for c in columns]
            return "{ " + " ".join([*body, "RETURN " + ", ".join(item)]) + " }"

        def test():
            self.scope = {}
            n = self.name("n")
            where = self.alone({n: "node"}, lambda: self.boolean(1))
            return self.pick([lambda: self.boolean(1), lambda: f"EXISTS {{ MATCH ({n}{self.labels(0.5)}) WHERE {where} }}",
                              lambda: f"COUNT {{ ({n}:{self.pick(LABELS)}) WHERE {where} }} > {self.pick(['0', '1', '3'])}"])()
        columns = [self.name("o") for _ in range(self.pick([1, 1, 2]))]
        text = " ".join(f"WHEN {test()} THEN {one(columns)}" for _ in range(self.pick([1, 1, 2, 3])))
        self.loose = True
        return text + (f" ELSE {one(columns)}" if self.chance(0.7) else "")

    def united(self):
        """Queries of different shapes whose columns have the same names."""
        columns = [self.name("o") for _ in range(self.pick([1, 2, 2]))]
        parts = []
        for _ in range(self.pick([2, 2, 3])):
            self.scope = {}
            clauses = self.body()
            items = [f"{self.expr(self.pick(['any', 'num', 'str', 'list']), 1)} AS {c}" for c in columns]
            if self.chance(0.2):
                items[0] = f"{self.aggregate(1)[1]} AS {columns[0]}"
            self.rng.shuffle(items)
            parts.append(" ".join([*clauses, f"RETURN {self.pick(['', '', 'DISTINCT '])}" + ", ".join(items) + self.pick(["", "", f" ORDER BY {', '.join(columns)} LIMIT 3"])]))
        self.loose = True
        return self.pick([" UNION ", " UNION ALL "]).join(parts)

    def paging(self, names):
        """SKIP and LIMIT that are computed, behind an order of mixed values."""
        first = self.pick(names)
        order = [self.pick([f"{first} IS NULL", f"valueType({first})", f"[{first}]", f"{{k: {first}}}"]) + self.pick(["", " DESC"])] if self.chance(0.4) else []
        order += [n + self.pick(["", " ASC", " DESC", " DESCENDING"]) for n in names]

        def count():
            if self.chance(0.3):
                name = f"p{len(self.parameters)}"
                self.parameters[name] = self.pick([0, 1, 3] if self.chance(0.9) else [-1, 1.5, None, "1"])
                return "$" + name + self.pick(["", " + 1"])
            return self.pick(["1 + 1", "toInteger(2.9)", "size([1, 2])", "0", "7 % 4", "2 * 2", "abs(-1)"] if self.chance(0.9) else ["-1", "null", "1.5", "1.0", "'1'", "1 - 2"])
        tail = self.pick([f" LIMIT {count()}", f" SKIP {count()}", f" SKIP {count()} LIMIT {count()}", f" OFFSET {count()} LIMIT {count()}"])
        return "ORDER BY " + ", ".join(order) + tail
