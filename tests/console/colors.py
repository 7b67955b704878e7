#!/usr/bin/env python3
"""Messages have colors where the manual's table says so, and standard output never has: colors.py --assay PROGRAM

Runs an error, a warning and a note with every value of --color, NO_COLOR, CLICOLOR_FORCE and TERM, with
standard error to a terminal and to a pipe.
"""

import argparse
import itertools
import os
import pty
import re
import subprocess
import sys
import tempfile

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
# What is wrong, what is odd, what is said: exit code and the plain text.
COMMANDS = {
    ("score", "-r", "ref.txt", "hyp.txt", "-m", "blue"):
        (2, "assay: error: no metric is called 'blue' [E-METRIC]\n"
            "  hint: did you mean 'bleu'? `assay metrics` lists all\n"),
    ("score", "-r", "ref.txt", "ref.txt", "-m", "bleu", "-m", "bleu"):
        (0, "assay: note: -m bleu was given twice\n"
            "assay: warning: ref.txt: the same file is hypothesis and reference [W-SAME-FILE]\n"),
}
COLORED = {"\x1b[1;31merror:\x1b[0m", "\x1b[1;33mwarning:\x1b[0m", "\x1b[36mnote:\x1b[0m",
           "\x1b[36mhint:\x1b[0m"}

# The manual's table, from above: the first row that fits decides. None fits everything.
# --color, NO_COLOR is not empty, CLICOLOR_FORCE is neither empty nor 0, terminal that is not dumb
TABLE = [
    (("always", None, None, None), True),
    (("never", None, None, None), False),
    (("auto", True, None, None), False),
    (("auto", None, True, None), True),
    (("auto", None, None, True), True),
    (("auto", None, None, False), False),
]


def expected(color, no_color, force, term, has_terminal):
    facts = (color or "auto", bool(no_color), bool(force) and force != "0",
             has_terminal and term not in (None, "", "dumb"))
    return next(result for row, result in TABLE
                if all(want is None or want == fact for want, fact in zip(row, facts)))


def read_terminal(controller):
    """All that was written; a terminal that nobody has open any more is a read error."""
    text = b""
    while True:
        try:
            part = os.read(controller, 65536)
        except OSError:
            return text
        if not part:
            return text
        text += part


def run(program, words, env, has_terminal, folder):
    """Exit code, standard output and standard error."""
    if not has_terminal:
        done = subprocess.run([program, *words], cwd=folder, env=env, capture_output=True,
                              stdin=subprocess.DEVNULL, check=False)
        return done.returncode, done.stdout, done.stderr
    controller, terminal = pty.openpty()
    process = subprocess.Popen([program, *words], cwd=folder, env=env, stderr=terminal,
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    os.close(terminal)
    out = process.communicate()[0]
    # A terminal shows where lines end, and progress is wiped from it.
    text = read_terminal(controller).replace(b"\r\n", b"\n").replace(b"\r\x1b[K", b"")
    os.close(controller)
    return process.returncode, out, text


def faults(program, folder, words, case):
    color, no_color, force, term, has_terminal = case
    given = {"NO_COLOR": no_color, "CLICOLOR_FORCE": force, "TERM": term}
    env = {name: value for name, value in given.items() if value is not None}
    options = [] if color is None else [f"--color={color}"]
    code, out, err = run(program, [*words, *options], env, has_terminal, folder)
    text = err.decode("utf-8")
    want_code, plain = COMMANDS[words]
    if code != want_code:
        yield f"exit code {code}"
    if ESCAPE.sub("", text) != plain:
        yield f"other messages: {text!r}"
    if b"\x1b" in out:
        yield "standard output has colors"
    has_colors = bool(ESCAPE.search(text))
    if has_colors != expected(*case):
        yield f"colors: {has_colors}"
    for label in re.findall(r"\x1b\[[0-9;]*m[^\x1b]*\x1b\[0m", text):
        if label not in COLORED:
            yield f"{label!r} is no color of a message"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--assay", required=True)
    program = os.path.abspath(parser.parse_args().assay)
    wrong = runs = 0
    cases = itertools.product((None, "auto", "always", "never"), (None, "", "1"),
                              (None, "", "0", "1"), (None, "", "dumb", "xterm"), (False, True))
    with tempfile.TemporaryDirectory() as folder:
        for name in ("ref.txt", "hyp.txt"):
            with open(os.path.join(folder, name), "w", encoding="utf-8") as out:
                out.write("one two three four\n")
        for words, case in itertools.product(COMMANDS, cases):
            runs += 1
            found = list(faults(program, folder, words, case))
            wrong += bool(found)
            if found:
                print(f"--color, NO_COLOR, CLICOLOR_FORCE, TERM, terminal = {case}: {found}")
    print(f"{runs} runs, {wrong} with wrong colors")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
