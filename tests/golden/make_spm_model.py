#!/usr/bin/env python3
"""Trains the SentencePiece model of the tests on data/examples: make_spm_model.py [FOLDER]

Writes spm.model to FOLDER (this one if none is given). Needs sentencepiece 0.2; run it by hand after
changing the options here. Another version may train another model: what tests expect of the model
comes from the same version, by `spm.encode(text, out_type=str)`.
"""

import os
import pathlib
import shutil
import sys
import tempfile

import sentencepiece

HERE = pathlib.Path(__file__).resolve().parent
EXAMPLES = HERE.parents[1] / "data" / "examples"

# SentencePiece's own rules take 240 KB; these few do the same kinds of things.
RULES = {
    "\u00a0": " ", "\u3000": " ", "\u2028": " ", "\u200b": " ", "\t": " ", "\n": " ", "\r": " ",
    "\ufb01": "fi", "\uff11": "1", "\uff12": "2", "\uff21": "A", "e\u0301": "\u00e9",
    "\ufeff": "",
}


def code_points(text):
    return " ".join(f"{ord(character):X}" for character in text)


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else HERE).resolve()
    with tempfile.TemporaryDirectory() as scratch:
        # A model names the files that it was made from, so those have names that stay.
        os.chdir(scratch)
        texts = [path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("mt.*.txt"))]
        pathlib.Path("texts.txt").write_text("".join(texts), encoding="utf-8")
        rules = [f"{code_points(source)}\t{code_points(target)}\n"
                 for source, target in RULES.items()]
        pathlib.Path("rules.tsv").write_text("".join(rules), encoding="utf-8")
        sentencepiece.SentencePieceTrainer.train(
            input="texts.txt", model_prefix="spm", model_type="unigram", vocab_size=1200,
            character_coverage=0.98, normalization_rule_tsv="rules.tsv", num_threads=1,
            minloglevel=2)
        shutil.copyfile("spm.model", folder / "spm.model")


if __name__ == "__main__":
    main()
