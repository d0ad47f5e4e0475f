"""Differences to a Neo4j that are meant, each with the name under which docs/compatibility.md has it. Meet `explanation` first.

A rule looks at the query and at both answers, and is as narrow as the difference; none passes over an answer unseen.
"""
import math
import re


def explanation(query, reason, expected, got):
    """The name of the meant difference that this is, or None."""
    return first_of(RULES, query, reason, expected, got)


def first_of(rules, *difference):
    """The name of the first rule that applies."""
    return next((name for name, applies in rules if applies(*difference)), None)


def is_code(expected, got, theirs, ours):
    return (expected.code or "").endswith(theirs) and (got.code or "").endswith(ours)


def of_null_node(query, reason, expected, got):
    return not expected.code and not got.code and "OPTIONAL MATCH" in query.text and re.search(r"COLLECT \{[^}]*WITH (max|min)\(", query.text)


def grouping(query, reason, expected, got):
    return expected.message and re.search("implicit grouping|Aggregation column contains", expected.message) and not got.code


def as_floats(value):
    """A plain value whose whole numbers are floats."""
    if value and value[0] == "int":
        return ("float", repr(float(value[1])))
    return tuple(as_floats(part) if isinstance(part, tuple) else part for part in value)


def which_of_equals(query, reason, expected, got):
    """The rows are the same but for 1 in place of 1.0, where the query asks for one of equals."""
    if reason not in ("rows", "order of rows") or not re.search(r"min\(|max\(|DISTINCT|\{\w+: |\w\.\w+ =|= \w+\.\w|IN \[|UNION ", query.text):
        return False
    left, right = (sorted(repr([as_floats(value) for value in row]) for row in answer.rows) for answer in (expected, got))
    return left == right


ENDS = re.compile(r"(CYPHER \d+ )?(OPTIONAL )?MATCH (\w+ = )?\([^)]*\)<?-(\[[^\]]*\])?->?\([^)]*\) RETURN \s*count\(\w+\.\w+\) AS \w+\s*$")


def counted_ends(query, reason, expected, got):
    return reason == "rows" and ENDS.match(query.text) and expected.rows[0][0][1] > got.rows[0][0][1]


RULES = [
    ("count(n.x) of a relationship's end counts values, not relationships", counted_ends),
    ("which of equal numbers is given", which_of_equals),
    ("COLLECT of an aggregate over a node that is null", of_null_node),
    ("aggregations mixed with grouping keys are answered", grouping),
]


def explained_call(template, arguments, expected, got):
    """The same for a call of a function or operator (calls.py), from its argument expressions."""
    return first_of(CALLS, template, arguments, expected, got)


def numbers_differ_in_last_digits(template, arguments, expected, got):
    """The last digits of what a library computes."""
    if not (expected.rows and got.rows and re.match(r"(sin|cos|tan|cot|sinh|cosh|tanh|coth|asin|acos|atan|atan2|exp|log|log10|haversin|stDevP?)\(|.*\^", template)):
        return False
    left, right = expected.rows[0][0], got.rows[0][0]
    return left[0] == right[0] == "float" and math.isclose(float(left[1]), float(right[1]), rel_tol=1e-13)


def two_things_wrong(template, arguments, expected, got):
    """Both refuse, each names another of several faults: the fields of a map are looked at in another order."""
    return expected.code and got.code and "{" in " ".join(arguments) and template.split("(")[0].split(".")[0] in (
        "date", "time", "localtime", "localdatetime", "datetime")


def two_faults(template, arguments, expected, got):
    """Both refuse: a range too long is too much memory here, a start and a length are looked at one after the other, a point has no such field."""
    return expected.code and got.code and (
        (template == "substring({}, {}, {})" and arguments[1].startswith("-"))
        or (template.startswith("range(") and "922337" in " ".join(arguments))
        or (template == "{}[{}]" and arguments[0].startswith("point(")))


CALLS = [
    ("last digits of mathematical functions", numbers_differ_in_last_digits),
    ("an unknown unit of truncation is the client's mistake",
     lambda template, arguments, expected, got: ".truncate(" in template and is_code(expected, got, "ExecutionFailed", "ArgumentError")),
    ("which of several faults in a map of fields is told", two_things_wrong),
    ("a value inside the fields of a truncation is refused",
     lambda template, arguments, expected, got: ".truncate(" in template and "as a base for truncation" in (got.message or "")),
    ("round() beyond 64 bits",
     lambda template, arguments, expected, got: template.startswith("round(") and "1e300" in arguments[0] and not got.code and not expected.code),
    ("a percentile that is no number is refused",
     lambda template, arguments, expected, got: template.startswith("percentile") and "0.0/0.0" in arguments[1] and got.code and not expected.code),
    ("which of several faults of a call is told", two_faults),
    ("range() that runs away from its end is empty",
     lambda template, arguments, expected, got: template == "range({}, {}, {})" and got.rows == [[("list", ())]]),
]


PROCEDURES = []


def explained_procedure(call, expected, got):
    """The same for a call of a procedure (procedures.py)."""
    return first_of(PROCEDURES, call, expected, got)
