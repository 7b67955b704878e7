#!/usr/bin/env python3
"""docs/suite.schema.json and `assay run` refuse the same members beside each other.

    suites.py --assay PROGRAM

Every pair of members that choose what runs a task stands in a suite, in both orders.
"""

import argparse
import itertools
import json
import pathlib
import subprocess
import sys
import tempfile

import check_schema

MEMBERS = [(name, value) for name in ("compare", "all_pairs", "confidence", "init")
           for value in (True, False)]
MEMBERS += [(name, "bleu=1") for name in ("fail_under", "fail_over", "max_drop", "significant_drop", "rules")]
MEMBERS += [("baseline", "b.json"), ("alpha", 0.1), ("lang", "zh"), ("lang", "")]


def is_refused(program, suite):
    """Whether the program says E-SUITE; what the task itself says is another matter."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "s.json"
        path.write_text(json.dumps(suite), encoding="utf-8")
        done = subprocess.run([program, "run", path], capture_output=True, encoding="utf-8", check=False)
    return "[E-SUITE]" in done.stderr


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--assay", required=True, type=pathlib.Path)
    program = parser.parse_args().assay.resolve()
    schema = check_schema.ROOT / "docs" / "suite.schema.json"
    checker = check_schema.Checker(json.loads(schema.read_text(encoding="utf-8")))
    pairs = [pair for pair in itertools.permutations(MEMBERS, 2) if pair[0][0] != pair[1][0]]
    different = refused = 0
    for pair in pairs:
        suite = {"schema": "assay-suite/1", "tasks": [{"name": "a", **dict(pair)}]}
        by_schema = bool(checker.problems(suite))
        refused += by_schema
        if is_refused(program, suite) != by_schema:
            print(f"{'only' if by_schema else 'not'} the schema refuses {pair}")
            different += 1
    print(f"{len(pairs)} pairs of members, {refused} refused, {different} differences")
    return 1 if different or not refused else 0


if __name__ == "__main__":
    sys.exit(main())
