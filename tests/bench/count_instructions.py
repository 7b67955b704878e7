#!/usr/bin/env python3
"""Counts the instructions of kernels under callgrind; fails where one takes 10 % more than noted.

The numbers in instructions.json hold for the bench preset of Debian 12's g++ and the instruction
set avx2, which valgrind knows. `--update` writes them anew.
"""

import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
NOTED = HERE / "instructions.json"
ROOT = HERE.parent.parent
KERNELS = ["tokenize", "places", "ngrams", "characters", "ter", "stems"]
TOLERANCE = 1.10


def count(program, kernel):
    """Instructions of one run of the program."""
    with tempfile.NamedTemporaryFile() as profile:
        run = subprocess.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={profile.name}",
             program, kernel, str(ROOT / "data" / "examples")],
            env={**os.environ, "ASSAY_SIMD": "avx2", "LC_ALL": "C"}, capture_output=True, text=True,
            check=False)
    found = re.search(r"Collected : (\d+)", run.stderr)
    if run.returncode != 0 or not found:
        sys.exit(f"{kernel}: {run.stderr}")
    return int(found[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", help="build/bench/tests/bench/kernels")
    parser.add_argument("--update", action="store_true", help="note what is counted now")
    arguments = parser.parse_args()
    reading = count(arguments.program, "none")
    counts = {kernel: count(arguments.program, kernel) - reading for kernel in KERNELS}
    if arguments.update:
        NOTED.write_text(json.dumps(counts, indent=2) + "\n")
        return
    noted = json.loads(NOTED.read_text())
    slower = []
    for kernel, now in counts.items():
        ratio = now / noted[kernel]
        print(f"{kernel:<12} {now:>12,} instructions, {ratio - 1:+.1%}")
        if ratio > TOLERANCE:
            slower.append(kernel)
    if slower:
        sys.exit(f"more than 10 % slower: {', '.join(slower)}")


if __name__ == "__main__":
    main()
