#!/usr/bin/env python3
"""A suite may hold what docs/suite.schema.json says, and the program knows no other: suite_members.py ROOT"""

import json
import pathlib
import re
import sys


def main():
    root = pathlib.Path(sys.argv[1])
    source = (root / "src" / "suite" / "suite.cpp").read_text(encoding="utf-8")
    others = re.search(r"kOthers\[\] = \{([^}]*)\}", source).group(1)
    program = set(re.findall(r'^    \{"(\w+)", "--', source, re.MULTILINE))
    program |= set(re.findall(r'"(\w+)"', others))
    schema = json.loads((root / "docs" / "suite.schema.json").read_text(encoding="utf-8"))
    documented = set(schema["$defs"]["task"]["properties"])
    different = sorted(program ^ documented)
    print(f"not in both: {', '.join(different)}" if different
          else f"{len(program)} members stand in both")
    return 1 if different or not program else 0


if __name__ == "__main__":
    sys.exit(main())
