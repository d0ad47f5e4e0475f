#!/usr/bin/env python3
"""Calls every function and operator of a real Neo4j with many argument values on both servers: values, types and error codes must be equal.

  calls.py --neo4j ... --only apoc.      with a Neo4j that has APOC core among its plugins
  calls.py --neo4j bolt://127.0.0.1:17697 --quiver bolt://127.0.0.1:7687 [--only NAME] [--version 5|25] [--count 200] [--seed 1] [--times]

Values are made once by Neo4j and then given as parameters in a map, so that both servers meet their types while running and plan a
function once. `--times` takes values of time, zones and durations at random instead. What is meant has a name in explained.py.
`--cases N` adds up to N calls of each function with equal answers to a file for a test. Exit code 1 when anything differs without a name.
"""
import argparse
import math
import random
import re
import sys
from collections import Counter

from explained import explained_call
from servers import Server

INTEGERS = ["0", "1", "-1", "2", "7", "9223372036854775807", "-9223372036854775808"]
FLOATS = ["0.0", "-0.0", "1.5", "-2.5", "0.1", "1e300", "-1e300", "(0.0/0.0)", "(1/0.0)", "(-1/0.0)"]
STRINGS = ["''", "'a'", "'abcab'", "' a b '", "'\U0001F600b\u00e9'", "'12'", "'1.5'", "'true'", "'x,y;z'", "'2020-02-29'", "'12:30'", "'P1DT2H'"]
LISTS = ["[]", "[1, 2, 3]", "[null]", "[1, null, 'a']", "['a', 'b']", "[1.5, 2]", "[[1], [2, [3]]]", "[true, false]"]
MAPS = ["{}", "{a: 1}", "{x: 1, y: 2}", "{year: 2020, month: 2}", "{days: 1.5}"]
TEMPORAL = ["date('2020-02-29')", "localtime('12:30:01.5')", "time('12:30+01:00')", "localdatetime('2020-02-29T12:30')",
            "datetime('2020-02-29T12:30[Europe/Paris]')", "duration('P1Y2M3DT4H5.5S')"]
POINTS = ["point({x: 1, y: 2})", "point({x: 1, y: 2, z: 3})", "point({longitude: 1, latitude: 2})"]
KINDS = {"INTEGER": INTEGERS, "FLOAT": FLOATS + INTEGERS[:5], "STRING": STRINGS, "LIST": LISTS, "MAP": MAPS, "BOOLEAN": ["true", "false"],
         "POINT": POINTS, "DATE": TEMPORAL, "ZONED": TEMPORAL, "LOCAL": TEMPORAL, "DURATION": TEMPORAL}
EVERY = ["null", "true", "1", "1.5", "'a'", "[1]", "{a: 1}", "date('2020-02-29')", "duration('P1D')", "point({x: 1, y: 2})"]
# What arguments of APOC's functions are called, and what is worth giving them.
NAMED = {"unit": ["'ms'", "'s'", "'minutes'", "'hours'", "'d'", "'doy'", "'nanos'"], "toUnit": ["'s'", "'d'", "'hour'"],
         "addUnit": ["'s'", "'d'", "'weeks'"], "timezone": ["''", "'UTC'", "'Europe/Paris'", "'+02:00'", "'GMT+1'"],
         "format": ["'yyyy-MM-dd'", "'HH:mm'", "'dd/MM/yyyy HH:mm:ss z'", "'EEE, d MMM yyyy'", "'iso_date'", "'BASIC_ISO_DATE'", "'[]'"],
         "regex": ["'a'", "'(a)(b)?'", "'[^a-z]'", "','", "'('", "''"], "delimiter": ["'.'", "','", "''"], "delim": ["', '", "''"],
         "path": ["'$'", "''", "'$.a'", "'$..a'", "'$[*]'", "'a'"], "key": ["'a'", "'b'", "''"], "prop": ["'a'", "'^a'", "'zz'"],
         "operator": ["'&'", "'AND'", "'|'", "'^'", "'~'", "'<<'", "'>>'", "'>>>'"], "config": ["{}", "{recursive: true}"],
         "json": ["'{\"a\": [1, {\"b\": 2.5}]}'", "'[1, null, \"x\"]'", "'7'", "'{'"], "map": ["{a: 1, b: {a: 2}}", "{`a.b`: 1}"],
         "list": ["'[1, 2.5]'", "[{a: 1}, {a: 2}]", "[3, 1, 2]", "['b', 'A', 'a']"], "pairs": ["[['a', 1], ['b', 2]]", "['a', 1, 'b']", "[[null, 1]]"],
         "keys": ["['a']", "['a', 'b']", "['zz', null]"], "values": ["[1, 'a']", "[{a: 1}, {a: 1, b: 2}]"], "offset": ["1", "0", "-1"],
         "charset": ["'UTF-8'"], "encoding": ["'UTF-8'"]}
# Random, about the moment, with a grammar of their own, or about the graph; apoc.coll.remove and apoc.text.repeat of a great length never end there.
SKIPPED = re.compile(r"^(rand|randomUUID|uuid|timestamp|all|any|none|single|reduce|allReduce|exists|graph\.|vector$|vector_|file|linenumber|"
                     r"property_exists|trim$|apoc\.(create|coll\.remove$|text\.repeat$|cypher|version|util\.validate|coll\.(random|shuffle)|date\.current|text\.random|schema|agg)|.*\.(transaction|statement|realtime)$)")
OPERATORS = ["{} + {}", "{} - {}", "{} * {}", "{} / {}", "{} % {}", "{} ^ {}", "{} = {}", "{} < {}", "{} >= {}", "{} IN {}", "{}[{}]", "-{}",
             "{} STARTS WITH {}", "{} AND {}", "NOT {}", "{} =~ {}", "{} || {}", "[x IN [{}, {}] | x]", "{} IN [{}, {}]", "{} < {} < {}"]
ZONES = ["+00:00", "Z", "+01:00", "-11:30", "+18:00", "[Europe/Paris]", "[America/New_York]", "[Asia/Kathmandu]", "[Pacific/Apia]",
         "[Europe/London]", "[Australia/Lord_Howe]", "[Africa/Monrovia]", "[UTC]"]
COMPONENTS = ["year", "quarter", "month", "week", "weekYear", "dayOfQuarter", "quarterDay", "day", "ordinalDay", "weekDay", "dayOfWeek", "hour", "minute",
              "second", "millisecond", "microsecond", "nanosecond", "timezone", "offset", "offsetMinutes", "offsetSeconds", "epochMillis",
              "epochSeconds", "years", "quarters", "months", "weeks", "days", "hours", "minutes", "seconds", "milliseconds", "microseconds",
              "nanoseconds", "quartersOfYear", "monthsOfYear", "monthsOfQuarter", "daysOfWeek", "minutesOfHour", "secondsOfMinute",
              "millisecondsOfSecond", "microsecondsOfSecond", "nanosecondsOfSecond"]
UNITS = ["millennium", "century", "decade", "year", "weekYear", "quarter", "month", "week", "day", "hour", "minute", "second", "millisecond",
         "microsecond"]
PATTERNS = ["yyyy-MM-dd", "dd MMM yyyy", "EEEE, d MMMM uu", "HH:mm:ss.SSS", "h:m a", "DDD", "Q QQQ", "w W e", "xxx", "XXX", "zzz", "VV", "yy G",
            "n N A", "''yyyy''", "'at' HH", "kk K", "SSSSSSSSS", "B", "L LLL", "yyyyy", "c", "O", "ZZZ", "[HH]yyyy", "YYYY-'W'ww"]


class Times:
    """Random values of time, weighed toward edges, and what takes them."""

    def __init__(self, rng):
        self.rng, self.pick = rng, rng.choice

    def date(self):
        year = self.pick(["2020", "2019", "1999", "1970", "1969", "0001", "0000", "-0001", "1582", "9999", "+99999", "2021", "2016", "-999999999", "+999999999"])
        return self.pick([f"{year}-{self.pick(['01-01', '02-28', '03-31', '12-31', '10-10', '12-28', '01-04'])}", f"{self.rng.randint(1900, 2100)}-"
                          f"{self.rng.randint(1, 12):02}-{self.rng.randint(1, 28):02}", f"{self.rng.randint(1990, 2030)}-W{self.rng.randint(1, 52):02}-{self.rng.randint(1, 7)}",
                          f"{self.rng.randint(1990, 2030)}-{self.rng.randint(1, 365):03}", f"{self.rng.randint(1990, 2030)}-Q{self.rng.randint(1, 4)}-{self.rng.randint(1, 90):02}",
                          "2020-02-29", "2020"])

    def clock(self):
        return self.pick(["00:00", "23:59:59.999999999", "12", "02:30", "01:59:59", f"{self.rng.randint(0, 23):02}:{self.rng.randint(0, 59):02}:{self.rng.randint(0, 59):02}",
                          f"{self.rng.randint(0, 23):02}{self.rng.randint(0, 59):02}", "12:31:14.645876123", "23:59:60" if self.rng.random() < 0.05 else "03:00:00.1"])

    def number(self):
        return self.pick(["0", "1", "-1", "2", "12", "13", "-7", "100", "0.5", "-1.5", "1.75", "29", "31", "59", "60", "999", "1000000000", "-2147483649",
                          "9223372036854775807", "1e18", "0.0000000015"])

    def duration(self):
        if self.rng.random() < 0.5:
            units = self.rng.sample(["years", "quarters", "months", "weeks", "days", "hours", "minutes", "seconds", "milliseconds", "microseconds", "nanoseconds"],
                                    self.rng.randint(1, 4))
            return "duration({" + ", ".join(f"{unit}: {self.number()}" for unit in units) + "})"
        parts = "".join(f"{self.pick(['', '', '-'])}{self.pick(['1', '2', '14', '0.5', '100', '1.25'])}{unit}" for unit in "YMWD" if self.rng.random() < 0.4)
        clock = "".join(f"{self.pick(['', '', '-'])}{self.pick(['1', '3', '0.5', '25', '61', '3.000000001'])}{unit}" for unit in "HMS" if self.rng.random() < 0.5)
        return f"duration('P{parts}{'T' + clock if clock else ''}')" if parts or clock else "duration('PT0S')"

    def fields(self):
        names = ["year", "month", "day", "week", "dayOfWeek", "quarter", "dayOfQuarter", "ordinalDay", "hour", "minute", "second", "millisecond",
                 "microsecond", "nanosecond", "timezone", "date", "time", "datetime", "epochSeconds", "epochMillis"]
        weights = [9, 6, 6, 3, 3, 2, 2, 2, 6, 5, 4, 2, 2, 2, 4, 3, 3, 2, 1, 1]
        chosen = dict.fromkeys(self.rng.choices(names, weights, k=self.rng.randint(1, 5)))
        if list(chosen) == ["timezone"]:
            # That would be the time that it is there.
            chosen["year"] = None
        values = {"timezone": lambda: self.pick(["'+01:00'", "'Europe/Paris'", "'Z'", "'America/New_York'", "'nowhere'"]), "date": lambda: self.value("date", "datetime"),
                  "time": lambda: self.value("time", "localtime"), "datetime": lambda: self.value("datetime", "localdatetime"),
                  "year": lambda: self.pick(["2020", "1984", "0", "-1", "999999999", "2021"]), "month": lambda: self.pick(["1", "2", "12", "13", "0"])}
        return "{" + ", ".join(f"{name}: {values.get(name, lambda: self.pick(['0', '1', '2', '3', '11', '29', '30', '59', '60', '365', '999', '1.5']))()}" for name in chosen) + "}"

    def value(self, *kinds):
        kind = self.pick(kinds or ["date", "localtime", "time", "localdatetime", "datetime", "duration"])
        if kind == "duration":
            return self.duration()
        text = {"date": self.date, "localtime": self.clock, "time": lambda: self.clock() + self.pick(ZONES[:5]), "localdatetime": lambda: f"{self.date()}T{self.clock()}",
                "datetime": lambda: f"{self.date()}T{self.clock()}{self.pick(ZONES)}"}[kind]()
        return f"{kind}('{text}')"

    def calls(self):
        """A template and its argument expressions."""
        instant = ["date", "localtime", "time", "localdatetime", "datetime"]
        k = self.rng.randrange(12)
        if k == 0:
            return f"{self.pick(instant)}.truncate({{}}, {{}})", [repr(self.pick(UNITS)), self.value(*instant)]
        if k == 1:
            return f"{self.pick(instant)}.truncate({{}}, {{}}, {{}})", [repr(self.pick(UNITS)), self.value(*instant), self.fields()]
        if k == 2:
            return f"{self.pick(['duration.between', 'duration.inMonths', 'duration.inDays', 'duration.inSeconds'])}({{}}, {{}})", [self.value(*instant), self.value(*instant)]
        if k == 3:
            return self.pick(["{} + {}", "{} - {}"]), [self.value(), self.duration()]
        if k == 4:
            return self.pick(["{} * {}", "{} / {}"]), [self.duration(), self.number()]
        if k == 5:
            return f"{{}}.{self.pick(COMPONENTS)}", [self.value()]
        if k == 6:
            return f"{self.pick(instant + ['duration'])}({{}})", [self.fields()]
        if k == 7:
            return f"{self.pick(instant)}({{}})", [self.value(*instant)]
        if k == 8:
            text = self.pick([self.date, self.clock, lambda: self.date() + "T" + self.clock(), lambda: self.date() + "T" + self.clock() + self.pick(ZONES),
                              lambda: self.duration()[10:-2], lambda: self.clock() + self.pick(ZONES)])()
            if self.rng.random() < 0.3:
                at = self.rng.randrange(len(text) + 1)
                text = text[:at] + self.pick(["", "-", ":", "0", "9", "T", " ", "+", "W"]) + text[at + 1:]
            return f"{self.pick(instant + ['duration'])}({{}})", ["'" + text.replace("'", "") + "'"]
        if k == 9:
            return "toString({})", [self.value()]
        if k == 10:
            return self.pick(["{} < {}", "{} = {}", "{} >= {}"]), [self.value(), self.value()]
        return "format({}, {})", [self.value(*instant), '"' + self.pick(PATTERNS) + '"']


def values_of(argument, usual=False):
    """Values for an argument; `usual` ones are of its type."""
    kind, found = argument["type"], list(NAMED.get(argument["name"], [])) if "=" not in argument["name"] else []
    if kind in ("NODE", "RELATIONSHIP", "PATH"):
        return ["null"]
    if usual:
        return found or [value for name, values in KINDS.items() if name in kind for value in values] or EVERY
    for name, values in KINDS.items():
        if name in kind:
            found += values
    return list(dict.fromkeys(found + EVERY))


class Caller:
    """Makes values with the reference and asks both servers."""

    def __init__(self, options):
        self.options = options
        self.reference, self.quiver = Server(options.neo4j), Server(options.quiver)
        self.made = {}

    def value(self, expression):
        """What the expression is, as it comes over the wire; None and False if it fails."""
        if expression not in self.made:
            rows, _ = self.reference.client.query(f"RETURN {expression} AS r")
            if rows is None:
                self.reference.client.reset()
            self.made[expression] = (rows is not None, rows and rows[0][0])
        return self.made[expression]

    def signatures(self):
        """Templates with the values that each argument may have."""
        rows = self.reference.ask(f"CYPHER {self.options.version} SHOW FUNCTIONS YIELD name, argumentDescription, aggregating, signature")
        for name, arguments, aggregating, signature in rows:
            if SKIPPED.match(name) or "[[" in signature or "normalForm" in signature or self.options.only not in name:
                continue
            choices = [values_of(argument) for argument in arguments]
            # Half of the calls with values of the right types, where any value would mostly be refused.
            usual = [values_of(argument, True) for argument in arguments]
            yield f"{name}({', '.join(['{}'] * len(choices))})", choices, usual, aggregating
        every = [v for values in (INTEGERS, FLOATS, STRINGS, LISTS, MAPS, TEMPORAL, POINTS) for v in values] + ["null", "true", "false"]
        for operator in OPERATORS:
            if self.options.only in operator:
                yield operator, [every] * operator.count("{}"), [every] * operator.count("{}"), False

    def batches(self):
        """(template, whether it aggregates, argument expressions)"""
        rng = random.Random(self.options.seed)
        if self.options.times:
            times = Times(rng)
            calls = {}
            for _ in range(self.options.count):
                template, arguments = times.calls()
                calls.setdefault(template, []).append(arguments)
            for template, arguments in calls.items():
                yield template, False, arguments
            return
        for template, choices, usual, aggregating in self.signatures():
            size = math.prod(map(len, choices))
            if size <= self.options.count:
                combinations = [[]]
                for values in choices:
                    combinations = [one + [value] for one in combinations for value in values]
            else:
                combinations = [[rng.choice(values) for values in (usual if at % 2 else choices)] for at in range(self.options.count)]
            yield template, aggregating, list(map(list, dict.fromkeys(map(tuple, combinations))))

    def query(self, template, aggregating, count):
        given = [f"m.v{at}" for at in range(count)]
        if aggregating:
            return f"CYPHER {self.options.version} UNWIND [$m, {{}}, $m] AS m RETURN {template.format('m.v0', *(f'$m.v{at}' for at in range(1, count)))} AS r"
        return f"CYPHER {self.options.version} UNWIND [$m] AS m RETURN {template.format(*given)} AS r"

    def ask(self, template, aggregating, calls):
        """Pairs of answers."""
        queries = []
        for arguments in calls:
            values = [self.value(argument) for argument in arguments]
            if all(good for good, _ in values):
                text = self.query(template, aggregating, len(arguments))
                queries.append((arguments, (text, {"m": {f"v{at}": value for at, (_, value) in enumerate(values)}})))
        for at in range(0, len(queries), 50):
            part = queries[at:at + 50]
            sent = [query for _, query in part]
            yield from zip([arguments for arguments, _ in part], self.reference.run_reads(sent), self.quiver.run_reads(sent))


def comparable(value):
    """A plain value with floats to 15 digits."""
    if value[0] == "float":
        return ("float", "nan" if value[1] == "nan" else f"{float(value[1]):.14e}")
    return tuple(comparable(part) if isinstance(part, tuple) and part else part for part in value)


def said(answer):
    return ("error", answer.code) if answer.code else tuple(map(comparable, answer.rows[0])) if answer.rows else ()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--neo4j", default="bolt://127.0.0.1:17697")
    parser.add_argument("--quiver", default="bolt://127.0.0.1:7687")
    parser.add_argument("--only", default="", help="names that contain this")
    parser.add_argument("--version", default="5")
    parser.add_argument("--count", type=int, default=160, help="calls of each function; with --times of all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--times", action="store_true", help="random values of time")
    parser.add_argument("--shown", type=int, default=4, help="differences to print for a function")
    parser.add_argument("--cases", type=int, default=0, help="agreed calls of a function to keep for cypher/tests/run/calls.rs")
    parser.add_argument("--into", default="calls.cypher", help="file that they are added to")
    options = parser.parse_args()
    caller, asked, failing, explained, differ, kept = Caller(options), 0, 0, Counter(), Counter(), []
    for template, aggregating, calls in caller.batches():
        cases = 0
        for arguments, expected, got in caller.ask(template, aggregating, calls):
            asked += 1
            failing += bool(expected.code)
            text = template.format(*arguments)
            if said(expected) == said(got):
                if cases < options.cases and not aggregating:
                    cases += 1
                    kept.append(f"CYPHER {options.version} UNWIND [{{{', '.join(f'v{at}: {one}' for at, one in enumerate(arguments))}}}] AS m "
                                f"RETURN {template.format(*(f'm.v{at}' for at in range(len(arguments))))} AS r")
                continue
            why = explained_call(template, arguments, expected, got)
            if why:
                explained[why] += 1
                continue
            differ[template] += 1
            if differ[template] <= options.shown:
                print(f"{text}\n    neo4j:  {said(expected)} {expected.message or ''}\n    quiver: {said(got)} {got.message or ''}", flush=True)
    if options.cases:
        with open(options.into, "a", encoding="utf-8") as file:
            file.writelines(line + "\n" for line in kept)
    for why, times in explained.most_common():
        print(f"{times:5} explained: {why}")
    print(f"{asked} calls ({failing} fail in Neo4j), {sum(explained.values())} explained, {sum(differ.values())} differ: {dict(differ)}")
    sys.exit(bool(differ))


if __name__ == "__main__":
    main()
