#!/usr/bin/env python3
"""Runs the console blocks of a Markdown file and compares all that they print.

    run_console.py --assay PROGRAM FILE.md

In a block fenced as ```console a line that starts with "$ " is a command for bash; while it ends
with a backslash, a line that starts with "> " continues it. The lines after it are all that the
command prints, standard output and standard error as they come, then "[exit N]" if N is not zero.
Blocks with another fence are not run.

Commands of a file run one after the other in a scratch directory that shows the repository's
files, so what they write is there for the next one and gone afterwards. `assay` is PROGRAM.
With ASSAY_UPDATE=1 in the environment the file is rewritten instead.
"""

import argparse
import difflib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

FENCE = "```"
SECONDS = 60
NO_NEWLINE = "[no newline at the end]"
ROOT = pathlib.Path(__file__).resolve().parents[2]


def environment(program, scratch):
    """The caller's environment without what could change a program's output."""
    dropped = re.compile(r"(ASSAY_|LC_|LANG|CLICOLOR|NO_COLOR)")
    kept = {key: value for key, value in os.environ.items() if not dropped.match(key)}
    path = f"{program.parent}{os.pathsep}{kept.get('PATH', os.defpath)}"
    return {**kept, "PATH": path, "LC_ALL": "C.UTF-8", "TERM": "dumb", "TMPDIR": str(scratch)}


def make_scratch(scratch):
    """Links to the repository's files, but for build folders and what begins with a dot."""
    for entry in ROOT.iterdir():
        if not entry.name.startswith((".", "build")):
            (scratch / entry.name).symlink_to(entry)


def run(command, scratch, env):
    """The lines that a command prints, and the line about its exit code."""
    done = subprocess.run(["bash", "-c", command], cwd=scratch, env=env, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=SECONDS,
                          check=False)
    text = done.stdout.decode("utf-8", errors="backslashreplace")
    lines = text.split("\n")
    if lines[-1]:
        lines.append(NO_NEWLINE)
    else:
        lines.pop()
    if done.returncode != 0:
        lines.append(f"[exit {done.returncode}]")
    for line in lines:
        if line.startswith(("$ ", FENCE)):
            raise SystemExit(f"cannot show the output of {command!r}: a line starts with {line[:3]!r}")
    return lines


def run_blocks(lines, scratch, env):
    """The file's lines with every command's real output, and the number of commands."""
    result = []
    commands = 0
    position = 0
    fence = None  # The info string of the block that `position` is in.
    while position < len(lines):
        line = lines[position]
        position += 1
        if line.startswith(FENCE):
            fence = line[len(FENCE):].strip() if fence is None else None
            result.append(line)
        elif fence != "console":
            result.append(line)
        elif not line.startswith("$ "):
            raise SystemExit(f"a console block must begin with a command, not {line!r}")
        else:
            result.append(line)
            command = line[2:]
            while command.endswith("\\") and lines[position].startswith("> "):
                command = f"{command}\n{lines[position][2:]}"
                result.append(lines[position])
                position += 1
            while not lines[position].startswith(("$ ", FENCE)):
                position += 1
            result.extend(run(command, scratch, env))
            commands += 1
    return result, commands


def check_page(file, program):
    """Runs the commands of a page, with the folder of `program` on the path; 0 if all fits."""
    expected = file.read_text(encoding="utf-8").split("\n")
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        make_scratch(scratch)
        actual, commands = run_blocks(expected, scratch, environment(program, scratch))
    if os.environ.get("ASSAY_UPDATE") == "1":
        if actual != expected:
            file.write_text("\n".join(actual), encoding="utf-8")
            print(f"{file}: rewritten")
        return 0
    if actual != expected:
        names = (f"{file} (expected)", "printed now")
        print("\n".join(difflib.unified_diff(expected, actual, *names, lineterm="")))
        return 1
    print(f"{commands} commands printed what {file.name} says")
    return 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--assay", required=True, type=pathlib.Path)
    parser.add_argument("file", type=pathlib.Path)
    arguments = parser.parse_args()
    return check_page(arguments.file, arguments.assay.resolve(strict=True))


if __name__ == "__main__":
    sys.exit(main())
