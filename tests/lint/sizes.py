#!/usr/bin/env python3
"""Files are below 500 lines and functions at most 60: sizes.py FOLDER...

A function is what stands between a "{" at the end of a line with a parameter list and the "}" that
the formatter puts below the line's first column. Lambdas and single lines are not looked at.
"""

import pathlib
import re
import sys

MOST_FILE_LINES = 499
MOST_FUNCTION_LINES = 60
SUFFIXES = {".h", ".cpp"}
# "name(…) const override {", and the constructor's ": a_(a) {" on its last line.
OPENING = re.compile(r"^(\s*)(?!.*\b(namespace|class|struct|enum|union|if|for|while|switch)\b.*\{$)"
                     r"\S.*[)}\w]\s*\{$")
INITIALISER = re.compile(r"=\s*\{+$")


def functions(lines):
    """(name line, number of lines) of each function; what is inside one is part of it."""
    start = None
    indent = ""
    for number, line in enumerate(lines):
        if start is None:
            match = OPENING.match(line)
            if match and not INITIALISER.search(line):
                start = number
                # A signature over several lines begins at the first with a smaller indentation.
                while start > 0 and lines[start].startswith("    ") and "(" not in lines[start][:4]:
                    if not lines[start - 1].strip() or lines[start - 1].rstrip().endswith((";", "}", "{", ":")):
                        break
                    start -= 1
                indent = re.match(r"\s*", lines[start]).group()
        elif line.startswith(indent + "}"):
            yield start + 1, number - start + 1
            start = None


def faults(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    if len(lines) > MOST_FILE_LINES:
        yield f"{path}: {len(lines)} lines, more than {MOST_FILE_LINES}"
    for line, length in functions(lines):
        if length > MOST_FUNCTION_LINES:
            yield f"{path}:{line}: a function of {length} lines, more than {MOST_FUNCTION_LINES}"


def main():
    paths = sorted(path for folder in sys.argv[1:] for path in pathlib.Path(folder).rglob("*")
                   if path.suffix in SUFFIXES)
    found = [fault for path in paths for fault in faults(path)]
    print("\n".join(found) or f"{len(paths)} files, none too long, nor any function in them")
    return 1 if found or not paths else 0


if __name__ == "__main__":
    sys.exit(main())
