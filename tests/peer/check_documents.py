#!/usr/bin/env python3
"""Compares `--doc` with sacreBLEU on documents of random texts.

    VENV/bin/python tests/peer/check_documents.py --assay build/release/assay

concat: sacreBLEU's scores of the texts of each document joined by a blank, and of the corpus of them.
aggregate: sacreBLEU's corpus score of the segments of each document, and the mean of those. Exits 1 if
a score differs by more than 1e-9. Needs what compare_with_peers.py needs.
"""

import argparse
import json
import pathlib
import random
import sys
import tempfile

from compare_with_peers import BLEU_JOBS, CHRF_JOBS, TER_JOBS, Texts, run_assay, streams
from sacrebleu.metrics import BLEU, CHRF, TER


def make_documents(count, seed):
    """Lists of segments, all of a document with the same number of references."""
    texts = Texts(seed)
    numbers = random.Random(seed)
    documents = []
    for _ in range(count):
        references = numbers.randrange(1, 3)
        document = []
        while len(document) < numbers.randrange(1, 9):
            hypothesis, found = texts.segment()
            if len(found) >= references:
                document.append((hypothesis, found[:references]))
        documents.append(document or [("a", ["b"] * references)])
    return documents


def joined(document):
    references = zip(*(references for _, references in document))
    return " ".join(hypothesis for hypothesis, _ in document), [" ".join(r) for r in references]


def of_documents(function, options, documents):
    """The corpus score of each document, and their mean."""
    metric = {"bleu": BLEU, "chrf": CHRF, "ter": TER}[function.__name__](**options)
    scores = [metric.corpus_score([hypothesis for hypothesis, _ in document],
                                  streams(document)).score for document in documents]
    return scores + [sum(scores) / len(scores)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--assay", required=True, help="the program")
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    documents = make_documents(arguments.documents, arguments.seed)
    compared = different = 0
    with tempfile.TemporaryDirectory() as scratch:
        path = pathlib.Path(scratch, "documents.jsonl")
        with open(path, "w", encoding="utf-8") as out:
            for number, document in enumerate(documents):
                for hypothesis, references in document:
                    out.write(json.dumps({"doc": number, "prediction": hypothesis,
                                          "references": references}) + "\n")
        for spec, function, options in BLEU_JOBS + CHRF_JOBS + TER_JOBS:
            theirs = {"concat": function([joined(document) for document in documents], options),
                      "aggregate": of_documents(function, options, documents)}
            for mode, scores in theirs.items():
                ours = run_assay(arguments.assay, path, spec, ["--doc", "doc", "--doc-mode", mode])
                assert len(ours) == len(scores), (spec, mode)
                found = sum(not abs(a - b) <= 1e-9 for a, b in zip(ours, scores))
                print(f"{spec:40} {mode:10} {len(ours):6,} compared {found:6,} different")
                compared += len(ours)
                different += found
    print(f"{compared:,} scores compared, {different:,} different")
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
