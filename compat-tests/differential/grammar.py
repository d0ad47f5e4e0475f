"""Random valid queries over the graph of `graph.py`. Meet `Generator.query` first; a `Query` is its clauses' text."""
import re

from graph import FLOATS, INTEGERS, LABELS, MIXED, STRINGS, TEMPORAL, TYPES
from patterns import Patterns
from rarer import Rarer
from values import Values

KEYS = {"i": "int", "f": "num", "s": "str", "b": "bool", "l": "list", "m": "any", "d": "date", "uid": "int", "zz": "any"}
COMPARE = ["=", "<>", "<", "<=", ">", ">="]


MARKED = re.compile("\x02([^\x03]*)\x03")
# Literals of one form: one may stand for another without a server having to plan again.
FORMS = [
    (re.compile(r"\d+"), ["0", "1", "2", "3", "4", "5", "7", "10", "100", "9223372036854775807"]),
    (re.compile(r"-\d+"), ["-1", "-2", "-3", "-5", "-100"]),
    (re.compile(r"\d+\.\d.*"), ["1.0", "2.5", "0.0", "3.0", "0.5", "2.0", "1.0E300", "100.25"]),
    (re.compile(r"'.*'"), [f"'{s}'" for s in STRINGS + ["aa", "bb", "AB", "x", "ab😀", "0", "1.5", "12", " a "]]),
    (re.compile(r"date\('.*'\)"), TEMPORAL + ["date('2021-12-31')", "date('2000-02-29')", "date('2020-02-01')"]),
    (re.compile(r"\[\d+(, \d+)*\]"), ["[1]", "[2]", "[1, 2]", "[1, 2, 3]", "[3, 1, 2]", "[0, 0]", "[5, 3, 2, 1]"]),
]


def clean(text):
    """A text without the marks around its literals."""
    return MARKED.sub(r"\1", text)


class Query:
    """Clauses, parameters, and how the answers may be compared. Literals that may be another have marks around them."""

    def __init__(self, clauses, parameters=None, ordered=False, loose=False, where=None):
        self.clauses, self.parameters, self.ordered, self.loose, self.where = clauses, parameters or {}, ordered, loose, where
        self.text, self.writes = clean(" ".join(clauses)), False

    def variant(self, rng):
        """The same with other literals and parameters of the same types."""
        def other(text):
            choices = next((choices for form, choices in FORMS if form.fullmatch(text)), [text])
            return rng.choice(choices)
        clauses = [MARKED.sub(lambda found: "\x02" + other(found[1]) + "\x03", clause) for clause in self.clauses]
        parameters = dict(self.parameters)
        for name, value in parameters.items():
            if type(value) in (int, float):
                parameters[name] = type(value)(rng.choice(INTEGERS))
            elif isinstance(value, str):
                parameters[name] = rng.choice(STRINGS)
        query = Query(clauses, parameters, self.ordered, self.loose)
        query.writes = self.writes
        return query

    @staticmethod
    def of(line):
        low = line.lower()
        unordered = bool(re.search(r"collect|\[\s*\(|\[\s*\w+ = \(|labels\(|keys\(", low))
        query = Query([line], {}, bool(re.search(r"order by", low)) and not unordered, unordered)
        query.writes = True
        return query

    def smaller(self):
        """The same with one clause, or one conjunct of a predicate, or one result item, less."""
        for at in range(len(self.clauses)):
            if len(self.clauses) > 1:
                left = self.clauses[:at] + self.clauses[at + 1:]
                if at == 0 and self.text.startswith("CYPHER 25 "):
                    left[0] = "CYPHER 25 " + left[0]
                yield self.but(left)
        for at, clause in enumerate(self.clauses):
            if " WHERE " in clause and not clause.startswith(("CALL", "WITH *, EXISTS")):
                yield self.but(self.clauses[:at] + [clause.split(" WHERE ")[0]] + self.clauses[at + 1:])
            if "\t" in clause:
                parts = clause.split("\t")
                for drop in range(1, len(parts) - 1):
                    if len(parts) > 3:
                        yield self.but(self.clauses[:at] + ["\t".join(parts[:drop] + parts[drop + 1:])] + self.clauses[at + 1:])

    def but(self, clauses):
        smaller = Query(clauses, self.parameters, self.ordered and "ORDER BY" in clauses[-1], self.loose)
        smaller.writes = self.writes
        return smaller

    def partition(self):
        head, tail, p = map(clean, self.where)
        return [f"{head} {w} {tail}" for w in ("", f"WHERE ({p})", f"WHERE NOT ({p})", f"WHERE ({p}) IS NULL")]


class Generator(Patterns, Values, Rarer):
    """Makes one query; keeps what is in scope."""

    def __init__(self, rng, newer=0.0, rarer=0.0):
        self.rarer = rarer
        self.rng, self.scope, self.fresh, self.parameters = rng, {}, 0, {}
        self.writes = self.loose = self.settled = False
        self.version = 25 if rng.random() < newer else 5

    # -- small helpers

    def chance(self, p):
        return self.rng.random() < p

    def pick(self, items):
        return self.rng.choice(items)

    def name(self, prefix):
        self.fresh += 1
        return f"{prefix}{self.fresh}"

    def of(self, *kinds):
        return [n for n, k in self.scope.items() if k in kinds]

    # -- expressions

    def literal(self, kind):
        if kind == "any":
            text = self.pick(MIXED + ["null", "{a: 1}"])
        else:
            text = self.pick({
                "int": INTEGERS + ["9223372036854775807", "null"], "num": INTEGERS + FLOATS, "bool": ["true", "false", "null"],
                "str": [f"'{s}'" for s in STRINGS] + ["null"], "date": TEMPORAL + ["null"],
                "list": ["[1, 2, 3]", "[]", "[1, null, 'a']", "[null]", "['a', 'é']", "null", "[1.5, 0.5]"]}[kind])
        if self.chance(0.12):
            value = {"null": None, "true": True, "false": False}.get(text, text)
            if re.fullmatch(r"-?\d+", text):
                value = int(text)
            elif text.startswith("'"):
                value = text[1:-1]
            elif value is text and not re.fullmatch(r"-?\d+\.\d+", text):
                return text
            elif value is text:
                value = float(text)
            name = f"p{len(self.parameters)}"
            self.parameters[name] = value
            return "$" + name
        return f"\x02{text}\x03"

    def prop(self, kind=None):
        """A property of something in scope."""
        entity = self.pick(self.of("node", "rel"))
        if self.scope[entity] == "rel":
            key = self.pick({"num": ["w", "uid"], "int": ["uid"], "str": ["s"]}.get(kind, ["w", "s", "uid"]))
        else:
            keys = [k for k, t in KEYS.items() if kind is None or t == kind or (kind == "num" and t == "int")]
            key = self.pick(keys or ["m"])
        return f"{entity}.{key}"

    def expr(self, kind, depth=2):
        """An expression that should be of the kind, or null."""
        options = self.of(kind)
        if options and self.chance(0.4):
            return self.pick(options)
        if self.of("node", "rel") and self.chance(0.5):
            return self.prop(kind)
        if depth == 0 or self.chance(0.35):
            return self.literal(kind)
        return getattr(self, "expr_" + kind)(depth - 1)

    def expr_any(self, d):
        if self.rarely():
            return self.rare_any(d)
        k = self.rng.randrange(12)
        if k >= 10:
            return self.pick([lambda: self.temporal(d), lambda: self.temporal(d), lambda: self.space(d), self.vector])()
        if k == 0:
            return f"coalesce({self.expr('any', d)}, {self.expr('any', d)})"
        if k == 1:
            return f"CASE {self.expr('any', d)} WHEN {self.expr('any', d)} THEN {self.expr('any', d)} ELSE {self.expr('any', d)} END"
        if k == 2:
            return f"CASE WHEN {self.boolean(d)} THEN {self.expr('any', d)} END"
        if k == 3:
            return f"{self.expr('list', d)}[{self.pick(['0', '-1', '1', '5', 'null'])}]"
        if k == 4 and self.of("node"):
            n = self.pick(self.of("node"))
            return f"{n} {{{self.pick(['.*', '.i, .zz', '.s, x: 1', '.*, i: 5', '.uid'])}}}"
        if k == 5 and self.of("node", "rel"):
            return f"properties({self.pick(self.of('node', 'rel'))}){self.pick(['', '.i', '.w', '[' + chr(39) + 's' + chr(39) + ']'])}"
        if k == 6:
            return f"head({self.expr('list', d)})"
        if k == 7:
            return f"{{k: {self.expr('any', d)}, z: {self.expr('num', d)}}}{self.pick(['', '.k', '.q'])}"
        return self.expr(self.pick(["int", "num", "str", "list", "bool", "date"]), d)

    def expr_int(self, d):
        if self.of("path", "len") and self.chance(0.4):
            return f"length({self.pick(self.of('path', 'len'))})"
        if self.of("nodes") and self.chance(0.3):
            return f"size({self.pick(self.of('nodes'))})"
        if self.of("node") and self.chance(0.2):
            return self.count_subquery()
        return self.pick([
            lambda: f"({self.expr('int', d)} {self.pick(['+', '-', '*'])} {self.expr('int', d)})",
            lambda: f"({self.expr('int', d)} {self.pick(['/', '%'])} {self.pick(['2', '3', '-2'])})",
            lambda: f"size({self.expr(self.pick(['str', 'list']), d)})",
            lambda: f"toInteger({self.expr(self.pick(['str', 'num']), d)})",
            lambda: f"sign({self.expr('num', d)})",
            lambda: f"({self.expr('date', d)}).{self.pick(['day', 'week', 'ordinalDay', 'quarter', 'year'])}",
            lambda: f"reduce(a = 0, e IN {self.expr('list', d)} | a + 1)",
            lambda: f"duration.{self.pick(['inDays', 'between'])}({self.expr('date', d)}, {self.expr('date', d)}).{self.pick(['days', 'months', 'weeks'])}",
            lambda: f"size({self.pick(['keys', 'labels'])}({self.pick(self.of('node'))}))" if self.of("node") else self.literal("int"),
        ])()

    def expr_num(self, d):
        return self.pick([
            lambda: self.expr("int", d),
            lambda: f"({self.expr('num', d)} {self.pick(['+', '-', '*', '/', '%', '^'])} {self.expr('num', d)})",
            lambda: f"toFloat({self.expr(self.pick(['str', 'num']), d)})",
            lambda: f"{self.pick(['abs', 'ceil', 'floor', 'round', 'sqrt'])}({self.expr('num', d)})",
            lambda: f"round({self.expr('num', d)}, {self.pick(['0', '1', '2'])})",
            lambda: f"{self.point(d)}.{self.pick('xyz')}",
            lambda: f"point.distance({self.point(d)}, {self.point(d)})",
            lambda: f"toFloatOrNull({self.expr('any', d)})",
        ])()

    def expr_str(self, d):
        return self.pick([
            lambda: f"({self.expr('str', d)} + {self.expr(self.pick(['str', 'num', 'str']), d)})",
            lambda: f"{self.pick(['toUpper', 'toLower', 'trim', 'ltrim', 'rtrim', 'reverse'])}({self.expr('str', d)})",
            lambda: f"substring({self.expr('str', d)}, {self.pick(['0', '1', '3'])}{self.pick(['', ', 1', ', 0', ', 9'])})",
            lambda: f"{self.pick(['left', 'right'])}({self.expr('str', d)}, {self.pick(['0', '1', '2', '7'])})",
            lambda: f"replace({self.expr('str', d)}, {self.literal('str')}, {self.literal('str')})",
            lambda: f"toString({self.expr(self.pick(['int', 'num', 'date', 'str', 'bool']), d)})",
            lambda: f"valueType({self.expr('any', d)})" if self.chance(0.4) else f"toStringOrNull({self.expr('any', d)})",
            lambda: f"{self.pick(['lower', 'upper', 'btrim', 'trim'])}({self.expr('str', d)})",
            lambda: f"trim({self.pick(['BOTH', 'LEADING', 'TRAILING'])} {self.literal('str')} FROM {self.expr('str', d)})",
            lambda: f"normalize({self.expr('str', d)}, {self.pick(['NFC', 'NFD', 'NFKC'])})",
            lambda: f"reduce(t = '', e IN {self.expr('list', d)} | t + toString(e))",
            lambda: f"type({self.pick(self.of('rel'))})" if self.of("rel") else self.literal("str"),
        ])()

    def point(self, d):
        third = self.pick(["", "", f", z: {self.expr('num', 0)}", ", crs: 'cartesian'", ", srid: 7203"])
        return f"point({{x: {self.expr('num', d)}, y: {self.expr('num', 0)}{third}}})"

    def expr_bool(self, d):
        return f"({self.boolean(d)})"

    def expr_date(self, d):
        return self.pick([
            lambda: f"({self.expr('date', d)} {self.pick(['+', '-'])} duration('{self.pick(['P1D', 'P1M', 'P1Y2M3D', 'PT25H'])}'))",
            lambda: self.literal("date"),
            lambda: f"date.truncate('{self.pick(['month', 'week', 'year', 'quarter', 'decade', 'weekYear'])}', coalesce({self.expr('date', d)}, date('2020-05-06')))",
            lambda: f"date({{date: {self.expr('date', d)}, {self.pick(['day: 1', 'month: 2', 'year: 2021'])}}})",
        ])()

    def expr_list(self, d):
        if self.rarely():
            return self.rare_list(d)
        options = [
            lambda: f"{self.expr('list', d)}[{self.pick(['', '0', '-2', '1', '-9'])}..{self.pick(['', '2', '-1', '9', '0']) or '1'}]",
            lambda: f"({self.expr('list', d)} + {self.expr(self.pick(['list', 'int', 'str']), d)})",
            lambda: f"[e IN {self.expr('list', d)} WHERE e {self.pick(COMPARE)} {self.literal('any')} | e]",
            lambda: f"[e IN {self.expr('list', d)} | {self.pick(['[e]', 'e IS NULL', 'e = 1', 'coalesce(e, 0)'])}]",
            lambda: f"{self.pick(['tail', 'reverse'])}({self.expr('list', d)})",
            lambda: f"range({self.pick(['0', '2', '3', '-1'])}, {self.pick(['0', '3', '-3'])}{self.pick(['', ', 2', ', -1'])})",
            lambda: f"split({self.expr('str', d)}, {self.pick([repr('a'), repr('b'), repr('😀'), 'null'])})",
            lambda: f"[{self.expr('any', d)}, {self.expr('any', d)}]",
            lambda: f"toIntegerList({self.expr('list', d)})",
            lambda: f"[e IN {self.expr('list', d)} WHERE e IN {self.expr('list', d)}]",
            lambda: f"[e IN range(0, {self.pick(['2', '3'])}) | {self.expr('any', d)}]",
        ]
        if self.of("nodes"):
            options += [lambda: f"[e IN {self.pick(self.of('nodes'))} | e.{self.pick(['uid', 'uid', 'i', 's'])}]"] * 3
        if self.of("path"):
            options += [lambda: f"{self.pick(['nodes', 'relationships'])}({self.pick(self.of('path'))})"] * 3
            options += [lambda: f"[e IN relationships({self.pick(self.of('path'))}) | e.uid]"] * 2
        if self.of("rels"):
            options += [lambda: f"[e IN {self.pick(self.of('rels'))} | e.uid]"] * 3
        if self.of("node"):
            def comprehension():
                self.loose = True
                n = self.pick(self.of("node"))
                v = self.name("c")
                inner = self.sub({v: "node"}, lambda: self.boolean(d))
                return f"[({n}){self.arrow('')}({v}{self.labels(0.4)})" + (f" WHERE {inner}" if self.chance(0.5) else "") + f" | {v}.{self.pick(['uid', 'i', 'm'])}]"

            def collect():
                self.loose = True
                n, v = self.pick(self.of("node")), self.name("c")
                if self.chance(0.4):
                    x = self.name("x")
                    body = self.sub({v: "node"}, lambda: self.expr(self.pick(["num", "str", "any"]), 1))
                    tail = self.pick([f"WITH DISTINCT {x} ORDER BY {x} LIMIT 2", f"WITH {x}, count(*) AS k WHERE k >= 1", f"WITH max({x}) AS {x}"])
                    return f"COLLECT {{ MATCH ({n}){self.arrow('')}({v}) WITH {body} AS {x} {tail} RETURN {x} }}"
                if self.chance(0.2):
                    return f"COLLECT {{ MATCH ({n})-->({v}) RETURN {v}.uid AS x UNION {self.pick(['', 'ALL '])}MATCH ({n})<--({v}) RETURN {v}.uid AS x }}"
                return f"COLLECT {{ MATCH ({n}){self.arrow('')}({v}) RETURN {self.pick(['', 'DISTINCT '])}{v}.{self.pick(['uid', 'i', 's'])} }}"
            options += [comprehension, comprehension, collect]
        return self.pick(options)()

    def sub(self, names, make):
        old = self.scope
        self.scope = {**old, **names}
        text = make()
        self.scope = old
        return text

    def alone(self, names, make):
        """Text made with only these names in scope."""
        old, self.scope = self.scope, names
        text = make()
        self.scope = old
        return text

    def count_subquery(self):
        n, v = self.pick(self.of("node")), self.name("c")
        where = self.sub({v: "node"}, lambda: self.boolean(1)) if self.chance(0.5) else None
        if self.chance(0.3):
            item = self.sub({v: "node"}, lambda: self.expr("any", 1))
            return f"COUNT {{ MATCH ({n}){self.arrow('')}({v})" + (f" WHERE {where}" if where else "") + f" RETURN {self.pick(['', 'DISTINCT '])}{item} AS x{self.fresh} }}"
        return f"COUNT {{ ({n}){self.arrow('')}({v}{self.labels(0.3)})" + (f" WHERE {where}" if where else "") + " }"

    def boolean(self, depth=2):
        """A predicate."""
        d = depth - 1
        if depth <= 0:
            return self.comparison(0)
        if self.of("node") and self.rarely(0.25):
            return self.deep()
        options = [lambda: self.comparison(d)] * 6 + [
            lambda: f"({self.boolean(d)} {self.pick(['AND', 'OR', 'XOR'])} {self.boolean(d)})",
            lambda: f"NOT ({self.boolean(d)})",
            lambda: f"{self.expr('any', d)} IS {self.pick(['', 'NOT '])}NULL",
            lambda: f"{self.expr('any', d)} IN {self.expr('list', d)}",
            lambda: f"{self.expr('any', d)} IN [{self.literal('any')}, {self.literal('any')}]",
            lambda: f"{self.pick(['any', 'all', 'none', 'single'])}(e IN {self.expr('list', d)} WHERE e {self.pick(COMPARE)} {self.literal('any')})",
            lambda: f"{self.expr('any', d)} IS {self.pick(['', 'NOT '])}:: {self.pick(['INTEGER', 'STRING', 'FLOAT NOT NULL', 'BOOLEAN', 'DATE', 'LIST<ANY>', 'INTEGER | STRING', 'MAP', 'ANY NOT NULL', 'NUMBER' if self.chance(0) else 'PROPERTY VALUE'])}",
            lambda: f"{self.expr('str', d)} =~ {self.pick([repr('a.*'), repr('.*b'), repr('(?i)AB'), repr('[a-z]*')])}",
            lambda: f"isEmpty({self.expr(self.pick(['str', 'list']), d)})",
            lambda: f"{self.expr('str', d)} {self.pick(['STARTS WITH', 'ENDS WITH', 'CONTAINS'])} {self.expr('str', d)}",
        ]
        if self.version == 25:
            options.append(lambda: f"allReduce(a = 0, e IN {self.expr('list', d)} | a + {self.pick(['1', 'size(toString(e))', 'coalesce(e, 0)'])}, a < {self.literal('int')})")
        if self.of("rel"):
            options.append(lambda: f"{self.pick(self.of('rel'))}{self.pick([':R', ':R|S', ':!T', ':$(' + repr('R') + ')', ' IS S'])}")
        if self.of("node"):
            options += [
                lambda: f"{self.pick(self.of('node'))}:{self.pick(['A', 'B', 'A|B', 'A&B', '!A', '%', '!(A|C)', '!%', '$any([' + repr('A') + '])', '$(' + repr('B') + ')'])}",
                lambda: f"({self.pick(self.of('node'))}){self.arrow('')}({self.labels(0.5)})",
                self.exists,
                lambda: f"{self.pick(self.of('node'))} {self.pick(['=', '<>'])} {self.pick(self.of('node'))}",
            ]
        return self.pick(options)()

    def exists(self):
        n, v = self.pick(self.of("node")), self.name("c")
        where = self.sub({v: "node"}, lambda: self.boolean(1)) if self.chance(0.6) else None
        if self.chance(0.2):
            x = self.name("x")
            value = self.sub({v: "node"}, lambda: self.expr("any", 1))
            test = self.sub({v: "node", x: "any"}, lambda: self.boolean(1))
            return f"EXISTS {{ MATCH ({n}){self.arrow('')}({v}) WITH {v}, {value} AS {x} WHERE {test} RETURN {v} }}"
        return f"EXISTS {{ {self.pick(['', 'MATCH '])}({n}){self.arrow('')}({v}{self.labels(0.3)})" + (f" WHERE {where}" if where else "") + " }"

    def comparison(self, d):
        if self.of("node", "rel") and self.chance(0.6):
            entity = self.prop()
            kind = KEYS.get(entity.split(".")[1], "num")
            kind = "any" if self.chance(0.25) else kind
            if self.chance(0.12):
                return f"{self.literal(kind)} {self.pick(['<', '<='])} {entity} {self.pick(['<', '<='])} {self.literal(kind)}"
            return f"{entity} {self.pick(COMPARE + ['=', '='])} {self.expr(kind, d)}"
        kind = self.pick(["int", "num", "str", "any", "list", "date"])
        return f"{self.expr(kind, d)} {self.pick(COMPARE)} {self.expr(kind if self.chance(0.8) else 'any', d)}"

    # -- clauses

    def match(self, optional=False):
        if self.rarely(0.2):
            return self.hinted()
        text, need = self.pattern()
        where = self.boolean(2) if self.chance(0.4) else None
        where = f"{need} AND ({where})" if need and where else need or where
        return ("OPTIONAL MATCH " if optional else "MATCH ") + text + (f" WHERE {where}" if where else "")

    def unwind(self):
        source = self.expr("list", 2)
        v = self.name("u")
        self.scope[v] = "any"
        return f"UNWIND {source} AS {v}"

    def values(self):
        """Names that give the same on both servers."""
        return [n for n, k in self.scope.items() if k != "len"]

    def ordering(self, names):
        return "ORDER BY " + ", ".join(n + self.pick(["", "", " DESC"]) for n in names)

    def aggregate(self, d=1):
        inner = self.expr(self.pick(["any", "num", "int", "str"]), d)
        number = self.expr("num", d)
        k = self.rng.randrange(9)
        if k == 0:
            return "int", "count(*)"
        if k == 1:
            return "int", f"count({inner})"
        if k == 2:
            return "int", f"count(DISTINCT {inner})"
        if k == 3:
            return "any", f"{self.pick(['min', 'max'])}({inner})"
        if k == 4:
            return "num", f"sum({self.pick(['', 'DISTINCT '])}{number})"
        if k == 5:
            return "num", f"{self.pick(['avg', 'stDev', 'stDevP'])}({number})"
        if k == 6:
            return "num", f"{self.pick(['percentileCont', 'percentileDisc'])}({number}, {self.pick(['0', '0.5', '1.0', '0.3'])})"
        self.loose = True
        return "list", f"collect({self.pick(['', 'DISTINCT '])}{inner})"

    def with_(self):
        old = self.scope
        kind = self.rng.randrange(6)
        order = ""
        if kind == 0:
            v, k = self.name("x"), self.pick(["any", "num", "str", "int", "list"])
            text = f"WITH *, {self.expr(k)} AS {v}" if old else f"WITH {self.expr(k)} AS {v}"
            self.scope = {**old, v: k}
        elif kind <= 2:
            keys = self.rng.sample(sorted(old), min(len(old), self.pick([0, 1, 1, 2])))
            new = {n: old[n] for n in keys}
            items = [*keys]
            for _ in range(self.pick([1, 1, 2])):
                k, e = self.aggregate()
                v = self.name("g")
                items.append(f"{e} AS {v}")
                new[v] = k if k != "list" else "bag"
            self.rng.shuffle(items)
            text, self.scope = "WITH " + ", ".join(items), new
        else:
            keys = self.rng.sample(sorted(old), min(len(old), self.pick([1, 2, 3])))
            items, new = [*keys], {n: old[n] for n in keys}
            for _ in range(self.pick([0, 1, 2]) or (not keys)):
                v, k = self.name("x"), self.pick(["any", "num", "str", "int", "list", "bool"])
                items.append(f"{self.expr(k)} AS {v}")
                new[v] = k
            text, self.scope = f"WITH {self.pick(['', 'DISTINCT '])}" + ", ".join(items), new
        sortable = [n for n, k in self.scope.items() if k in ("any", "num", "str", "int", "bool", "list", "date")]
        if sortable and self.chance(0.35) and not self.loose and len(sortable) == len(self.scope):
            self.rng.shuffle(sortable)
            order = " " + self.ordering(sortable) + self.pick(["", " SKIP 1", " LIMIT 3", " SKIP 2 LIMIT 4", " LIMIT 0", " SKIP 0"])
        where = f" WHERE {self.boolean(2)}" if self.chance(0.3) else ""
        return text + order + where

    def call(self):
        """A subquery, importing all or some."""
        if self.scope and self.rarely():
            return self.nested_call()
        imports = self.rng.sample(sorted(self.scope), min(len(self.scope), self.pick([0, 1, 1, 2])))
        outer = dict(self.scope)
        star = self.chance(0.3) and outer
        self.scope = dict(outer) if star else {n: outer[n] for n in imports}
        head = "CALL (*) {" if star else f"CALL ({', '.join(imports)}) {{"
        body = []
        if imports and not star and self.chance(0.2):
            # The older way to say what a subquery sees.
            head, body = "CALL {", [f"WITH {', '.join(imports)}"]
        for _ in range(self.pick([0, 1, 1])):
            body.append(self.pick([lambda: self.match(self.chance(0.4)), self.unwind])())
        v = self.name("s")
        if self.chance(0.5):
            k, e = self.aggregate()
            if k == "list":
                k = "bag"
        else:
            k = self.pick(["any", "int", "str"])
            e = self.expr(k)
        tail = f"RETURN {e} AS {v}"
        if self.chance(0.2) and head != "CALL {":
            self.scope = dict(outer) if star else {n: outer[n] for n in imports}
            k, tail = "any", tail + f" UNION {self.pick(['', 'ALL '])}RETURN {self.expr('any', 1)} AS {v}"
        self.scope = {**outer, v: k}
        return self.pick(["", "", "OPTIONAL "]) + head + " " + " ".join([*body, tail]) + " }"

    def let(self):
        """Clauses that only Cypher 25 has."""
        v, k = self.name("x"), self.pick(["any", "num", "str", "int", "list", "bool"])
        which = self.rng.randrange(4)
        if which == 0:
            return f"FILTER {self.pick(['', 'WHERE '])}{self.boolean(2)}"
        if which == 1:
            text = f"FOR {v} IN {self.expr('list', 2)}"
            self.scope[v] = "any"
            return text
        if which == 2:
            outer = dict(self.scope)
            yes = f"WHEN {self.boolean(2)} THEN RETURN {self.expr(k, 1)} AS {v}"
            more = self.pick(["", f" WHEN {self.boolean(1)} THEN {{ MATCH (w{self.fresh}) RETURN count(*) AS {v} }}"])
            no = self.pick(["", f" ELSE RETURN {self.expr('any', 1)} AS {v}"])
            self.scope = {**outer, v: "any"}
            return f"CALL (*) {{ {yes}{more}{no} }}" if outer else f"CALL () {{ {yes}{more}{no} }}"
        text = f"LET {v} = {self.expr(k)}"
        self.scope[v] = k
        return text

    def write(self):
        """An updating clause."""
        self.writes = True
        if self.rarely():
            return self.rare_write()
        nodes, rels = self.of("node"), self.of("rel")
        options = [
            lambda: self.create(), lambda: self.merge(), lambda: self.merge(),
        ]
        if nodes:
            n = self.pick(nodes)
            k = self.pick(["i", "s", "m", "zz", "l"])
            options += [
                lambda: f"SET {n}.{k} = {self.value(k)}",
                lambda: f"SET {n}.{k} = {self.value(k)}, {n}:{self.pick(LABELS)}, {n}.zz = {n}.{k}",
                lambda: f"SET {n} {self.pick(['=', '+='])} {self.pick(['{}', '{i: null, q: 1}', '{zz: 1, s: null, i: 2}', '$map'])}",
                lambda: f"SET {n}:{self.pick(LABELS)}:{self.pick(LABELS)}",
                lambda: f"REMOVE {n}.{k}, {n}:{self.pick(LABELS)}",
                lambda: f"SET {n} = properties({self.pick(nodes)})",
                lambda: f"DETACH DELETE {n}",
                lambda: f"WITH * CALL ({n}) {{ {self.pick(['SET ' + n + '.zz = 3', 'CREATE (' + n + ')-[:T]->(:New)', 'MATCH (' + n + ')-->(w) SET w.zz = 4', 'WITH ' + n + ' WHERE ' + n + '.i > 1 SET ' + n + ':New'])} }}",
                lambda: f"MERGE ({n})-[:$('{self.pick(TYPES)}')]->(:$('New') {{uid: 901}})",
                lambda: f"CREATE ({n})-[:$({self.pick([repr('R'), 'CASE WHEN ' + n + '.i > 0 THEN ' + repr('S') + ' ELSE ' + repr('T') + ' END'])})]->(:$({self.pick(['labels(' + n + ')', repr('New')])}))",
                lambda: f"INSERT ({n})-[:R {{w: 1}}]->(:New&C {{i: {self.literal('int')}}})",
                lambda: f"SET {n}.zz = {self.temporal(1)}",
                lambda: f"SET {n} IS New REMOVE {n}:A",
                lambda: f"WITH * OPTIONAL MATCH ({n})-[w]-() DELETE w, {n}",
                lambda: f"SET {n}:$('{self.pick(LABELS)}')",
                lambda: f"REMOVE {n}:$('{self.pick(LABELS)}')",
                lambda: f"SET {n}[{self.pick([repr('i'), repr('zz')])}] = {self.value('i')}",
                lambda: f"FOREACH (e IN {self.expr('list', 1)} | FOREACH (g IN [1, e] | MERGE (:F {{uid: coalesce(g, 0)}})))",
                lambda: f"FOREACH (e IN CASE WHEN {self.boolean(1)} THEN [1] ELSE [] END | SET {n}.zz = 2, {n}:B)",
                lambda: f"FOREACH (e IN {self.expr('list', 1)} | SET {n}.zz = 1 CREATE (:F {{uid: 900}}))",
            ]
        if rels:
            r = self.pick(rels)
            options += [lambda: f"DELETE {r}", lambda: f"SET {r}.w = {self.literal('num')}", lambda: f"SET {r} += {{w: null, q: 2}}",
                        lambda: f"REMOVE {r}.w", lambda: f"SET {r} = {{}}"]
        text = self.pick(options)()
        if "$map" in text:
            self.parameters["map"] = {"zz": "é", "i": None, "q": [1, 2]}
        return text

    def value(self, key):
        return self.literal(KEYS[key]) if KEYS[key] != "any" else self.pick(["1", "1.0", "'x'", "null", "[1, 2]", "true"])

    def create(self):
        n = self.name("n")
        if self.of("node") and self.chance(0.6):
            r = self.name("r")
            text = f"CREATE ({self.pick(self.of('node'))})-[{r}:R {{w: {self.pick(['1', 'null', '2.5'])}}}]->({n}:A {{uid: {800 + self.fresh}, i: {self.pick(['1', 'null'])}}})"
            self.scope[r] = "rel"
            # One row more would break the constraint: that it fails is the comparison.
        else:
            text = f"CREATE ({n}:{self.pick(['B', 'C', 'New'])} {{i: {self.literal('int')}, s: {self.literal('str')}}})"
        self.scope[n] = "node"
        return text

    def merge(self):
        n, r = self.name("n"), self.name("r")
        on = ""
        if self.chance(0.6):
            on = f" ON CREATE SET {{0}}.zz = {self.pick(['1', 'null', repr('c')])} ON MATCH SET {{0}}.zz = {self.pick(['2', repr('m')])}"
        nodes = self.of("node")
        if nodes and self.chance(0.6):
            a, b = self.pick(nodes), self.pick(nodes)
            arrow = self.pick([f"-[{r}:R]->", f"-[{r}:S]-", f"<-[{r}:T]-", f"-[{r}:R {{w: {self.pick(['1', '1.0', '2'])}}}]-"])
            end = f"({b})" if self.chance(0.6) else f"({n}:{self.pick(['A', 'B', 'New'])})"
            self.scope[r] = "rel"
            if not end.startswith(f"({b}"):
                self.scope[n] = "node"
            return f"MERGE ({a}){arrow}{end}" + on.format(r)
        self.scope[n] = "node"
        key = self.pick(["i: 1", "i: 1.0", "uid: 3", "uid: 700", "s: 'é'", "m: 1", "b: true", "l: [1, 2, 3]", "f: 2.5", "d: date('2020-01-31')"])
        return f"MERGE ({n}:{self.pick(['A', 'B', 'C', 'New'])} {{{key}}})" + on.format(n)

    def returning(self):
        names = self.values()
        kind = self.rng.randrange(5)
        if kind <= 1:
            items = []
            for n in self.rng.sample(sorted(names), min(len(names), self.pick([0, 1, 1, 2]))):
                items.append(n)
            for _ in range(self.pick([1, 1, 2])):
                items.append(self.aggregate(2)[1] + f" AS {self.name('o')}")
            self.rng.shuffle(items)
            return "RETURN \t" + ",\t ".join(items) + "\t"
        items = [n for n in self.rng.sample(sorted(names), min(len(names), self.pick([1, 2, 3])))]
        for _ in range(self.pick([0, 1, 2]) or (not items)):
            items.append(f"{self.expr(self.pick(['any', 'num', 'str', 'int', 'list', 'bool', 'date']))} AS {self.name('o')}")
        return f"RETURN {self.pick(['', '', 'DISTINCT '])}\t" + ",\t ".join(items) + "\t"

    def next(self, last):
        """What a query returns goes on into others, or into one of two."""
        outs = [re.split(r" AS ", item)[-1].strip(" ,") for item in last.split("\t")[1:-1]]
        self.scope = {out: self.scope.get(out, "any") for out in outs}
        self.loose = True
        more = [self.pick([self.let, self.with_, self.unwind, lambda: self.match(True)])()] if self.chance(0.6) else []
        if self.chance(0.3):
            v, k = self.name("o"), self.pick(["any", "int", "str"])
            return f"{last.replace(chr(9), '')} NEXT WHEN {self.boolean(1)} THEN RETURN {self.expr(k, 1)} AS {v} ELSE RETURN {self.expr(k, 1)} AS {v}"
        return " ".join([last.replace("\t", ""), "NEXT", *more, self.returning().replace("\t", "")])

    def committing(self):
        """A query in transactions of its own, which no transaction may be around, and one that reads what it left."""
        self.writes = True
        source = self.pick([f"UNWIND {self.pick(['range(1, 7)', '[1, 2, null, 4]', '[3, 0, 1]', '[]'])} AS x", "MATCH (m:A) WITH m.uid AS x ORDER BY x",
                            "MATCH (m) WITH m.i AS x, m.uid AS y ORDER BY y"])
        body = self.pick(["CREATE (:New {uid: x})", "MATCH (n {uid: x}) SET n.zz = 10 / x", "MERGE (:New {uid: x % 3})", "MATCH (n:A {uid: x}) DETACH DELETE n",
                          "CREATE (:A {uid: x})", "CREATE (n:New {uid: 12 / (x - 2)}) RETURN n.uid AS u", "MATCH (n) WHERE n.uid < x SET n.zz = x RETURN count(*) AS u"])
        how = self.pick(["", " OF 1 ROW", " OF 2 ROWS", " OF 3 ROWS", " OF 100 ROWS"])
        how += self.pick(["", "", " ON ERROR CONTINUE", " ON ERROR BREAK", " ON ERROR FAIL"])
        report = "ON ERROR" in how and "FAIL" not in how and self.chance(0.6)
        returned = ["x"] + (["u"] if " AS u" in body else []) + (["st.started AS a", "st.committed AS b", "st.errorMessage IS NULL AS c"] if report else [])
        # Only where it does not matter which comes first: a Neo4j counts what two transactions delete at once for both.
        apart = body == "CREATE (:New {uid: x})" or (body == "MATCH (n:A {uid: x}) DETACH DELETE n" and "m.i AS x" not in source)
        concurrent = self.pick(["", "2 CONCURRENT "]) if apart else ""
        text = f"{source} CALL (x) {{ {body} }} IN {concurrent}TRANSACTIONS{how}{' REPORT STATUS AS st' if report else ''}"
        text += " RETURN " + self.pick([", ".join(returned), "count(*) AS c" if not report else "count(st.errorMessage) AS c"])
        query = Query(["CYPHER 25 " * (self.version == 25) + text])
        query.writes = True
        return query

    def query(self):
        if self.rarely(0.2):
            text = self.conditional() if self.version == 25 and self.chance(0.6) else self.united()
            query = Query(["CYPHER 25 " * (self.version == 25) + text], self.parameters, False, self.loose)
            query.writes = self.writes
            return query
        clauses = self.body(write=self.chance(0.3))
        last = self.returning()
        if self.version == 25 and self.chance(0.15):
            last = self.next(last)
        elif self.writes and self.chance(0.1):
            last = "FINISH"
        elif self.writes and (self.settled or self.chance(0.5)):
            last = self.pick(["MATCH (q) RETURN labels(q) AS l, properties(q) AS p", "MATCH (q)-[w]->(t) RETURN type(w), properties(w), q.uid, t.uid",
                              "MATCH (q) RETURN count(*) AS c, sum(q.i) AS s"])
            clauses.append("WITH count(*) AS done")
            self.loose = True
        ordered = False
        text = last.replace("\t", "")
        if not self.loose and "\t" in last and self.chance(0.4):
            outs = [re.split(r" AS ", i)[-1].strip() for i in last.split("\t")[1:-1]]
            outs = [o.rstrip(",").strip() for o in outs]
            kinds = [self.scope.get(o, "any") for o in outs]
            if all(k not in ("node", "nodes", "rel", "rels", "path", "bag", "len") for k in kinds):
                last += " " + (self.paging(outs) if self.rarely() else self.ordering(outs) + self.pick(["", " LIMIT 3", " SKIP 1", " SKIP 1 LIMIT 2"]))
                ordered = True
        elif self.chance(0.06) and not self.writes and "AS" not in text and "\t" in last:
            last += f" UNION {self.pick(['', 'ALL '])}" + " ".join(clauses) + " " + last
        if re.search(r"labels\(|keys\(", last):
            self.loose = True
        if self.version == 25:
            clauses = ["CYPHER 25 " + (clauses[0] if clauses else last)] + (clauses[1:] + [last] if clauses else [])
        else:
            clauses = clauses + [last]
        query = Query(clauses, self.parameters, ordered, self.loose)
        query.writes = self.writes
        return query

    def body(self, write=False):
        clauses = []
        if self.chance(0.12):
            clauses.append(self.unwind())
        if self.chance(0.93):
            clauses.append(self.match(self.chance(0.2)))
        later = [self.let] * 3 if self.version == 25 else []
        steps = later + [lambda: self.match(True)] * 3 + [lambda: self.match()] * 2 + [self.unwind, self.with_, self.with_, self.call]
        for _ in range(self.pick([0, 1, 1, 2, 3])):
            clauses.append(self.pick(steps)())
        if write:
            for _ in range(self.pick([1, 1, 2])):
                clauses.append(self.write())
        return clauses

    def partitioned(self):
        """A query whose WHERE is to share out its rows."""
        head, _ = self.pattern()
        predicate = self.boolean(3)
        names = self.values()
        tail = "RETURN " + (", ".join(sorted(names)) if names else "1 AS one")
        text = re.sub(r"\$p(\d+)", lambda m: repr(self.parameters["p" + m[1]]) if self.parameters["p" + m[1]] is not None else "null", predicate)
        text = text.replace("True", "true").replace("False", "false")
        head = re.sub(r"\$p(\d+)", "1", head)
        return Query([head], {}, where=("MATCH " + head, tail, text))
