#!/usr/bin/env python3
"""Formats that other programs read, read by other programs.

    check_formats.py --assay PROGRAM

JUnit is checked by xmllint with junit.xsd and counted by Python's own XML reader; OpenMetrics by the
strict parser of prometheus_client; the summary for GitHub is weighed. Exit code 77, which CTest
takes for "skipped", if xmllint or prometheus_client is not installed.
"""

import argparse
import collections
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

SKIPPED = 77
HERE = pathlib.Path(__file__).resolve().parent
EXAMPLES = HERE.parents[1] / "data" / "examples"
STRANGE = "a<b>&]]>|\t\"'\\\n\x1b[31m\u202e{},;\ufffe@me"
SEGMENTS = 100_000
MOST_SUMMARY_BYTES = 1 << 20
# The Python that tests run on is not always Debian's, which has Debian's package.
PYTHONS = (sys.executable, "/usr/bin/python3")
READER = """
import json, sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse
families = list(parse(sys.stdin.buffer.read().decode("utf-8")))
assert all(family.documentation and family.type == "gauge" for family in families)
json.dump([[sample.name, sample.labels] for family in families for sample in family.samples],
          sys.stdout)
"""


def find_reader():
    """A Python that has prometheus_client, or None."""
    for python in PYTHONS:
        command = [python, "-c", "import prometheus_client.openmetrics.parser"]
        if shutil.which(python) and subprocess.run(command, stderr=subprocess.DEVNULL,
                                                   check=False).returncode == 0:
            return python
    return None


def run(program, *arguments, codes=(0,)):
    command = [str(program), *map(str, arguments)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, check=False)
    if done.returncode not in codes:
        raise SystemExit(f"{command}: exit code {done.returncode}: {done.stderr.decode()}")
    return done.stdout.decode("utf-8")


def examples(program, output_format):
    """Scores of systems with usual and unusual names, with intervals, with gates, and of nothing."""
    reference = ("-r", EXAMPLES / "mt.en.ref1.txt", "-m", "bleu,ter,rougeL", "-f", output_format)
    usual = f"A={EXAMPLES / 'mt.en.sysA.txt'}"
    yield run(program, *reference, usual)
    yield run(program, *reference, "-m", "bleu:tok=intl", "--confidence", "--samples", "50", usual,
              f"{STRANGE}={EXAMPLES / 'mt.en.sysB.txt'}")
    yield run(program, "gate", *reference, usual, f"{STRANGE}={EXAMPLES / 'mt.en.sysB.txt'}",
              "--fail-under", "bleu=40", "--max-drop", "bleu=1", "--baseline", f"no\x01{STRANGE}",
              codes=(4,))
    yield run(program, "-r", "/dev/null", "--allow-empty", "-f", output_format, "/dev/null")


def check_junit(text, folder):
    path = folder / "junit.xml"
    path.write_text(text, encoding="utf-8")
    done = subprocess.run(["xmllint", "--noout", "--schema", HERE / "junit.xsd", path],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    assert done.returncode == 0, done.stdout.decode()
    root = ET.fromstring(text)
    for element in (root, *root.iter("testsuite")):
        cases = list(element.iter("testcase"))
        found = collections.Counter(child.tag for case in cases for child in case)
        assert int(element.get("tests")) == len(cases)
        for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(element.get(attribute)) == found[tag], (attribute, text)
    return root


def check_openmetrics(text, reader):
    done = subprocess.run([reader, "-c", READER], input=text.encode("utf-8"), check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert done.returncode == 0, done.stderr.decode()
    samples = json.loads(done.stdout)
    assert {name for name, _ in samples} >= {"assay_build_info", "assay_segments", "assay_score"}
    return samples


def check_summary(program, folder):
    """The summary of many segments stays below what GitHub takes."""
    for name, word in (("ref", "a b c d"), ("hyp", "a b c e")):
        (folder / name).write_text(f"{word}\n" * SEGMENTS, encoding="utf-8")
    text = run(program, "-r", folder / "ref", "-m", "bleu,rouge1", "--segments", "-f",
               "github-summary", folder / "hyp")
    size = len(text.encode("utf-8"))
    assert size < MOST_SUMMARY_BYTES, size
    return size


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--assay", required=True, type=pathlib.Path)
    program = parser.parse_args().assay
    reader = find_reader()
    if shutil.which("xmllint") is None or reader is None:
        print("skipped: xmllint or prometheus_client is missing; scripts/setup test installs them")
        return SKIPPED
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        cases = [len(list(check_junit(text, folder).iter("testcase")))
                 for text in examples(program, "junit")]
        samples = [len(check_openmetrics(text, reader))
                   for text in examples(program, "openmetrics")]
        size = check_summary(program, folder)
    print(f"JUnit with {cases} tests fits the schema, OpenMetrics with {samples} samples is read, a "
          f"summary of {SEGMENTS} segments has {size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
