#!/usr/bin/env python3
"""Draws how many times faster assay is: the numbers of `scripts/bench --json` on standard input.

    plot_ratios.py FILE.svg < numbers.json
"""

import json
import sys

import matplotlib
from matplotlib import pyplot


def main():
    matplotlib.use("svg")
    # Without a date or random names, so that the same numbers make the same file.
    pyplot.rcParams.update({"svg.hashsalt": "assay", "svg.fonttype": "none", "font.size": 9})
    rows = list(json.load(sys.stdin).items())[::-1]
    figure, axes = pyplot.subplots(figsize=(9, 0.27 * len(rows) + 1), layout="constrained")
    ratios = [row["ratio"] for _, row in rows]
    spread = [[row["ratio"] - row["low"] for _, row in rows],
              [row["high"] - row["ratio"] for _, row in rows]]
    bars = axes.barh([title for title, _ in rows], ratios, xerr=spread, color="#4477aa")
    axes.bar_label(bars, [f"{ratio:.3g}×" for ratio in ratios], padding=4)
    axes.set(xscale="log", xlabel="time of the peer / time of assay; lines: lowest to highest")
    axes.set_xlim(right=10 * max(ratios))
    figure.savefig(sys.argv[1], metadata={"Date": None, "Creator": None})


if __name__ == "__main__":
    main()
