#!/usr/bin/env python3
"""Writes the token embeddings of texts to files for `assay score --ref-emb … --hyp-emb …`.

    export_embeddings.py --model roberta-large ref.txt hyp.txt
    export_embeddings.py --model bert-base-uncased --all-layers --dtype float32 hyp.txt=out/h.safetensors
    export_embeddings.py --model roberta-large --field references data.jsonl=refs.safetensors

Each input is a text file with one text per line, or, if its name ends in .jsonl, one object per line
whose --field is a text or a list of texts (several references of one segment). The output is
INPUT with .safetensors for its suffix, or what follows the "=". docs/manual.md tells what is in it.

Texts are encoded as bert_score 0.3.13 does it: white space stripped, special tokens added, cut to the
tokenizer's length, the slow tokenizer unless --fast, the model cut to --layer. Memory does not grow
with the number of texts but for about 20 bytes per token.

Needs Python 3.9, torch and transformers. Nothing is fetched if HF_HUB_OFFLINE=1.
"""

import argparse
import array
import hashlib
import json
import os
import pathlib
import struct
import sys
import time

import torch
import transformers

# Which layer bert_score takes unless told: the model's name, then the number of layers.
DEFAULT_LAYERS = {
    "albert-xxlarge-v2": 8, "allenai/scibert_scivocab_uncased": 8, "bert-base-chinese": 8,
    "bert-base-multilingual-cased": 9, "bert-base-uncased": 9, "bert-large-uncased": 18,
    "dbmdz/bert-base-turkish-cased": 10, "distilbert-base-multilingual-cased": 5,
    "distilbert-base-uncased": 5, "distilroberta-base": 5, "facebook/bart-large": 10,
    "facebook/bart-large-mnli": 11, "google/electra-base-discriminator": 9,
    "microsoft/deberta-large-mnli": 18, "microsoft/deberta-v3-base": 9,
    "microsoft/deberta-xlarge-mnli": 40, "microsoft/mpnet-base": 8, "roberta-base": 10,
    "roberta-large": 17, "roberta-large-mnli": 19, "t5-base": 11, "xlm-roberta-base": 9,
    "xlm-roberta-large": 17, "xlnet-base-cased": 5}
# What bert_score 0.3.13 calls itself in its hash.
BERT_SCORE_VERSION = "0.3.12"
TEXTS_AT_ONCE = 2048
# A tokenizer without a limit reports about 1e30.
NO_LIMIT = 10**9
HEADER_BYTES = 4096
LARGEST_HALF = 65504.0


def fail(message):
    sys.exit(f"export_embeddings: error: {message}")


def blocks_of(model):
    """(owner, name) of the model's list of blocks: owner.name can be cut short."""
    for owner, name in ((model, "layer"), (getattr(model, "encoder", None), "block"),
                        (getattr(model, "encoder", None), "layer"),
                        (getattr(model, "transformer", None), "layer"), (model, "layers")):
        if owner is not None and hasattr(owner, name):
            return owner, name
    fail("the blocks of this kind of model are not known")


def cut_model(model, layers):
    """Leaves the first blocks, so that the output is that of the last one left."""
    encoder = getattr(model, "encoder", None)
    if hasattr(model, "n_layers"):  # XLM counts down by itself.
        most, owner, name = model.n_layers, model, "n_layers"
        cut = layers
    elif hasattr(encoder, "albert_layer_groups"):  # ALBERT's blocks share their weights.
        most, owner, name = encoder.config.num_hidden_layers, encoder.config, "num_hidden_layers"
        cut = layers
    else:
        owner, name = blocks_of(model)
        most = len(getattr(owner, name))
        cut = torch.nn.ModuleList(list(getattr(owner, name))[:layers])
    if not 0 <= layers <= most:
        fail(f"--layer must be from 0 to {most}")
    setattr(owner, name, cut)


class Encoder:
    """A model and its tokenizer."""

    def __init__(self, arguments):
        self.layer = arguments.layer
        self.all_layers = arguments.all_layers
        self.batch_size = arguments.batch_size
        self.device = arguments.device
        self.is_fast = arguments.fast
        self.tokenizer = transformers.AutoTokenizer.from_pretrained(arguments.model,
                                                                    use_fast=arguments.fast)
        kind = transformers.T5EncoderModel if "t5" in arguments.model else transformers.AutoModel
        model = kind.from_pretrained(arguments.model).float().eval()
        if hasattr(model, "decoder") and hasattr(model, "encoder"):
            model = model.encoder
        if not self.all_layers:
            cut_model(model, self.layer)
        self.model = model.to(self.device)
        self.limit = self.tokenizer.model_max_length
        # bert_score looks for these two classes; the fast ones are others.
        needs_space = (transformers.GPT2Tokenizer, transformers.RobertaTokenizer)
        self.adds_space = isinstance(self.tokenizer, needs_space)
        torch.backends.cuda.matmul.allow_tf32 = False
        torch.backends.cudnn.allow_tf32 = False

    def ids(self, text, is_cut=True):
        """Token ids of a stripped text."""
        if not text:
            return self.tokenizer.build_inputs_with_special_tokens([])
        options = {"add_prefix_space": True} if self.adds_space else {}
        if is_cut and self.limit < NO_LIMIT:
            options.update(max_length=self.limit, truncation=True)
        return self.tokenizer.encode(text, add_special_tokens=True, **options)

    def full_length(self, text, ids):
        """How many tokens there would be without a limit."""
        if len(ids) < self.limit or not text:
            return len(ids)
        return len(self.ids(text, is_cut=False))

    def embed(self, sequences):
        """For each sequence of ids a tensor [layers, tokens, width]."""
        results = [None] * len(sequences)
        order = sorted(range(len(sequences)), key=lambda i: -len(sequences[i]))
        for start in range(0, len(order), self.batch_size):
            batch = [i for i in order[start:start + self.batch_size] if sequences[i]]
            for i, rows in zip(batch, self.embed_batch([sequences[i] for i in batch])):
                results[i] = rows
        return results

    def embed_batch(self, sequences):
        if not sequences:
            return []
        longest = max(map(len, sequences))
        ids = torch.full((len(sequences), longest), self.tokenizer.pad_token_id or 0)
        mask = torch.zeros((len(sequences), longest), dtype=torch.long)
        for i, sequence in enumerate(sequences):
            ids[i, :len(sequence)] = torch.tensor(sequence)
            mask[i, :len(sequence)] = 1
        with torch.no_grad():
            output = self.model(ids.to(self.device), attention_mask=mask.to(self.device),
                                output_hidden_states=self.all_layers)
        layers = output[-1] if self.all_layers else (output[0],)
        stacked = torch.stack([layer.cpu() for layer in layers], dim=1)
        return [stacked[i, :, :len(sequence)] for i, sequence in enumerate(sequences)]

    def metadata(self, arguments):
        tokenizer = self.tokenizer
        shown = {name: "" if value is None else str(value)
                 for name, value in (("cls_token_id", tokenizer.cls_token_id),
                                     ("sep_token_id", tokenizer.sep_token_id),
                                     ("pad_token_id", tokenizer.pad_token_id))}
        name = arguments.name or arguments.model
        ending = "_fast-tokenizer" if self.is_fast else ""
        return {"format": "assay-embeddings", "format_version": "1", "model": name,
                "num_layers": str(self.layer), "all_layers": str(int(self.all_layers)),
                "tokenizer": "fast" if self.is_fast else "slow",
                "add_prefix_space": str(int(self.adds_space)), **shown,
                "max_length": str(self.limit) if self.limit < NO_LIMIT else "none",
                "lang": arguments.lang, "normalized": "0", "dtype_compute": "float32",
                "transformers_version": transformers.__version__,
                "torch_version": torch.__version__, "bert_score_version": BERT_SCORE_VERSION,
                "bert_score_hash": f"{name}_L{self.layer}_no-idf_version={BERT_SCORE_VERSION}"
                                   f"(hug_trans={transformers.__version__}){ending}",
                "exporter": "assay export_embeddings.py 1"}


class EmbeddingWriter:
    """A safetensors file that is written as rows come: the header last, into room left for it."""

    def __init__(self, path, dtype):
        self.path = pathlib.Path(path)
        self.half = dtype == "float16"
        self.streams = []
        self.width = 0
        self.offsets = array.array("q", [0])
        self.full_lengths = array.array("i")
        self.ids = array.array("i")
        self.tokens = bytearray()
        self.token_offsets = array.array("q", [0])
        self.groups = None

    def temporary(self, number):
        return self.path.with_name(f".{self.path.name}.{os.getpid()}.{number}")

    def add(self, ids, tokens, rows, full_length):
        """A text; `rows` is [layers, tokens, width], or None if it has no tokens."""
        self.ids.extend(ids)
        self.offsets.append(len(self.ids))
        self.full_lengths.append(full_length)
        for token in tokens:
            self.tokens += token.encode("utf-8", errors="replace")
            self.token_offsets.append(len(self.tokens))
        if rows is None:
            return
        if self.half and rows.abs().max() > LARGEST_HALF:
            self.discard()
            fail(f"{self.path}: a number is too large for float16; give --dtype float32")
        self.width = rows.shape[2]
        if not self.streams:
            self.streams = [self.temporary(layer).open("w+b") for layer in range(rows.shape[0])]
            self.streams[0].write(b" " * self.header_room())
        for stream, layer in zip(self.streams, rows.half() if self.half else rows):
            stream.write(layer.contiguous().numpy().tobytes())

    def header_room(self):
        """Room for the header; so that data begins at a multiple of a page."""
        return HEADER_BYTES * (1 + len(self.streams) // 16)

    def side_arrays(self):
        yield "offsets", "I64", [len(self.offsets)], self.offsets.tobytes()
        if self.groups is not None:
            yield "groups", "I64", [len(self.groups)], self.groups.tobytes()
        yield "token_offsets", "I64", [len(self.token_offsets)], self.token_offsets.tobytes()
        yield "ids", "I32", [len(self.ids)], self.ids.tobytes()
        yield "full_lengths", "I32", [len(self.full_lengths)], self.full_lengths.tobytes()
        yield "tokens", "U8", [len(self.tokens)], bytes(self.tokens)

    def finish(self, metadata, names):
        """Appends what is left, puts the header in its place, and renames the file."""
        if not self.streams:
            self.discard()
            fail(f"{self.path}: no text has any token")
        out = self.streams[0]
        header = {"__metadata__": metadata}
        place = 0
        size = len(self.ids) * self.width * (2 if self.half else 4)
        for name, stream in zip(names, self.streams):
            header[name] = {"dtype": "F16" if self.half else "F32",
                            "shape": [len(self.ids), self.width],
                            "data_offsets": [place, place + size]}
            place += size
            if stream is not out:
                copy_stream(stream, out)
        for name, dtype, shape, data in self.side_arrays():
            header[name] = {"dtype": dtype, "shape": shape,
                            "data_offsets": [place, place + len(data)]}
            place += len(data)
            out.write(data)
        text = json.dumps(header).encode()
        room = self.header_room()
        if len(text) > room - 8:
            self.discard()
            fail(f"{self.path}: the header is too long")
        out.seek(0)
        out.write(struct.pack("<Q", room - 8) + text.ljust(room - 8))
        out.flush()
        os.fsync(out.fileno())
        os.replace(self.temporary(0), self.path)
        self.discard()

    def discard(self):
        for number, stream in enumerate(self.streams):
            stream.close()
            self.temporary(number).unlink(missing_ok=True)
        self.streams = []


def copy_stream(source, target):
    source.seek(0)
    while True:
        data = source.read(1 << 20)
        if not data:
            return
        target.write(data)


class Progress:
    """A bar on standard error, if that is a terminal."""

    def __init__(self, name, total):
        self.name, self.total, self.shown = name, total, 0.0

    def show(self, done, last=False):
        if not sys.stderr.isatty() or (time.monotonic() - self.shown < 0.2 and not last):
            return
        self.shown = time.monotonic()
        part = min(done / self.total, 1) if self.total else 1
        bar = ("#" * round(30 * part)).ljust(30)
        print(f"\r{self.name} [{bar}] {100 * part:3.0f}%", end="\n" if last else "",
              file=sys.stderr, flush=True)


def segments_of(path, field):
    """(bytes read so far, texts of a segment, whether it is a list) line by line."""
    done = 0
    is_jsonl = path.endswith(".jsonl")
    with open(path, "rb") as lines:
        for number, line in enumerate(lines, 1):
            done += len(line)
            try:
                text = line.decode("utf-8-sig" if number == 1 else "utf-8")
                value = json.loads(text)[field] if is_jsonl else text
            except (UnicodeDecodeError, ValueError, KeyError, TypeError) as problem:
                fail(f"{path}:{number}: {problem!r}")
            texts = value if isinstance(value, list) else [value]
            if not texts or not all(isinstance(text, str) for text in texts):
                fail(f"{path}:{number}: {field} is neither a text nor a list of texts")
            if any("\ud800" <= character <= "\udfff" for text in texts for character in text):
                fail(f"{path}:{number}: a \\u escape of half a character")
            yield done, texts, isinstance(value, list)


def write_texts(encoder, writer, texts):
    sequences = [encoder.ids(text) for text in texts]
    for text, ids, rows in zip(texts, sequences, encoder.embed(sequences)):
        tokens = encoder.tokenizer.convert_ids_to_tokens(ids)
        writer.add(ids, tokens, rows, encoder.full_length(text, ids))


def export(encoder, arguments, source, target):
    writer = EmbeddingWriter(target, arguments.dtype)
    progress = Progress(source, os.path.getsize(source))
    digest = hashlib.sha256()
    groups = array.array("q", [0])
    has_lists = False
    texts, done = [], 0
    try:
        for done, of_segment, is_list in segments_of(source, arguments.field):
            stripped = [text.strip() for text in of_segment]
            for text in stripped:
                digest.update(text.encode() + b"\n")
            texts += stripped
            has_lists = has_lists or is_list
            groups.append(groups[-1] + len(stripped))
            if len(texts) >= TEXTS_AT_ONCE:
                write_texts(encoder, writer, texts)
                texts = []
            progress.show(done)
        write_texts(encoder, writer, texts)
        writer.groups = groups if has_lists else None
        layers = len(writer.streams)
        names = [f"emb.L{k}" for k in range(layers)] if encoder.all_layers else ["emb"]
        writer.finish({**encoder.metadata(arguments), "text_sha256": digest.hexdigest()}, names)
    finally:
        writer.discard()
    progress.show(done, last=True)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0],
                                     formatter_class=argparse.RawDescriptionHelpFormatter,
                                     epilog=__doc__.split("\n", 2)[2])
    parser.add_argument("files", nargs="+", metavar="INPUT[=OUTPUT]")
    parser.add_argument("--model", required=True, help="name or folder of a model")
    parser.add_argument("--name", help="what to call the model in the files, if not as above")
    parser.add_argument("--layer", type=int, help="which layer; bert_score's own choice if it has one")
    parser.add_argument("--all-layers", action="store_true", help="all layers, as emb.L0, emb.L1, …")
    parser.add_argument("--fast", action="store_true", help="the fast tokenizer, as bert_score's "
                        "command line has it; its Python interface takes the slow one")
    parser.add_argument("--dtype", choices=("float16", "float32"), default="float16")
    parser.add_argument("--batch-size", type=int, default=64, metavar="N")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--field", default="prediction", help="of .jsonl files (prediction)")
    parser.add_argument("--lang", default="", help="noted in the files, for baselines")
    arguments = parser.parse_args()
    if arguments.layer is None:
        arguments.layer = DEFAULT_LAYERS.get(arguments.model)
    if arguments.layer is None:
        fail(f"bert_score has no layer for {arguments.model}; give --layer")
    if arguments.batch_size < 1:
        fail("--batch-size must be at least 1")
    return arguments


def paths_of(text):
    """(input, output) of INPUT or INPUT=OUTPUT; both are looked at before hours of work."""
    source, _, target = text.partition("=")
    target = target or pathlib.Path(source).with_suffix(".safetensors")
    if not os.path.exists(source) or os.path.isdir(source):
        fail(f"{source}: no such file")
    if os.path.exists(target) and os.path.samefile(source, target):
        fail(f"{source}: the output is also the input")
    if not os.path.isdir(os.path.dirname(target) or "."):
        fail(f"{target}: there is no such folder")
    return source, target


def main():
    arguments = parse_arguments()
    files = [paths_of(text) for text in arguments.files]
    if len({os.path.abspath(target) for _, target in files}) < len(files):
        fail("two inputs have the same output; write INPUT=OUTPUT")
    transformers.logging.set_verbosity_error()
    try:
        encoder = Encoder(arguments)
        for source, target in files:
            export(encoder, arguments, source, target)
    except OSError as problem:
        fail(problem)


if __name__ == "__main__":
    main()
