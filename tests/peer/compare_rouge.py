#!/usr/bin/env python3
"""Compares assay's ROUGE with rouge_score on random texts of many lines, full of ugly Unicode.

    VENV/bin/python tests/peer/compare_rouge.py --assay build/release/assay

Precision, recall and F of every segment, with and without stemmer, against one to three references;
and low, median and high of rouge_score's aggregator after numpy.random.seed(). Prints how many
numbers were compared and how many differ by more than 1e-12; exits 1 if any does.

The packages are those of compare_with_peers.py.
"""

import argparse
import json
import pathlib
import random
import subprocess
import sys
import tempfile

import numpy
from rouge_score import rouge_scorer, scoring

from compare_with_peers import WORDS, Texts

TYPES = ["rouge1", "rouge2", "rouge3", "rouge4", "rouge9", "rougeL", "rougeLsum"]
FIELDS = ["precision", "recall", "fmeasure"]
TOLERANCE = 1e-12
LINE_ENDS = ["\n"] * 12 + ["\n\n", "\r\n", "\r", "\u2028", "\x85", " \n ", "\x0b"]
STEMS = "run fli happi generat nation relat oper enjoy agre state element log skies di ti".split()
SUFFIXES = ("s es ed ing ies ly y ation ational ization fulness iveness ment ement ent ion al alli "
            "fulli logi logy e ll 's").split()


class Summaries:
    """Texts of lines, whose words are few so that much matches in many ways."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.texts = Texts(seed)

    def word(self, kind):
        pick = self.random.choice
        if kind == "letters":
            return pick("abcde")
        if kind == "stems":
            return pick(STEMS) + pick(SUFFIXES) + pick(["", "", "", *SUFFIXES])
        if kind == "any":
            return self.texts.word(list(WORDS))
        return pick(WORDS[kind])

    def line(self, kinds):
        length = self.random.choice([0, 1, 2, 3, 4, 6, 9, 14])
        return " ".join(self.word(self.random.choice(kinds)) for _ in range(length))

    def text(self, kinds):
        lines = [self.line(kinds) for _ in range(self.random.choice([0, 1, 1, 2, 3, 4, 6]))]
        return "".join(line + self.random.choice(LINE_ENDS) for line in lines)

    def edited(self, kinds, text):
        lines = text.split("\n")
        for _ in range(self.random.randrange(4)):
            place = self.random.randrange(len(lines))
            words = lines[place].split(" ")
            edit = self.random.randrange(4)
            if edit == 0:
                self.random.shuffle(lines)
            elif edit == 1:
                lines[place] = self.line(kinds)
            elif edit == 2:
                self.random.shuffle(words)
                lines[place] = " ".join(words)
            else:
                words[self.random.randrange(len(words))] = self.word(self.random.choice(kinds))
                lines[place] = " ".join(words)
        return "\n".join(lines)

    def segment(self):
        kinds = self.random.choice([["letters"], ["letters"], ["stems"], ["english", "stems"],
                                    ["english", "punctuation"], ["any"], ["cjk", "english"]])
        reference = self.text(kinds)
        references = [reference]
        while len(references) < 3 and self.random.random() < 0.4:
            references.append(self.edited(kinds, self.random.choice([reference, self.text(kinds)])))
        return self.edited(kinds, self.random.choice(references)), references


def run_assay(assay, path, specs, *more):
    command = [assay, "score", "--var-refs", "-q", "-f", "jsonl", str(path), *more]
    for spec in specs:
        command += ["-m", spec]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if run.returncode != 0:
        sys.exit(run.stderr)
    return [json.loads(line) for line in run.stdout.split("\n")[:-1]]


def specs_of(stem):
    return [f"{kind}:stem={'yes' if stem else 'no'}" for kind in TYPES]


class Count:
    def __init__(self):
        self.compared = self.different = 0

    def add(self, ours, theirs, about):
        self.compared += 1
        if abs(ours - theirs) <= TOLERANCE:
            return
        self.different += 1
        if self.different <= 5:
            print(f"  assay {ours!r}, rouge_score {theirs!r}: {about}")


def compare_segments(assay, path, segments, stem, count):
    """The scores of rouge_score, [segment][type]."""
    records = [record for record in run_assay(assay, path, specs_of(stem), "--segments")
               if record["type"] == "segment"]
    scorer = rouge_scorer.RougeScorer(TYPES, use_stemmer=stem)
    scores = [scorer.score_multi(references, hypothesis) for hypothesis, references in segments]
    assert len(records) == len(segments) * len(TYPES)
    for i, record in enumerate(records):
        segment, kind = divmod(i, len(TYPES))
        theirs = scores[segment][TYPES[kind]]
        for field in FIELDS:
            ours = record["f1" if field == "fmeasure" else field]
            count.add(ours, getattr(theirs, field), (TYPES[kind], stem, ascii(segments[segment])))
    return scores


def compare_aggregates(assay, path, scores, stem, setting, count):
    seed, samples, level = setting
    options = ["--aggregate", "rouge_score", "--seed", str(seed), "--samples", str(samples),
               "--level", str(level)]
    records = [record for record in run_assay(assay, path, specs_of(stem), *options)
               if record["type"] == "score"]
    numpy.random.seed(seed)
    aggregator = scoring.BootstrapAggregator(confidence_interval=level, n_samples=samples)
    for score in scores:
        aggregator.add_scores(score)
    result = aggregator.aggregate()
    for kind, record in zip(TYPES, records):
        for field in FIELDS:
            name = "f1" if field == "fmeasure" else field
            for bound, suffix in (("low", "low"), ("mid", "median"), ("high", "high")):
                theirs = getattr(getattr(result[kind], bound), field)
                count.add(record[f"{name}_{suffix}"], theirs, (kind, stem, setting, bound))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--assay", required=True, help="the program")
    parser.add_argument("--segments", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()

    summaries = Summaries(arguments.seed)
    segments = [summaries.segment() for _ in range(arguments.segments)]
    pairs = sum(len(references) for _, references in segments)
    print(f"{len(segments):,} segments, {pairs:,} pairs, seed {arguments.seed}")
    total = Count()
    with tempfile.TemporaryDirectory() as scratch:
        path = pathlib.Path(scratch) / "texts.jsonl"
        few_path = pathlib.Path(scratch) / "few.jsonl"
        for target, some in ((path, segments), (few_path, segments[:200])):
            with open(target, "w", encoding="utf-8") as out:
                for hypothesis, references in some:
                    out.write(json.dumps({"prediction": hypothesis, "references": references}))
                    out.write("\n")
        for stem in (False, True):
            scores = compare_segments(arguments.assay, path, segments, stem, total)
            print(f"stem={stem}: {total.compared:,} numbers compared, {total.different} different")
            for setting in ((0, 1000, 0.95), (7, 200, 0.9), (2**32 - 1, 1, 0.95), (5, 333, 0.5)):
                compare_aggregates(arguments.assay, few_path, scores[:200], stem, setting, total)
    print(f"{total.compared:,} numbers compared, {total.different} different")
    sys.exit(1 if total.different else 0)


if __name__ == "__main__":
    main()
