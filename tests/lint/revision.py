#!/usr/bin/env python3
"""The revision of scores in the program is the last that the changelog names: revision.py ROOT"""

import pathlib
import re
import sys


def main():
    root = pathlib.Path(sys.argv[1])
    header = (root / "include" / "assay" / "version.h").read_text(encoding="utf-8")
    program = int(re.search(r"kScoresRevision = (\d+);", header).group(1))
    changelog = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    named = [int(number) for number in re.findall(r"^- `scores_revision` is (\d+)\.$", changelog,
                                                  re.MULTILINE)]
    if not named or max(named) != program or len(set(named)) != len(named):
        print(f"the program's scores_revision is {program}, CHANGELOG.md names {named}")
        return 1
    print(f"scores_revision is {program} in the program and in CHANGELOG.md")
    return 0


if __name__ == "__main__":
    sys.exit(main())
