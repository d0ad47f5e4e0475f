"""Patterns of random queries. A part of `grammar.Generator`, which has the scope and the expressions; meet `Patterns.pattern` first."""
from graph import LABELS

KINDS_OF_KEYS = {"i": "int", "s": "str", "uid": "int", "b": "bool", "m": "any"}


class Patterns:
    """What stands behind MATCH."""

    def labels(self, p):
        if not self.chance(p):
            return ""
        if self.chance(0.06):
            return self.pick([":$('A')", ":$any(['A', 'B'])", ":$all(['A', 'C'])", ":$(['B'])", ":$('Nope')", ":%", ":!%", " IS A", " IS B|C", ":(A|B)&!C"])
        return ":" + self.pick(LABELS + ["A|B", "!A", "A&B", "Nope"] if self.chance(0.3) else LABELS)

    def node(self, reuse=0.3):
        known = self.of("node")
        if known and self.chance(reuse):
            return f"({self.pick(known)})"
        if self.chance(0.15):
            return f"({self.labels(0.5)})"
        n = self.name("n")
        text = f"({n}{self.labels(0.3)}"
        if self.chance(0.15):
            key = self.pick(list(KINDS_OF_KEYS))
            text += f" {{{key}: {self.literal(KINDS_OF_KEYS[key])}}}"
        elif self.chance(0.05):
            text += f" WHERE {self.alone({n: 'node'}, lambda: self.comparison(0))}"
        self.scope[n] = "node"
        return text + ")"

    def arrow(self, variable, length=None):
        # A length and a type expression do not go together.
        types = self.pick(["", "", ":R", ":S", ":R|S", ":T", ":R|T"]) if length or self.chance(0.85) else self.pick(
            [":!R", ":Nope", ":$('R')", ":$any(['R', 'S'])", ":!(R|S)", ":%", ":R&!S"])
        rest = ""
        if self.chance(0.06):
            rest = f" {{w: {self.literal('num')}}}"
        elif variable and not length and self.chance(0.06):
            rest = f" WHERE {self.alone({variable: 'rel'}, lambda: self.comparison(0))}"
        inside = f"[{variable}{types}{length or ''}{rest}]" if variable or types or length or rest else ""
        return self.pick([f"-{inside}->", f"<-{inside}-", f"-{inside}-"])

    def quantified(self):
        """A quantified path pattern with group variables, between two nodes."""
        a, b, r = self.name("q"), self.name("q"), self.name("q")
        inside = f"({a}{self.labels(0.15)}){self.arrow(r)}({b}{self.labels(0.2)})"
        names = {a: "node", b: "node", r: "rel"}
        groups = {a: "nodes", b: "nodes", r: "rels"}
        if self.chance(0.15):
            s, c = self.name("q"), self.name("q")
            inside += f"{self.arrow(s)}({c})"
            names.update({s: "rel", c: "node"})
            groups.update({s: "rels", c: "nodes"})
        if self.chance(0.35):
            inside += " WHERE " + self.alone(names, lambda: self.boolean(1))
        self.pending.update(groups)
        return f"({inside}){self.pick(['{1,2}', '{2}', '{0,2}', '{,2}', '{1,3}', '{0,1}', '{1}'])}"

    def quantified_relationship(self):
        """A quantifier behind a relationship alone; without an end only where few go on."""
        if self.chance(0.3):
            return f"-[:{self.pick('RST')}]->{self.pick('+*')}"
        variable = ""
        if self.chance(0.5):
            variable = self.name("q")
            self.pending[variable] = "rels"
        return self.arrow(variable) + self.pick(["{1,2}", "{2}", "{0,2}", "{,1}", "{1,}" if self.chance(0.1) else "{1,3}"])

    def selective(self):
        """SHORTEST and its kin; which of equals is found is open, how long they are is not."""
        a, b, p = self.name("n"), self.name("n"), self.name("p")
        kind = self.pick(["SHORTEST 1", "ANY", "ANY 2", "SHORTEST 2", "ALL SHORTEST", "ALL SHORTEST", "SHORTEST 1 GROUPS", "SHORTEST 2 GROUPS",
                          "ANY SHORTEST", "SHORTEST 2 PATHS", "SHORTEST GROUP", "ALL SHORTEST PATHS", "ALL"])
        if self.version == 25 and self.chance(0.3):
            kind = kind.replace(" PATHS", "").replace(" GROUPS", "").replace(" GROUP", " 1") + self.pick([" ACYCLIC", " TRAIL", " ACYCLIC PATHS"])
        types = self.pick(["", ":R", ":R|S", ":T", ":!S"])
        every = kind.startswith("ALL") and "SHORTEST" not in kind
        length = "{1,3}" if every else self.pick(["+", "*", "{1,3}", "{0,2}", "{2,3}"])
        way = self.pick([("-", "->"), ("<-", "-"), ("-", "-")])
        step = f"{way[0]}[{types}]{way[1]}" if types else f"{way[0]}[]{way[1]}"
        middle = step + length
        if self.chance(0.3):
            x, y = self.name("q"), self.name("q")
            middle = f"(({x}){step}({y}){' WHERE ' + self.alone({x: 'node', y: 'node'}, lambda: self.boolean(1)) if self.chance(0.5) else ''}){length}"
        ends = [f"({n}:{self.pick(LABELS)}{' {uid: ' + str(self.rng.randrange(14)) + '}' if self.chance(0.3) else ''})" for n in (a, b)]
        all_of = kind.startswith("ALL") or "GROUP" in kind
        unsteady = kind.startswith("ANY") and "SHORTEST" not in kind
        self.scope.update({a: "node", b: "node"})
        if not unsteady:
            self.scope[p] = "path" if all_of else "len"
        return f"{p} = {kind} {ends[0]}{middle}{ends[1]}"

    def part(self):
        """One pattern part: a chain with perhaps a path variable. Lengths and quantifiers do not go together."""
        quantified = self.quantifiers
        text = self.node()
        for _ in range(self.pick([0, 1, 1, 1, 1, 1, 2])):
            variable, length = "", None
            if quantified and self.chance(0.25):
                text += self.quantified() + self.node(0.35)
                continue
            if quantified and self.chance(0.12):
                text += self.quantified_relationship() + self.node(0.35)
                continue
            if not quantified and self.chance(0.22):
                length = self.pick(["*0..1", "*1..2", "*2", "*0..2", "*..2", "*0", "*2..3", "*1..1", "*0..0"])
                if self.chance(0.6):
                    variable = self.name("v")
                    self.pending[variable] = "rels"
            elif self.chance(0.5):
                variable = self.name("r")
                self.pending[variable] = "rel"
            text += self.arrow(variable, length) + self.node(0.35)
        if self.chance(0.25):
            p = self.name("p")
            self.pending[p] = "path"
            return f"{p} = {self.mode}{text}"
        return self.mode + text

    def pattern(self):
        """The text behind MATCH, and what its WHERE must say or None."""
        self.pending = {}
        self.quantifiers = self.chance(0.4)
        if self.chance(0.05):
            return self.selective(), None
        if self.chance(0.05):
            a, b, p = self.name("n"), self.name("n"), self.name("p")
            kind = self.pick(["shortestPath", "allShortestPaths"])
            parts = [f"({a}:{self.pick(LABELS)})", f"({b}:{self.pick(LABELS)})"]
            short = f"{p} = {kind}(({a}){self.arrow('', self.pick(['*', '*..3', '*0..2', '*1..2']))}({b}))"
            self.scope.update({a: "node", b: "node"})
            parts.append(short)
            self.pending = {p: "len" if kind == "shortestPath" else "path"}
            self.scope.update(self.pending)
            return ", ".join(parts), f"{a} <> {b}"
        mode = self.pick(["REPEATABLE ELEMENTS ", "DIFFERENT RELATIONSHIPS "]) if self.version == 25 and self.chance(0.12) else ""
        # All paths of a MATCH have the same mode.
        self.mode = self.pick(["WALK ", "TRAIL ", "ACYCLIC ", "ACYCLIC "]) if self.version == 25 and not mode and self.chance(0.1) else ""
        parts = [self.part() for _ in range(self.pick([1, 1, 1, 1, 1, 2]))]
        self.scope.update(self.pending)
        return mode + ", ".join(parts), None
