#!/usr/bin/env python3
"""Compares the corrected p-values of `assay compare --all-pairs` with statsmodels'.

    VENV/bin/python tests/peer/check_holm.py --assay build/release/assay -r ref.txt a.txt b.txt …
    VENV/bin/python tests/peer/check_holm.py --assay build/release/assay --rounds 8 -r ref.txt …

Tests all pairs of the systems by BLEU and chrF, prints the clusters, and exits 1 if a corrected
p-value is not the one of statsmodels' multipletests(method="holm"), or if a system and its copy are
in different clusters. --rounds K makes K different systems out of the given ones (segment i of system k is
that of system i * (k + 1) + k modulo their number; for odd k every (5 + k)th segment loses its last
word; a k that repeats an earlier system is passed over) and adds an exact copy of the first.

Needs statsmodels from PyPI, so it is no part of the automatic tests.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

from statsmodels.stats.multitest import multipletests

TOLERANCE = 1e-15


def read_lines(path):
    return pathlib.Path(path).read_text(encoding="utf-8").split("\n")[:-1]


def make_system(k, real):
    lines = [real[(i * (k + 1) + k) % len(real)][i] for i in range(len(real[0]))]
    if k % 2 == 1:
        for i in range(0, len(lines), 5 + k):
            lines[i] = " ".join(lines[i].split()[:-1])
    return "\n".join(lines) + "\n"


def make_rounds(count, paths, folder):
    """Files of `count` systems and a copy of the first."""
    real = [read_lines(path) for path in paths]
    texts = {}
    k = 0
    while len(texts) < count:
        texts.setdefault(make_system(k, real), f"round{k}.txt")
        k += 1
    texts = {name: text for text, name in texts.items()}
    texts["copy0.txt"] = texts["round0.txt"]
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [str(folder / name) for name in texts]


def check_metric(report, key, alpha):
    """How many p-values differ; also prints the ranking."""
    pairs = [pair for pair in report["comparisons"] if pair["metric"] == key]
    expected = multipletests([pair["p"] for pair in pairs], alpha=alpha, method="holm")[1]
    different = sum(abs(pair["p_adjusted"] - p) > TOLERANCE for pair, p in zip(pairs, expected))
    before = sum(pair["p"] <= alpha for pair in pairs)
    after = sum(pair["p_adjusted"] <= alpha for pair in pairs)
    print(f"{key}: {len(pairs)} p-values compared, {different} different; "
          f"significant before correction {before}, after {after}")
    ranks = {system["name"]: system["rank"][key] for system in report["systems"]}
    scores = {system["name"]: system["metrics"][key]["score"] for system in report["systems"]}
    for name, rank in sorted(ranks.items(), key=lambda item: item[1]["rank"]):
        print(f"  cluster {rank['cluster']}  rank {rank['rank']} ({rank['low']}-{rank['high']})  "
              f"{scores[name]:.4f}  {name}")
    for pair in pairs:
        if pair["identical"]:
            print(f"  identical: {pair['baseline']} and {pair['system']}, p {pair['p']}")
            clusters = [ranks[pair[side]]["cluster"] for side in ("baseline", "system")]
            different += pair["p"] != 1 or clusters[0] != clusters[1]
    return different


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--assay", required=True, help="the program")
    parser.add_argument("-r", "--reference", required=True)
    parser.add_argument("--rounds", type=int, default=0)
    parser.add_argument("--alpha", type=float, default=0.05)
    parser.add_argument("systems", nargs="+")
    arguments = parser.parse_args()
    different = 0
    with tempfile.TemporaryDirectory() as scratch:
        systems = arguments.systems
        if arguments.rounds:
            systems = make_rounds(arguments.rounds, systems, pathlib.Path(scratch))
        for test in ["bs", "ar"]:
            command = [arguments.assay, "compare", "-q", "-r", arguments.reference, "--all-pairs",
                       "--test", test, "--alpha", str(arguments.alpha), "-m", "bleu,chrf", "-f",
                       "json", *systems]
            report = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
            print(f"--test {test}")
            different += sum(check_metric(report, key, arguments.alpha)
                             for key in ["bleu", "chrf"])
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
