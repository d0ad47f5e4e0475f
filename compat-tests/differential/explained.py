"""Differences to a Neo4j that are meant, each with the name under which docs/compatibility.md has it. Meet `explanation` first.

A rule looks at the query and at both answers, and is as narrow as the difference; none passes over an answer unseen.
"""
import math
import re
from collections import Counter


def explanation(query, reason, expected, got):
    """The name of the meant difference that this is, or None."""
    return first_of(RULES, query, reason, expected, got)


def first_of(rules, *difference):
    """The name of the first rule that applies."""
    return next((name for name, applies in rules if applies(*difference)), None)


def is_code(expected, got, theirs, ours):
    return (expected.code or "").endswith(theirs) and (got.code or "").endswith(ours)


def without_nulls(value):
    """A plain value in which lists of one null are empty."""
    if value == ("list", (("NoneType", None),)):
        return ("list", ())
    return tuple(without_nulls(part) if isinstance(part, tuple) else part for part in value)


def of_null_node(query, reason, expected, got):
    """A `COLLECT { ... WITH max(x) ... }` has `[null]` where Neo4j has `[]`, and nothing else differs."""
    if reason != "rows" or not re.search(r"OPTIONAL (MATCH|CALL)", query.text) or not re.search(r"COLLECT \{[^}]*WITH max\(", query.text):
        return False
    left, right = (sorted(repr([without_nulls(value) for value in row]) for row in answer.rows) for answer in (expected, got))
    return left == right


def as_floats(value):
    """A plain value whose whole numbers are floats."""
    if value and value[0] == "int":
        return ("float", repr(float(value[1])))
    return tuple(as_floats(part) if isinstance(part, tuple) else part for part in value)


def which_of_equals(query, reason, expected, got):
    """The rows are the same but for 1 in place of 1.0, where the query asks for one of equals."""
    if reason not in ("rows", "order of rows") or not re.search(
            r"min\(|max\(|DISTINCT|\{\w+: |\w\.\w+ =|= \w+\.\w|IN \[|UNION |(RETURN|WITH)\b[^{]*\b(count|sum|avg|collect)\(", query.text):
        return False
    left, right = (sorted(repr([as_floats(value) for value in row]) for row in answer.rows) for answer in (expected, got))
    return left == right


def trimmed(value):
    """A plain value in which texts of one character are empty."""
    if value and value[0] == "str" and len(value[1]) == 1:
        return ("str", "")
    return tuple(trimmed(part) if isinstance(part, tuple) else part for part in value)


def last_character(query, reason, expected, got):
    """What is trimmed as a whole: Neo4j leaves its first character."""
    if reason != "rows" or not re.search(r"rtrim\([^()]*,|trim\(TRAILING ", query.text):
        return False
    left, right = (sorted(repr([trimmed(value) for value in row]) for row in answer.rows) for answer in (expected, got))
    return left == right


def uncut(value):
    """A plain value in which texts with characters beyond the basic plane, or halves of them, are all one."""
    if value and value[0] == "str" and re.search("[?\ufffd\ud800-\udfff\U00010000-\U0010ffff]", value[1]):
        return ("str", "?")
    return tuple(uncut(part) if isinstance(part, tuple) else part for part in value)


def cut_in_two(query, reason, expected, got):
    """Nothing but texts differs in which replace() or split() by '' cut a character beyond the basic plane in two."""
    if reason != "rows" or not re.search(r"replace\(|split\(", query.text) or "''" not in query.text + repr(query.parameters):
        return False
    left, right = (sorted(repr([uncut(value) for value in row]) for row in answer.rows) for answer in (expected, got))
    return left == right


def untyped(value):
    """A plain value in which relationships without properties have no type."""
    if value and value[0] == "rel" and value[2] == ():
        return ("rel", "", ())
    return tuple(untyped(part) if isinstance(part, tuple) else part for part in value)


def type_of_deleted(query, reason, expected, got):
    """A relationship that the query deleted has its type still."""
    if reason != "rows" or "DELETE" not in query.text:
        return False
    left, right = (sorted(repr([untyped(value) for value in row]) for row in answer.rows) for answer in (expected, got))
    return left == right


def without_a_step(query, reason, expected, got):
    """ACYCLIC paths without a step, which Neo4j finds but not when the rows are made DISTINCT."""
    if expected.code or got.code or "ACYCLIC" not in query.text or "DISTINCT" not in query.text or not re.search(r"\*\(|\{0?,", query.text):
        return False
    left, right = (Counter(map(repr, answer.rows)) for answer in (expected, got))
    return not left - right


CLAUSE = r"\b(?:RETURN|WITH|MATCH|OPTIONAL|UNWIND|CALL|SET|CREATE|MERGE|DELETE|DETACH|REMOVE|FOREACH|INSERT|LET|FILTER|FOR|NEXT|UNION|FINISH)\b"


def ending(text, start, mark=None, ends=lambda place: False):
    """The match at which a text ends that begins at a place: the bracket that closes it, or, outside of brackets,
    the first match of `mark` that ends it. None where neither comes. Quoted text is passed over."""
    depth = 0
    for place in re.compile(r"'[^']*'|[({\[\]})]" + (f"|{mark}" if mark else "")).finditer(text, start):
        if place[0][0] in "({[":
            depth += 1
        elif place[0] in ")}]":
            depth -= 1
            if depth < 0:
                return place
        elif depth == 0 and place[0][0] != "'" and ends(place):
            return place
    return None


def closed(text, at):
    """The place behind the bracket that closes the one at a place."""
    end = ending(text, at + 1)
    return end.end() if end else len(text)


def replaced(text, opening, make):
    """A text in which whatever stands in the brackets behind an opening is made anew, from within."""
    for found in reversed(list(re.finditer(opening, text))):
        start = text.index(found[0][-1], found.end() - 1)
        end = closed(text, start)
        text = text[:found.start()] + make(text[start + 1:end - 1].strip()) + text[end:]
    return text


def outside_of_where(text):
    """A text without what stands behind WHERE."""
    while found := re.search(r"\bWHERE\b", text):
        end = ending(text, found.end(), r"\||" + CLAUSE, lambda place: True)
        text = text[:found.start()] + (text[end.start():] if end else "")
    return text


def without_fault(query, reason, expected, got):
    """Only one of the two comes to a fault of `trim` or `isEmpty` in a WHERE: without these calls nothing differs."""
    message = (expected.message or "") + (got.message or "")
    if bool(expected.code) == bool(got.code) or not re.search("trimCharacterString|Invalid input for function 'isEmpty", message):
        return None
    # A single character in quotes is never at fault.
    if re.search(r"isEmpty\(|trim\((BOTH|LEADING|TRAILING) (?!'[^']' )", outside_of_where(query.text)):
        return None
    text = replaced(query.text, r"\bisEmpty\(", lambda inner: f"(({inner}) IS NULL)")
    return replaced(text, r"\btrim\((?=BOTH |LEADING |TRAILING )", lambda inner: f"({inner.split(' FROM ', 1)[-1]})")


def clause_end(text, start):
    """Where a clause ends: at the next one of its depth or at the bracket around it."""
    end = ending(text, start, CLAUSE, lambda place: not re.search(r"(STARTS|ENDS) $", text[:place.start()]))
    return end.start() if end else len(text)


def called(query, reason, expected, got):
    """Neo4j loses a match of OPTIONAL MATCH for which a subquery in its WHERE finds nothing: not where the match is one of OPTIONAL CALL."""
    if expected.code or got.code or not re.search(r"OPTIONAL MATCH .*(COUNT|COLLECT) \{", query.text):
        return None
    text, made = query.text, ""
    while found := re.search(r"\bOPTIONAL MATCH ", text):
        end = clause_end(text, found.end())
        match = text[found.end():end]
        known = set(re.findall(r"(?<!\$)\b[a-z]+\d+\b", made + text[:found.start()]))
        names = dict.fromkeys(re.findall(r"(?<!\$)\b(?![cx]\d)[a-z]+\d+\b", re.split(r" WHERE (?![^(\[]*[)\]])", match)[0]))
        new = [name for name in names if name not in known] or [f"1 AS once{len(made)}"]
        made += text[:found.start()] + f"{'OPTIONAL CALL (*)' if known else 'OPTIONAL CALL ()'} {{ MATCH {match.strip()} RETURN {', '.join(new)} }} "
        text = text[end:]
    return made + text


CHANGES = re.compile(r"\b(SET|REMOVE|CREATE|INSERT|MERGE|DELETE|FOREACH)\b")


def settled(query, reason, expected, got):
    """What a row shows while the rows behind it are still to be written: nothing differs where all have been written before one is shown."""
    if reason != "rows" or not CHANGES.search(query.text):
        return None
    last = query.text.rfind("RETURN ")
    return query.text[:last] + "WITH *, rand() AS once ORDER BY once " + query.text[last:] if last > 0 else None


def put_in_order(text):
    """A text whose rows come in one order before the first clause that writes, or None."""
    first = CHANGES.search(text)
    if not first or ending(text[:first.start()], 0):
        return None
    before = text[:first.start()]
    nodes = dict.fromkeys(re.findall(r"\((n\d+)\b", before))
    if not nodes or before.count("{") != before.count("}"):
        return None
    return before + f"WITH * ORDER BY {', '.join(f'{name}.uid' for name in nodes)} " + text[first.start():]


def in_order(query, reason, expected, got):
    """Each fails, but in another row, as rows have no order: nothing differs where they have one."""
    return put_in_order(query.text) if expected.code and got.code else None


def read_and_written(query, reason, expected, got):
    """SET reads what it has written for another row, and rows have no order: nothing differs where they have one."""
    return None if expected.code or got.code or "SET " not in query.text else put_in_order(query.text)


def importing_more(query, reason, expected, got):
    """Neo4j loses what an OPTIONAL CALL inside of another CALL does not import: nothing differs where it imports all."""
    text, around = query.text, []
    if expected.code or got.code or "OPTIONAL CALL (" not in text:
        return None
    at = 0
    while found := re.compile(r"CALL \(([\w, ]*)\) \{").search(text, at):
        around = [(end, names) for end, names in around if end > found.start()]
        inherited = [name for _, names in around for name in names]
        names = list(dict.fromkeys(inherited + re.findall(r"\w+", found[1])))
        text = text[:found.start()] + f"CALL ({', '.join(names)}) {{" + text[found.end():]
        at = text.index("{", found.start()) + 1
        around = [(end + at - found.end(), names) for end, names in around] + [(closed(text, at - 1), names)]
    return text


OPPOSITE = {">": "<=", ">=": "<", "<": ">=", "<=": ">"}


def opposite(query, reason, expected, got):
    """Neo4j makes `a <= b` of `NOT (a > b)`, which differs for equal durations and points: nothing does where it is written so."""
    of = r"[^()]*(?:\([^()]*\))?"
    turned = re.sub(rf"NOT \(({of}) (<=?|>=?) ({of})\)", lambda found: f"({found[1]} {OPPOSITE[found[2]]} {found[3]})", query.text)
    return turned if re.search(r"duration|point", query.text) and not expected.code and not got.code else None


def fixed_types(query, reason, expected, got):
    """In an OPTIONAL MATCH Neo4j may forget a computed type beside other conditions: nothing differs where it is written out."""
    if expected.code or got.code or "OPTIONAL MATCH" not in query.text:
        return None
    return re.sub(r"(\[\w*:)\$(?:any)?\(([^)]*)\)", lambda found: found[1] + "|".join(re.findall(r"\w+", found[2])), query.text)


def path_of_nothing(query, reason, expected, got):
    """The path of a bound node alone, which Neo4j has whatever its WHERE says: nothing differs without the WHERE."""
    if expected.code or got.code:
        return None
    text = query.text
    while found := re.search(r"(OPTIONAL MATCH p\d+ = \(n\d+\)) WHERE ", text):
        text = text[:found.end(1)] + " " + text[clause_end(text, found.end()):]
    return text


# These are sure only once the query has been asked in another way: (name, what makes the other text or None).
ASKED_AGAIN = [
    ("what a row shows while later rows are to be written", settled),
    ("which row comes first to a fault", in_order),
    ("what a SET reads that it has written for another row", read_and_written),
    ("what an OPTIONAL CALL inside of a CALL does not import", importing_more),
    ("NOT of a comparison is the opposite comparison", opposite),
    ("a computed type in an OPTIONAL MATCH", fixed_types),
    ("the path of a bound node in an OPTIONAL MATCH", path_of_nothing),
    ("a fault in a part that need not be looked at", without_fault),
    ("a subquery that finds nothing in a WHERE of OPTIONAL MATCH", called),
]


def other_ways(*difference):
    """Names of meant differences that this may be, each with the text in which nothing must differ if so."""
    for name, text in ((name, make(*difference)) for name, make in ASKED_AGAIN):
        if text and text != difference[0].text:
            yield name, text


def row_by_row(query, reason, expected, got):
    """The rows are the same and so is the kind of what was counted, but several clauses wrote and Neo4j ran them row by row."""
    kinds = [{kind.split("-")[0] for kind in answer.counters} for answer in (expected, got)]
    return reason.startswith("counters") and len(CHANGES.findall(query.text)) > 1 and kinds[0] == kinds[1]


ENDS = re.compile(r"(CYPHER \d+ )?(OPTIONAL )?MATCH (\w+ = )?\([^)]*\)<?-(\[[^\]]*\])?->?\([^)]*\) RETURN \s*count\(\w+\.\w+\) AS \w+\s*$")


def counted_ends(query, reason, expected, got):
    return reason == "rows" and ENDS.match(query.text) and expected.rows[0][0][1] > got.rows[0][0][1]


def not_stored(query, reason, expected, got):
    """Neo4j stores what is left of a list with nulls when those are cut off, but not always: it then fails as a server."""
    return "missing an implementation of arrayOf()" in (expected.message or "") and not got.code


RULES = [
    ("Neo4j cannot store a list cut from one with nulls", not_stored),
    ("count(n.x) of a relationship's end counts values, not relationships", counted_ends),
    ("which of equal numbers is given", which_of_equals),
    ("rtrim leaves a character of what is all trimmed", last_character),
    ("a deleted relationship keeps its type", type_of_deleted),
    ("no character is cut in two", cut_in_two),
    ("ACYCLIC paths without a step are found by DISTINCT too", without_a_step),
    ("counters of clauses that run row by row", row_by_row),
    ("COLLECT of an aggregate over a node that is null", of_null_node),
]


def explained_call(template, arguments, expected, got):
    """The same for a call of a function or operator (calls.py), from its argument expressions."""
    return first_of(CALLS, template, arguments or [""], expected, got)


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


def other_order(template, arguments, expected, got):
    """The same items of what APOC keeps in a hash."""
    if not re.match(r"apoc\.coll\.(union|subtract|disjunction|intersection)\(", template) or expected.code or got.code:
        return False
    left, right = expected.rows[0][0], got.rows[0][0]
    return left[0] == right[0] == "list" and Counter(map(repr, left[1])) == Counter(map(repr, right[1]))


CALLS = [
    ("lists that APOC keeps in a hash have their own order", other_order),
    ("APOC's code breaks off with an exception of Java's",
     lambda template, arguments, expected, got: template.startswith("apoc.") and not got.code and re.search(
         r"Caused by: java\.lang\.(NullPointer|ClassCast|(String|Array)?IndexOutOfBounds|Arithmetic|Negative\w+|IllegalArgumentException: (from|to)Index)", expected.message or "")),
    ("a text without a date cannot be read",
     lambda template, arguments, expected, got: re.match(r"apoc\.date\.(convertFormat|parse)\(", template) and not expected.code
     and "does not match input" in (got.message or "") and not re.search("[yuMd]", "".join(arguments[1:2] if "convert" in template else arguments[2:3]))),
    ("a date without a time is midnight",
     lambda template, arguments, expected, got: template.startswith("apoc.date.fromISO8601(") and "could not be parsed at index 10" in (expected.message or "")),
    ("an empty zone is UTC",
     lambda template, arguments, expected, got: template.startswith("apoc.date.field(") and arguments[2:3] == ["''"] and not got.code),
    ("years beyond 9999 have a sign",
     lambda template, arguments, expected, got: template.startswith("apoc.date.") and re.search(r"\D\+29227\d{4}", str(got.rows))),
    ("brackets in patterns are parts that may be missing",
     lambda template, arguments, expected, got: template.startswith("apoc.date.format(") and arguments[2:3] == ["'[]'"]),
    ("the server's zone is UTC", lambda template, arguments, expected, got: template.startswith("apoc.date.systemTimezone(")),
    ("options of JSON paths change nothing",
     lambda template, arguments, expected, got: re.search(r"com\.jayway\.jsonpath\.(Option|PathNotFound)", expected.message or "")
     and not got.code and arguments[2:3] not in ([], ["null"])),
    ("texts of apoc.text are code points",
     lambda template, arguments, expected, got: template.startswith("apoc.text.") and any(ord(character) > 0xffff for character in " ".join(arguments))),
    ("texts in base 64 of any length",
     lambda template, arguments, expected, got: re.match(r"apoc\.text\.base64(Url)?Decode\(", template) and not got.code
     and "does not have enough valid bits" in (expected.message or "")),
    ("a text is read in the zone that is an offset",
     lambda template, arguments, expected, got: template.startswith("apoc.temporal.toZonedTemporal(") and re.match(r"'[+-]", arguments[2])),
    ("unflatten by an empty text changes nothing",
     lambda template, arguments, expected, got: template.startswith("apoc.map.unflatten(") and arguments[1] == "''"),
    ("keys that are null are left out",
     lambda template, arguments, expected, got: "payload cannot be null" in (expected.message or "") and not got.code),
    ("texts of lists and maps as keys",
     lambda template, arguments, expected, got: template.startswith("apoc.coll.frequenciesAsMap(") and not got.code and re.search(r"(List|Map)\{", str(expected.rows))),
    ("a function of APOC that is not there",
     lambda template, arguments, expected, got: template.startswith("apoc.") and "Unknown function 'apoc." in (got.message or "")),
    ("no character is cut in two",
     lambda template, arguments, expected, got: re.match(r"(split|replace)\(", template) and arguments[1] == "''"
     and any(ord(character) > 0xffff for character in arguments[0]) and not expected.code and not got.code),
    ("a day of the year without a year",
     lambda template, arguments, expected, got: "ordinalDay" in arguments[0] and not expected.code and "year must be specified" in (got.message or "")),
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


def in_another_transaction(call, reason, expected, got):
    """APOC looks in a transaction of its own, which does not see what the call's transaction made, and may wait for its locks for ever."""
    return re.search(r"apoc\.(nodes\.(group|delete)|export\.|schema\.properties\.|refactor\.extractNode)", call) and not got.code and (
        "TransactionTimedOut" in (expected.code or "") or reason in ("rows", "the graph afterwards") or reason.startswith(("0 rows /", "1 rows /"))
        or "is deleted and cannot be used" in str(expected))


def narrowed(call, reason, expected, got):
    """What would narrow apoc.meta and apoc.nodes.group is refused by name."""
    return not expected.code and re.search(r"`(include|exclude)(Labels|Rels)` is not supported|`limitNodes` is not supported", got.message or "")


def alike(expected, got, plain):
    """Whether rows are the same once their values are made plain."""
    left, right = (Counter(repr([plain(value) for value in row]) for row in answer.rows or ()) for answer in (expected, got))
    return not expected.code and not got.code and left == right


def without_counts(value):
    """A plain value without whole numbers, and with lists in one order."""
    if value and value[0] == "int":
        return ("int", 0)
    if value and value[0] == "list":
        return ("list", tuple(sorted((without_counts(item) for item in value[1]), key=repr)))
    return tuple(without_counts(part) if isinstance(part, tuple) else part for part in value)


def without_values(value):
    """A plain value whose relationships have no properties."""
    if value and value[0] == "rel":
        return ("rel", value[1], ())
    return tuple(without_values(part) if isinstance(part, tuple) else part for part in value)


def but_dense(expected, got):
    """Whether only what apoc.nodes.isDense says differs."""
    kept = [at for at, name in enumerate(expected.columns or ()) if "isDense" not in name]
    left, right = (Counter(repr([row[at] for at in kept]) for row in answer.rows or ()) for answer in (expected, got))
    return not expected.code and not got.code and left == right


PROCEDURES = [
    ("a procedure or function of APOC that is not there",
     lambda call, reason, expected, got: re.search(r"no procedure with the name `apoc\.|Unknown function 'apoc\.", got.message or "")),
    ("APOC looks in a transaction of its own", in_another_transaction),
    ("what narrows apoc.meta is refused by name", narrowed),
    ("a query that writes where only reading is allowed",
     lambda call, reason, expected, got: is_code(expected, got, "Security.Forbidden", "ProcedureCallFailed")),
    ("a node that is not there fails where it is used",
     lambda call, reason, expected, got: is_code(expected, got, "ProcedureCallFailed", "EntityNotFound") and "Unable to load NODE" in expected.message),
    ("null configurations and nodes",
     lambda call, reason, expected, got: "null" in call and not got.code and re.search(
         r"java\.lang\.(NullPointer|ClassCast|IllegalArgument)Exception|CypherTypeException: Expected .* to be a map", expected.message or "")),
    ("a condition that is null",
     lambda call, reason, expected, got: "apoc.do.when(" in call and not got.code and "NoValue cannot be cast to class" in (expected.message or "")),
    ("a node is dense from 51 relationships on",
     lambda call, reason, expected, got: "apoc.nodes.isDense(" in call and reason == "rows" and but_dense(expected, got)),
    ("a parameter that names a column of the rows is the column",
     lambda call, reason, expected, got: "apoc.periodic.iterate(" in call and "$id" in call and reason == "the graph afterwards"),
    ("properties in apoc.meta are counted, all of them",
     lambda call, reason, expected, got: re.match(r"CALL apoc\.meta\.(data|schema|nodeTypeProperties|relTypeProperties)\(", call)
     and alike(expected, got, without_counts)),
    ("properties of several types, and relationships to nodes without labels, in apoc.meta",
     lambda call, reason, expected, got: re.match(r"CALL apoc\.meta\.(data|schema)\(\)", call) and reason == "rows"),
    ("rows looked for while a procedure deletes",
     lambda call, reason, expected, got: "deleteAndReconnect" in call and not got.code and is_code(expected, got, "EntityNotFound", "")),
    ("a procedure that wants both its arguments", lambda call, reason, expected, got: "distinctCount()" in call),
    ("the first of merged relationships",
     lambda call, reason, expected, got: "apoc.refactor.mergeNodes(" in call and "mergeRels: true" in call and reason == "the graph afterwards"
     and alike(expected, got, without_values)),
    ("a merged node is given as it is at the end",
     lambda call, reason, expected, got: "apoc.merge.node(" in call and "UNWIND" in call and reason == "rows" and len(expected.rows) == len(got.rows)),
    ("rows and ids in the order of the store",
     lambda call, reason, expected, got: reason == "rows" and "failedParams" in call and alike(expected, got, lambda value: sorted(re.findall("[a-z]+'|[0-9]+", repr(value)))[1:])
     or "has more that 1 outgoing" in str(expected) and "has more that 1 outgoing" in str(got)
     or "apoc.nodes.link(" in call and not expected.code and not got.code and len(expected.rows) == len(got.rows)),
    ("a broken answer", lambda call, reason, expected, got: expected.code == "broken" and "uniqueness: 'NONE'" in call),
    ("a sequence that has one step only", lambda call, reason, expected, got: "/ by zero" in (expected.message or "") and "beginSequenceAtStart" in call),
]


def explained_procedure(call, reason, expected, got):
    """The same for a call of a procedure (procedures.py)."""
    return first_of(PROCEDURES, call, reason, expected, got)
