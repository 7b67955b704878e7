#!/usr/bin/env python3
"""Bad inputs get the exit code, the error code and the message that the manual promises.

    bad_inputs.py --assay PROGRAM

Runs every case of bad_input_cases.py with the hypothesis as a file, a FIFO and standard input,
plain, by gzip and by Zstandard.
Every message has one form, an error prints no score and leaves an output file as it was.
Prints how many cases there were.
"""

import argparse
import dataclasses
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading

import bad_input_cases as cases

SECONDS = 60
OLD_OUTPUT = b"what was there before\n"
LINE = re.compile(r"assay: (error|warning|note): [^\x00-\x1f\x7f]+( \[[EW]-[A-Z0-9-]+\])?|  [^\x00-\x1f\x7f]+")
CODE = re.compile(r"^assay: (?:error|warning): .* \[([EW]-[A-Z0-9-]+)\]$", re.MULTILINE)


PACKERS = {"": lambda content: content, ".gz": cases.gzipped, ".zst": cases.zstandard}


def hypothesis_name(case, packing):
    if case.packed:
        return "hyp"  # A name that promises nothing.
    return ("hyp.jsonl" if case.jsonl else "hyp.txt") + packing


def write_files(case, packing, folder):
    files = {hypothesis_name(case, packing): PACKERS[packing](case.hyp), "ref.txt": case.ref, "out.json": OLD_OUTPUT, **case.files}
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)


def feed(path, content):
    try:
        with open(path, "wb") as stream:
            stream.write(content)
    except (BrokenPipeError, FileNotFoundError):
        pass  # The program has seen enough, or never wanted any.


class Runner:
    def __init__(self, program):
        self.program = program
        self.runs = 0

    def run(self, case, way, packing, folder, extra=()):
        """Exit code, standard output and standard error of one run; `way` is how HYP arrives."""
        place = {"file": hypothesis_name(case, packing), "fifo": "fifo", "stdin": "-"}[way]
        hypothesis = PACKERS[packing](case.hyp)
        words = {"HYP": place, "REF": "ref.txt", "json:REF": "json:ref.txt"}
        arguments = [words.get(word, word) for word in case.arguments()]
        if way == "fifo":
            os.mkfifo(folder / "fifo")
            threading.Thread(target=feed, args=(folder / "fifo", hypothesis), daemon=True).start()
        self.runs += 1
        done = subprocess.run([self.program, arguments[0], *extra, *arguments[1:]], cwd=folder,
                              input=hypothesis if way == "stdin" else b"", capture_output=True,
                              timeout=SECONDS, check=False)
        return done.returncode, done.stdout, done.stderr.decode("utf-8")

    def check(self, case, way, packing):
        """What is wrong with one way to run a case: a list of texts."""
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            write_files(case, packing, folder)
            has_output = "-o" in case.args or case.args[0] == "run"
            outputs = () if has_output else ("-o", "out.json")
            code, out, err = self.run(case, way, packing, folder, outputs)
            wrong = list(message_faults(case, code, err))
            kept = (folder / "out.json").read_bytes() == OLD_OUTPUT
            if code != 0 and "--strict" not in case.args and (out or not kept):
                wrong.append("an error, but something was printed or written")
            if [entry for entry in os.listdir(folder) if entry.endswith(".tmp")]:
                wrong.append("a temporary file is left")
        if not wrong and case.same_as is not None:
            wrong += self.score_faults(case, way, packing)
        if (way, packing) == ("file", ""):
            wrong += self.json_faults(case, code, err)
        return wrong

    def json_faults(self, case, code, err):
        """With --error-format json the same is said."""
        with tempfile.TemporaryDirectory() as name:
            write_files(case, "", pathlib.Path(name))
            again, _, lines = self.run(case, "file", "", pathlib.Path(name),
                                       ("--error-format", "json"))
        told = "".join(as_text(json.loads(line)) for line in lines.splitlines())
        return [] if (again, told) == (code, err) else [f"as JSON: {again} {lines}"]

    def score_faults(self, case, way, packing):
        scores = []
        for hypothesis in (case.hyp, case.same_as):
            with tempfile.TemporaryDirectory() as name:
                twin = dataclasses.replace(case, hyp=hypothesis)
                write_files(twin, packing, pathlib.Path(name))
                scores.append(self.run(twin, way, packing, pathlib.Path(name), ("-b",))[1])
        return [] if scores[0] == scores[1] and scores[0] else [f"other scores: {scores}"]


def as_text(message):
    """What a message would be for people."""
    kind = message.pop("type")
    text = message.pop("message")
    code = f" [{message.pop('code')}]" if kind != "note" else ""
    if "file" in message:
        line = f"{message.pop('line')}:" if "line" in message else ""
        text = f"{message.pop('file')}:{line} {text}"
    lines = [f"assay: {kind}: {text}{code}"]
    if "detail" in message:
        lines += ["  " + line for line in message.pop("detail").split("\n")]
    if "hint" in message:
        lines.append("  hint: " + message.pop("hint"))
    return "\n".join(lines) + "\n" + "".join(f"unknown member {name}\n" for name in message)


def message_faults(case, code, err):
    if code != case.exit:
        yield f"exit code {code} instead of {case.exit}"
    for line in err.splitlines():
        if not LINE.fullmatch(line):
            yield f"a line of another form: {line!r}"
    codes = CODE.findall(err)
    if case.code and case.code not in codes:
        yield f"no {case.code} but {codes}"
    if not case.code and codes:
        yield f"unexpected {codes}"
    for text in case.says:
        if text not in err:
            yield f"no {text!r}"


def ways(case):
    """How the hypothesis may arrive, and how it may be packed."""
    if case.args.count("HYP") != 1 and not case.jsonl:
        return [("file", "")]
    return [(way, packing) for way in ("file", "fifo", "stdin")
            for packing in ([""] if case.packed else PACKERS)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--assay", required=True)
    runner = Runner(os.path.abspath(parser.parse_args().assay))
    failed = 0
    for case in cases.CASES:
        for way, packing in ways(case):
            wrong = runner.check(case, way, packing)
            failed += bool(wrong)
            for fault in wrong:
                print(f"rule {case.rule}, {case.what}, {way}{packing}: {fault}")
    rules = {case.rule for case in cases.CASES}
    print(f"{len(cases.CASES)} cases of {len(rules)} rules in {runner.runs} runs, "
          f"{failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
