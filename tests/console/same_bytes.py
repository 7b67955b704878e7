#!/usr/bin/env python3
"""The program prints the same bytes in any locale and on any number of threads.

    same_bytes.py --assay PROGRAM

Exit code 77, which CTest takes for "skipped", if this machine lacks one of the locales.
"""

import argparse
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SKIPPED = 77
LOCALES = ("C", "C.UTF-8", "tr_TR.UTF-8", "de_DE.UTF-8")
THREADS = ("1", "2")
FORMATS = (("-f", "table"), ("-f", "json"), ("-f", "table", "--segments"),
           ("-f", "jsonl", "--segments"), ("-f", "csv"), ("-f", "tsv"), ("-f", "flat"),
           ("-f", "junit"), ("-f", "openmetrics"), ("-f", "github"), ("-f", "github-summary"))
EXAMPLES = "data/examples/"
RUNS = (
    ("-r", "mt.en.ref1.txt", "-r", "mt.en.ref2.txt", "-m", "bleu:case=lc", "-m", "rougeLsum",
     "mt.en.sysA.txt", "mt.en.sysB.txt", "mt.en.sysC.txt"),
    ("-r", "mt.de.ref.txt", "mt.de.sysA.txt", "mt.de.sysB.txt"),
    ("-r", "mt.zh.ref.txt", "-l", "zh", "mt.zh.sysA.txt", "mt.zh.sysB.txt"),
    ("-r", "mt.hi.ref.txt", "-m", "rouge1:tok=icu", "mt.hi.sysA.txt", "mt.hi.sysB.txt"),
    ("-m", "rouge2:stem=yes", "--id-field", "id", "summaries.two-refs.jsonl"),
    ("-r", "mt.en.ref1.txt", "-r", "mt.en.ref2.txt", "-m", "chrf++,ter,wer,cer,wip,em,f1",
     "--confidence", "--samples", "100", "mt.en.sysA.txt", "mt.en.sysB.txt"),
    ("compare", "-r", "mt.en.ref1.txt", "-m", "bleu,ter,rougeL", "mt.en.sysA.txt", "mt.en.sysB.txt"),
    ("compare", "-r", "mt.de.ref.txt", "-m", "chrf,mer", "--test", "ar", "--samples", "500",
     "--all-pairs", "mt.de.sysA.txt", "mt.de.sysB.txt"),
)


def missing_locales():
    listed = subprocess.run(["locale", "-a"], stdout=subprocess.PIPE, encoding="utf-8", check=True)
    known = {name.lower().replace("utf-8", "utf8") for name in listed.stdout.split()}
    return [name for name in LOCALES if name.lower().replace("utf-8", "utf8") not in known]


def output(program, arguments, locale):
    files = [EXAMPLES + word if word.startswith(("mt.", "summaries.")) else word
             for word in arguments]
    env = {**os.environ, "LC_ALL": locale, "LANGUAGE": ""}
    done = subprocess.run([program, *files], cwd=ROOT, env=env, check=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE)
    return done.stdout + done.stderr


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--assay", required=True)
    program = os.path.abspath(parser.parse_args().assay)
    missing = missing_locales()
    if missing:
        print(f"skipped: no locale {', '.join(missing)}; scripts/setup test makes them")
        return SKIPPED
    different = []
    for run in RUNS:
        for form in FORMATS:
            command, *rest = run if run[0] == "compare" else ("score", *run)
            outputs = {(locale, threads): output(program, (command, *form, "-j", threads, *rest),
                                                 locale)
                       for locale in LOCALES for threads in THREADS}
            first = outputs[LOCALES[0], THREADS[0]]
            different += [f"LC_ALL={locale} -j {threads}: {' '.join((*form, *run))}"
                          for (locale, threads), text in outputs.items() if text != first]
    print("\n".join(different) or f"{len(RUNS) * len(FORMATS)} commands print the same everywhere")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
