#!/usr/bin/env python3
"""Completions and the manual page do what they are for: completions.py --assay PROGRAM

Asks bash for completions of the beginnings of commands, and has zsh, fish and groff, where they are
there, read what is made for them.
"""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

# The words before the one to complete, that one, what must be offered, what must not be.
BASH = [
    (["assay"], "sc", {"score"}, {"compare"}),
    (["assay"], "", {"score", "gate", "rouge155", "hyp.txt"}, {"--ref"}),
    (["assay"], "hy", {"hyp.txt"}, {"score"}),
    (["assay", "gate"], "--fail", {"--fail-under", "--fail-over"}, {"--format"}),
    (["assay", "gate"], "--err", {"--error-format"}, set()),
    (["assay", "score", "-r"], "re", {"ref.txt"}, {"--ref"}),
    (["assay", "score", "--format"], "js", {"json", "jsonl"}, {"hyp.txt"}),
    (["assay", "score", "-m"], "rougeL", {"rougeL", "rougeLsum"}, {"rouge1"}),
    (["assay", "-r", "ref.txt"], "--doc", {"--doc", "--doc-mode"}, set()),
    (["assay", "score", "--doc-mode"], "", {"concat", "aggregate"}, {"hyp.txt"}),
    (["assay", "tokenize", "--tokenizer"], "ic", {"icu", "icu-words"}, set()),
    (["assay", "run", "--format"], "", {"table", "json"}, {"csv"}),
    (["assay", "completion"], "f", {"fish"}, {"bash"}),
    (["assay", "--color"], "al", {"always"}, {"never"}),
]
ASK = """
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
_assay; printf '%s\\n' "${COMPREPLY[@]}"
"""
READERS = {  # What reads a kind of file, and says nothing where all is well.
    "zsh": ["zsh", "-n"],
    "fish": ["fish", "--no-execute"],
    "man": ["groff", "-Kutf8", "-man", "-Tutf8", "-ww", "-z"],
}


def made(program, kind):
    return subprocess.run([program, "completion", kind], check=True, stdout=subprocess.PIPE).stdout


def bash_faults(folder):
    for before, word, wanted, unwanted in BASH:
        done = subprocess.run(["bash", "-c", ASK, "bash", "assay.bash", *before, word], cwd=folder,
                              capture_output=True, encoding="utf-8", check=False)
        offered = set(done.stdout.split())
        if done.stderr or not wanted <= offered or unwanted & offered:
            yield f"{' '.join([*before, word])}<TAB> offers {sorted(offered)} {done.stderr}"


def reader_faults(folder, kind):
    if shutil.which(READERS[kind][0]) is None:
        print(f"{kind}: not read, since there is no {READERS[kind][0]}")
        return
    done = subprocess.run([*READERS[kind], f"assay.{kind}"], cwd=folder, capture_output=True,
                          encoding="utf-8", check=False)
    if done.returncode != 0 or done.stderr:
        yield f"{kind}: {done.stderr}"


def coverage_faults(program, folder):
    """Every command and option of the help stands in each of them."""
    help_text = subprocess.run([program, "--help"], check=True, capture_output=True,
                               encoding="utf-8").stdout
    commands = re.findall(r"^  (\w+)  +[A-Z]", help_text.split("Subcommands:")[1], re.MULTILINE)
    for kind in ("bash", "zsh", "fish", "man"):
        text = (folder / f"assay.{kind}").read_text(encoding="utf-8").replace("\\-", "-")
        for command in commands:
            if command not in text:
                yield f"{kind} lacks the command {command}"
            if command == "rouge155":
                continue  # Its options are single letters.
            options = subprocess.run([program, command, "--help-all"], check=True,
                                     capture_output=True, encoding="utf-8").stdout
            for option in re.findall(r"^  (?:-\w,)?--([\w-]+)", options, re.MULTILINE):
                if f"--{option}" not in text and f"-l {option}" not in text:
                    yield f"{kind} lacks --{option} of {command}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--assay", required=True)
    program = os.path.abspath(parser.parse_args().assay)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for kind in ("bash", "zsh", "fish", "man"):
            (folder / f"assay.{kind}").write_bytes(made(program, kind))
        for file in ("ref.txt", "hyp.txt"):
            (folder / file).write_text("a\n", encoding="utf-8")
        found = [*bash_faults(folder), *coverage_faults(program, folder)]
        for kind in READERS:
            found += reader_faults(folder, kind)
    print("\n".join(found) or f"{len(BASH)} completions offer what they should")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
