#!/usr/bin/env python3
"""BERTScore of pairs of texts as one writes it with NumPy: what `assay` is measured against.

    bertscore_numpy.py make FOLDER [PAIRS]   writes random embeddings, F32 and F16, .npy and safetensors
    bertscore_numpy.py score HYP.npy REF.npy   prints the mean of F over HYP.npy's segments

Texts have 22 to 38 tokens of 768 numbers. Offsets lie beside the arrays.
"""

import json
import struct
import sys

import numpy as np

WIDTH = 768


def write_safetensors(path, arrays):
    header, data = {"__metadata__": {"cls_token_id": "1", "sep_token_id": "2"}}, []
    place = 0
    for name, array in arrays.items():
        kind = {"f": "F", "i": "I"}[array.dtype.kind] + str(8 * array.dtype.itemsize)
        header[name] = {"dtype": kind, "shape": array.shape,
                        "data_offsets": [place, place + array.nbytes]}
        place += array.nbytes
        data.append(array)
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for array in data:
            file.write(array.data)


def make(folder, pairs):
    random = np.random.default_rng(1)
    for side in ("hyp", "ref"):
        lengths = random.integers(22, 39, pairs)
        offsets = np.concatenate([[0], np.cumsum(lengths)])
        rows = random.standard_normal((offsets[-1], WIDTH), dtype=np.float32) + np.float32(0.5)
        ids = random.integers(1000, 30000, offsets[-1]).astype(np.int32)
        ids[offsets[:-1]] = 1
        ids[offsets[1:] - 1] = 2
        for name, dtype in (("f32", np.float32), ("f16", np.float16)):
            path = f"{folder}/{side}.{name}"
            np.save(f"{path}.npy", rows.astype(dtype))
            np.save(f"{path}.offsets.npy", offsets)
            np.save(f"{path}.ids.npy", ids)
            write_safetensors(f"{path}.safetensors",
                              {"emb": rows.astype(dtype), "offsets": offsets, "ids": ids})


def normalized(rows):
    rows = rows.astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def score(hyp, ref):
    sides = [(np.load(path, mmap_mode="r"), np.load(path.replace(".npy", ".offsets.npy")))
             for path in (hyp, ref)]
    (a_rows, a_offsets), (b_rows, b_offsets) = sides
    total = 0.0
    pairs = len(a_offsets) - 1
    for i in range(pairs):
        a = normalized(a_rows[a_offsets[i]:a_offsets[i + 1]])
        b = normalized(b_rows[b_offsets[i]:b_offsets[i + 1]])
        similarity = a @ b.T
        p = similarity.max(axis=1)[1:-1].mean()
        r = similarity.max(axis=0)[1:-1].mean()
        total += 2 * p * r / (p + r)
    print(total / pairs)


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 2000)
    else:
        score(*sys.argv[2:4])
