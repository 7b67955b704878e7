#!/usr/bin/env python3
"""Scores data/examples with the reference implementations: make_golden.py [FOLDER]

Writes bleu.jsonl and rouge.jsonl to FOLDER (this one if none is given), which golden_test.cpp reads.
Needs Python 3.11 (3.12 adds floating-point numbers differently), sacrebleu 2.6.0 and
rouge-score 0.1.2 with nltk 3.8.1; run it by hand after changing the examples or the list of options.
"""

import importlib.metadata
import json
import pathlib
import sys

from rouge_score import rouge_scorer
from sacrebleu.metrics import BLEU

HERE = pathlib.Path(__file__).resolve().parent
EXAMPLES = HERE.parents[1] / "data" / "examples"
NEEDED = {"sacrebleu": "2.6.0", "rouge-score": "0.1.2"}
ROUGE_TYPES = ["rouge1", "rouge2", "rouge3", "rougeL", "rougeLsum"]

# Our spec and sacreBLEU's arguments.
BLEU_OPTIONS = {
    "bleu": {},
    "bleu:case=lc": {"lowercase": True},
    "bleu:eff=yes": {"effective_order": True},
    "bleu:tok=intl": {"tokenize": "intl"},
    "bleu:tok=char": {"tokenize": "char"},
    "bleu:tok=none": {"tokenize": "none"},
    "bleu:tok=zh": {"tokenize": "zh"},
    "bleu:case=lc,tok=intl": {"lowercase": True, "tokenize": "intl"},
    "bleu:smooth=none": {"smooth_method": "none"},
    "bleu:smooth=floor": {"smooth_method": "floor"},
    "bleu:smooth=floor[0.01]": {"smooth_method": "floor", "smooth_value": 0.01},
    "bleu:smooth=add-k": {"smooth_method": "add-k"},
    "bleu:smooth=add-k[0.5]": {"smooth_method": "add-k", "smooth_value": 0.5},
    "bleu:order=1": {"max_ngram_order": 1},
    "bleu:order=2": {"max_ngram_order": 2},
    "bleu:order=6": {"max_ngram_order": 6},
    "bleu:order=9,smooth=add-k": {"max_ngram_order": 9, "smooth_method": "add-k"},
}
# Those whose sentence scores are written too: one list of numbers per segment is long.
SENTENCE_OPTIONS = ["bleu", "bleu:case=lc", "bleu:tok=intl", "bleu:tok=char", "bleu:smooth=floor",
                    "bleu:smooth=add-k[0.5]", "bleu:smooth=none", "bleu:order=2"]

TRANSLATIONS = [
    (["mt.en.sysA.txt", "mt.en.sysB.txt", "mt.en.sysC.txt"], [["mt.en.ref1.txt"],
                                                             ["mt.en.ref2.txt"],
                                                             ["mt.en.ref1.txt", "mt.en.ref2.txt"]]),
    (["mt.de.sysA.txt", "mt.de.sysB.txt"], [["mt.de.ref.txt"]]),
    (["mt.zh.sysA.txt", "mt.zh.sysB.txt"], [["mt.zh.ref.txt"]]),
    (["mt.hi.sysA.txt", "mt.hi.sysB.txt"], [["mt.hi.ref.txt"]]),
]
SUMMARIES = ["summaries.jsonl", "summaries.two-refs.jsonl"]


def lines(name):
    return (EXAMPLES / name).read_text(encoding="utf-8").split("\n")[:-1]


def rounded(value):
    """Far more digits than are compared, without those that only make the file longer."""
    return float(f"{value:.15g}")


def bleu_cases():
    for systems, reference_sets in TRANSLATIONS:
        for system in systems:
            for references in reference_sets:
                for spec, options in BLEU_OPTIONS.items():
                    yield bleu_case(system, references, spec, options)


def bleu_case(system, references, spec, options):
    hypotheses = lines(system)
    streams = [lines(reference) for reference in references]
    bleu = BLEU(**options)
    score = bleu.corpus_score(hypotheses, streams)
    case = {"spec": spec, "hyp": system, "refs": references, "score": score.score,
            "counts": score.counts, "totals": score.totals,
            "precisions": [rounded(value) for value in score.precisions], "bp": score.bp,
            "sys_len": score.sys_len, "ref_len": score.ref_len,
            "signature": str(bleu.get_signature()).rsplit("|version", 1)[0]}
    if spec in SENTENCE_OPTIONS:
        sentence = BLEU(**{**options, "effective_order": True})
        case["segments"] = [
            rounded(sentence.sentence_score(hypothesis, list(texts)).score)
            for hypothesis, *texts in zip(hypotheses, *streams)
        ]
    return case


def rouge_cases():
    for name in SUMMARIES:
        records = [json.loads(line) for line in lines(name)]
        for stem in (False, True):
            scorer = rouge_scorer.RougeScorer(ROUGE_TYPES, use_stemmer=stem)
            scores = [scorer.score_multi(record["references"], record["prediction"])
                      for record in records]
            for kind in ROUGE_TYPES:
                yield {"spec": kind + (":stem=yes" if stem else ""), "hyp": name,
                       "segments": [[rounded(value) for value in score[kind]] for score in scores]}


def write(path, cases):
    text = "".join(json.dumps(case, separators=(",", ":")) + "\n" for case in cases)
    path.write_text(text, encoding="utf-8")


def main():
    for package, version in NEEDED.items():
        if importlib.metadata.version(package) != version:
            sys.exit(f"{package} {version} is needed")
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    write(folder / "bleu.jsonl", bleu_cases())
    write(folder / "rouge.jsonl", rouge_cases())


if __name__ == "__main__":
    main()
