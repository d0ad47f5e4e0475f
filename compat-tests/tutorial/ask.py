#!/usr/bin/env python3
"""Ask a page of Cypher questions through the official Python driver, print the answers, record them or compare them.

The page is a file that cypher-shell reads as well: a `// question` above each query, `;` at the end of a query, and
lines `:param name => value` which hold from there on; a value is written so that it is JSON too.
"""

import argparse
import json
import re
import sys
from pathlib import Path

from neo4j import GraphDatabase

HERE = Path(__file__).resolve().parent


def read_page(path):
    """The questions of a page: (question, query, parameters), with only the parameters that the query names."""
    questions, parameters, title, lines = [], {}, [], []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        text = line.strip()
        if lines or not text.startswith((":", "//")):
            if text:
                lines.append(line.rstrip())
            if text.endswith(";"):
                query = "\n".join(lines)[:-1]
                named = set(re.findall(r"\$(\w+)", query))
                questions.append((" ".join(title), query, {k: v for k, v in parameters.items() if k in named}))
                title, lines = [], []
        elif text.startswith("//"):
            title.append(text[2:].strip())
        else:
            found = re.fullmatch(r":param (\w+) => (.+)", text)
            if not found:
                raise SystemExit(f"{path}:{number}: expected :param name => value")
            parameters[found[1]] = json.loads(found[2])
    if lines:
        raise SystemExit(f"{path}: the last query has no ;")
    return questions


def plain(value):
    """A value as JSON keeps it; what JSON would confuse or lose is refused, so a page asks for properties instead."""
    if value is None or type(value) in (bool, int, str):
        return value
    if type(value) is float and value == value and value not in (float("inf"), float("-inf")):
        return value
    if type(value) is list:
        return [plain(v) for v in value]
    if type(value) is dict:
        return {k: plain(value[k]) for k in sorted(value)}  # a map has no order; servers send any
    return {f"!{type(value).__name__}": str(value)}


def same(a, b):
    """Equality which, other than Python's, tells 1 from 1.0 and from True."""
    if type(a) is not type(b):
        return False
    if isinstance(a, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[k], b[k]) for k in a)
    return a == b


def ask(session, question, query, parameters):
    def work(tx):
        result = tx.run(query, parameters)
        return result.keys(), [[plain(v) for v in record.values()] for record in result]

    columns, rows = session.execute_read(work)
    return {"question": question, "query": query, "parameters": parameters, "columns": columns, "rows": rows}


def compact(value):
    return json.dumps(value, ensure_ascii=False)


def table(fact):
    cells = [fact["columns"]] + [[v if isinstance(v, str) else compact(v) for v in row] for row in fact["rows"]]
    widths = [max(len(row[i]) for row in cells) for i in range(len(fact["columns"]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in cells]


def print_table(fact):
    print(f"\n{fact['question']}")
    for line in table(fact):
        print(f"  {line}")


def markdown(fact):
    """A question as docs/tutorial.md shows it."""
    given = "".join(f"With `{name}` = `{compact(value)}`.\n\n" for name, value in fact["parameters"].items())
    answer = "\n".join(table(fact))
    return f"**{fact['question']}**\n\n{given}```cypher\n{fact['query']};\n```\n\n```text\n{answer}\n```\n"


def differences(got, expected):
    if expected is None:
        return ["not among the expected facts: record them anew"]
    return [
        f"{part}:\n    expected {compact(expected[part])}\n    got      {compact(got[part])}"
        for part in ("query", "parameters", "columns", "rows")
        if not same(got[part], expected[part])
    ]


def write_facts(path, facts):
    """One row a line, so that a change of an answer reads well in a diff."""
    def entry(fact):
        head = ",\n".join(f"  {compact(k)}: {compact(v)}" for k, v in fact.items() if k != "rows")
        rows = ",\n".join(f"   {compact(row)}" for row in fact["rows"])
        return f" {{\n{head},\n  \"rows\": [\n{rows}\n  ]\n }}"
    path.write_text("[\n" + ",\n".join(map(entry, facts)) + "\n]\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--uri", default="bolt://127.0.0.1:7687", help="where the server listens (default: %(default)s)")
    parser.add_argument("--user", help="user name; without it no credentials are sent")
    parser.add_argument("--password", default="", help="password of the user")
    parser.add_argument("--page", type=Path, default=HERE / "questions.cypher", help="the questions (default: %(default)s)")
    parser.add_argument("--json", action="store_true", help="print one JSON object a question instead of tables")
    parser.add_argument("--markdown", action="store_true", help="print the questions and answers as the documentation shows them")
    parser.add_argument("--shown-in", type=Path, metavar="DOC",
                        help="check too that this document shows each question and its answer as --markdown prints them")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--expect", type=Path, metavar="FACTS", help="compare with this file, exit 1 on any difference")
    what.add_argument("--record", type=Path, metavar="FACTS", help="write the answers to this file")
    args = parser.parse_args()

    questions = read_page(args.page)
    expected = {}
    if args.expect:
        expected = {fact["question"]: fact for fact in json.loads(args.expect.read_text(encoding="utf-8"))}
    document = args.shown_in.read_text(encoding="utf-8") if args.shown_in else ""
    facts, failed = [], 0
    auth = (args.user, args.password) if args.user else None
    with GraphDatabase.driver(args.uri, auth=auth) as driver, driver.session() as session:
        for question, query, parameters in questions:
            try:
                fact = ask(session, question, query, parameters)
            except Exception as error:  # one failed question must not hide the others
                failed += 1
                print(f"FAILED {question}\n  {type(error).__name__}: {error}")
                continue
            facts.append(fact)
            if args.expect:
                wrong = differences(fact, expected.get(question))
                if args.shown_in and markdown(fact) not in document:
                    wrong.append(f"not shown so in {args.shown_in}: compare with --markdown")
                failed += bool(wrong)
                if wrong:
                    print("\n  ".join([f"FAILED {question}", *wrong]))
            elif args.json:
                print(compact(fact))
            elif args.markdown:
                print(markdown(fact))
            elif not args.record:
                print_table(fact)
    if args.expect:
        for question in expected.keys() - {question for question, _, _ in questions}:
            failed += 1
            print(f"FAILED {question}\n  among the expected facts, but not asked")
        print(f"{len(questions) - failed} of {len(questions)} answers as expected")
    if args.record and not failed:
        write_facts(args.record, facts)
        print(f"{len(facts)} answers recorded in {args.record}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
