#!/usr/bin/env python3
"""The same texts get the same scores, whatever file they come from.

    same_inputs.py --assay PROGRAM

Writes the examples, and the German texts of ASSAY_PARITY_DIR if that is set, as text, TSV, CSV,
JSONL, shuffled JSONL with ids and the XML of a WMT test set, and compares all scores to the bit.
"""

import argparse
import csv
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import xml.sax.saxutils

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "data" / "examples"
COLUMNS = ("id", "ref1", "ref2", "A", "B")
FIELDS = ("--hyp-field", "A", "--hyp-field", "B", "--ref-field", "ref1", "--ref-field", "ref2")
SEGMENTS_OF_DOCUMENT = 10


def lines(path):
    """The lines as the program sees them, without the white space at their ends."""
    return [line.rstrip() for line in path.read_text(encoding="utf-8").split("\n")[:-1]]


def corpora():
    yield "examples", [EXAMPLES / f"mt.en.{name}.txt" for name in ("ref1", "ref2", "sysA", "sysB")]
    parity = os.environ.get("ASSAY_PARITY_DIR")
    if parity:
        folder = pathlib.Path(parity) / "wmt22"
        systems = sorted(folder.glob("en-de.hyp.*.de"))[:2]
        yield "WMT22 en-de", [folder / "en-de.ref.A.de", folder / "en-de.ref.B.de", *systems]


def write_tables(rows, folder):
    with open(folder / "x.tsv", "w", encoding="utf-8", newline="") as file:
        for row in (COLUMNS, *rows):
            file.write("\t".join(row) + "\n")
    with open(folder / "x.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows((COLUMNS, *rows))
    records = [json.dumps(dict(zip(COLUMNS, row))) + "\n" for row in rows]
    (folder / "x.jsonl").write_text("".join(records), encoding="utf-8")
    random.Random(1).shuffle(records)
    (folder / "shuffled.jsonl").write_text("".join(records), encoding="utf-8")


def write_wmt(rows, folder):
    with open(folder / "x.xml", "w", encoding="utf-8") as file:
        file.write("<?xml version='1.0' encoding='utf-8'?>\n<dataset id=\"x\"><collection>\n")
        for start in range(0, len(rows), SEGMENTS_OF_DOCUMENT):
            file.write(f'<doc id="d{start}" domain="d{start % 3}">\n')
            for column, element, attribute in ((1, "ref", "translator"), (2, "ref", "translator"),
                                               (3, "hyp", "system"), (4, "hyp", "system")):
                file.write(f'<{element} {attribute}="{COLUMNS[column]}"><p>\n')
                for number, row in enumerate(rows[start:start + SEGMENTS_OF_DOCUMENT], 1):
                    text = xml.sax.saxutils.escape(row[column])
                    file.write(f'<seg id="{number}">{text}</seg>\n')
                file.write(f"</p></{element}>\n")
            file.write("</doc>\n")
        file.write("</collection></dataset>\n")


def flat(program, folder, *arguments):
    command = [program, "-f", "flat", "-m", "bleu,chrf,ter,rouge1,rougeL,wer", *map(str, arguments)]
    done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{command}: exit code {done.returncode}: {done.stderr.decode()}")
    return done.stdout


def check(program, name, paths, folder):
    texts = [lines(path) for path in paths]
    rows = [(f"s{i}", *row) for i, row in enumerate(zip(*texts, strict=True))]
    write_tables(rows, folder)
    write_wmt(rows, folder)
    expected = flat(program, folder, "-r", paths[0], "-r", paths[1], f"A={paths[2]}", f"B={paths[3]}")
    ways = {way: (way, *FIELDS) for way in ("x.tsv", "x.csv", "x.jsonl")}
    ways["x.xml"] = ("--wmt", "x.xml")
    ways["shuffled.jsonl"] = ("-r", "shuffled.jsonl", "--align", "id", "--id-field", "id", "x.jsonl",
                              *FIELDS)
    wrong = [way for way, arguments in ways.items() if flat(program, folder, *arguments) != expected]
    print(f"{name}: {len(rows)} segments, {len(ways)} ways, not the same: {wrong or 'none'}")
    return not wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--assay", required=True)
    program = os.path.abspath(parser.parse_args().assay)
    results = []
    for name, paths in corpora():
        with tempfile.TemporaryDirectory() as folder:
            results.append(check(program, name, paths, pathlib.Path(folder)))
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
