#!/usr/bin/env python3
"""Every error and warning code of the program stands in the manual, and no other: codes.py ROOT

A code is listed by a row of a table that begins with "| `E-…` |" or "| `W-…` |". The table of
`assay explain CODE`, src/cli/codes.cpp, lists the same codes in the same order.
"""

import pathlib
import re
import sys

CODE = re.compile(r"\b[EW]-[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*\b")
ROW = re.compile(r"^\| `(" + CODE.pattern + r")` \|", re.MULTILINE)
# An entry of the program's table: {"E-…", exit code, …
ENTRY = re.compile(r'^\s*\{"(' + CODE.pattern + r')",', re.MULTILINE)
TABLE = pathlib.Path("src", "cli", "codes.cpp")


def table_faults(root, rows):
    """What the program's table and the manual's rows do not have in common."""
    entries = ENTRY.findall((root / TABLE).read_text(encoding="utf-8"))
    faults = [f"{TABLE}: {code} is not in docs/manual.md" for code in entries if code not in rows]
    faults += [f"docs/manual.md: {code} is not in {TABLE}" for code in rows if code not in entries]
    faults += [f"{TABLE}: {code} is listed twice" for code in sorted(set(entries))
               if entries.count(code) > 1]
    if not faults and entries != rows:
        faults.append(f"{TABLE}: the order is not that of docs/manual.md")
    return faults


def main():
    root = pathlib.Path(sys.argv[1])
    sources = [path for folder in ("src", "include") for path in sorted((root / folder).rglob("*"))
               if path.suffix in {".h", ".cpp"}]
    used = {}
    for path in sources:
        if path.relative_to(root) == TABLE:
            continue  # It lists codes that others use.
        for code in CODE.findall(path.read_text(encoding="utf-8")):
            used.setdefault(code, path.relative_to(root))
    rows = ROW.findall((root / "docs" / "manual.md").read_text(encoding="utf-8"))
    faults = [f"{path}: {code} is not in docs/manual.md" for code, path in sorted(used.items())
              if code not in rows]
    faults += [f"docs/manual.md: {code} is nowhere in the sources" for code in sorted(set(rows))
               if code not in used]
    faults += [f"docs/manual.md: {code} is listed twice" for code in sorted(set(rows))
               if rows.count(code) > 1]
    faults += table_faults(root, rows)
    print("\n".join(faults) or f"{len(used)} codes are documented")
    return 1 if faults or not used else 0


if __name__ == "__main__":
    sys.exit(main())
