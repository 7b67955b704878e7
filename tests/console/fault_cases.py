"""The commands that faults.py runs, and the files that they read.

Each runs in a folder of its own, beside the folder `in` of the inputs.
"""

import dataclasses
import gzip
import json
import pathlib
import shutil
import struct
import subprocess
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "data" / "examples"
OLD = b"what was there before\n"


@dataclasses.dataclass(frozen=True)
class Command:
    args: str
    stdin: str = ""          # A file in `in`.
    before: tuple = ()       # Names of files that are there before, with OLD in them.
    copies: tuple = ()       # Files of `in` that are there before.
    grows: tuple = ()        # Files to which a line is appended.
    misreads: str = "\0"     # What a library says for a read error that it does not tell from others.

    def words(self):
        return self.args.split()


SCORE = "score -r ../in/ref.txt ../in/a.txt ../in/b.txt "
TABLE = "--ref-field ref --hyp-field old --hyp-field new"

COMMANDS = [
    Command(SCORE),
    Command(SCORE + "-f json --segments -o out.json", before=("out.json",)),
    Command(SCORE + "-f jsonl --segments -o out.jsonl -o out.csv"),
    Command(SCORE + "-f csv -o out.md -o out.tex -o junit:out.xml", before=("out.md", "out.xml")),
    Command(SCORE + "-f junit -o out.prom -o out.flat.json"),
    Command(SCORE + "-f openmetrics -o out.tsv --segments", before=("out.tsv",)),
    Command(SCORE + "-f github-summary -o out.summary"),
    Command(SCORE + "-f github -m bleu -o out.github"),
    Command(SCORE + "-f latex -m chrf++,ter,wer,cer,f1,em"),
    Command(SCORE + "-f markdown --confidence --samples 20 -m rougeL,rougeLsum -j 3"),
    Command(SCORE + "-b -m rouge1:alg=1.5.5,stem=yes -m rougeSU -m bleu:tok=intl"),
    Command(SCORE + "--append log.jsonl --commit abc -o out.json", grows=("log.jsonl",),
            before=("out.json",)),
    Command("score -r ../in/ref.txt.gz ../in/a.txt.gz -o out.json"),
    Command("score -r ../in/ref.txt.zst - -o out.csv --normalize nfkc", stdin="a.txt.zst"),
    Command("score ../in/s.jsonl --id-field id -m rougeLsum,bleu --segments -f tsv"),
    Command("score -r ../in/s.jsonl.gz --ref-field references --align id --id-field id "
            "--input-format jsonl ../in/s.jsonl -m rouge2"),
    Command(f"score ../in/x.tsv {TABLE} --group-by domain -o out.json"),
    Command(f"score ../in/x.csv {TABLE} --doc domain --doc-mode aggregate -f flat"),
    Command(f"score ../in/x.tsv {TABLE} --doc domain --segments"),
    Command("score --wmt ../in/set.xml --systems all -m chrf --group-by domain -o out.md"),
    Command("score -r ../in/ref.txt ../in/a.txt -m bleu:tok=ja-mecab -m bleu:tok=icu",
            misreads="[E-DICTIONARY]"),
    Command("score -r ../in/ref.txt ../in/a.txt -m bleu:tok=spm=../in/spm.model -m "
            "column:file=../in/numbers.txt"),
    Command("score --ref-emb ../in/ref.npz --hyp-emb ../in/hyp.npz "
            "-m bertscore:cls=0,sep=2,idf=../in/idf.tsv -o out.json"),
    Command("score -r ../in/short.ref.txt --ref-emb ../in/ref.safetensors ../in/short.hyp.txt "
            "--hyp-emb ../in/hyp.safetensors -j 2 -o out.json", before=("out.json",)),
    Command("compare -r ../in/ref.txt ../in/a.txt ../in/b.txt --all-pairs --test ar --samples 50 "
            "-m bleu --alpha 0.5 -o out.json"),
    Command("compare -r ../in/ref.txt ../in/a.txt ../in/b.txt --samples 50 -m chrf -f json"),
    Command("gate -r ../in/ref.txt ../in/a.txt --fail-under bleu=99 -f junit -o out.xml"),
    Command("gate -r ../in/ref.txt ../in/a.txt -m bleu,rougeL --baseline base.json --init"),
    Command("gate -r ../in/ref.txt ../in/b.txt -m bleu --baseline base.json --rebaseline -o out.md",
            copies=("base.json",)),
    Command("gate -r ../in/ref.txt ../in/b.txt --baseline ../in/base.json --max-drop bleu=1 "
            "--significant-drop bleu --samples 50 --alpha 0.5 -f markdown -o out.json"),
    Command("run ../in/suite.json"),
    Command("run ../in/suite.json --jobs 2 -f json"),
    Command("check -r ../in/ref.txt ../in/a.txt"),
    Command("check ../in/s.jsonl -f json"),
    Command("tokenize -t intl", stdin="a.txt"),
    Command("tokenize -t google-rouge --stem", stdin="ref.txt.gz"),
    Command("explain -r ../in/ref.txt ../in/a.txt --segment 3 -m bleu"),
    Command("explain -r ../in/ref.txt ../in/a.txt --segment 3 -m ter"),
    Command("explain E-COUNT W-BOM"),
    Command("schema suite"),
    Command("metrics"),
    Command("metrics rougeL"),
    Command("rouge155 -n 2 -w 1.2 -2 4 -u -m -d -z SPL ../in/list.txt X"),
    Command("rouge155 -n 1 -a ../in/settings.xml"),
    Command("completion man"),
    Command("--help"),
    Command("--version"),
]


def head(name, lines):
    return b"".join((EXAMPLES / name).read_bytes().splitlines(keepends=True)[:lines])


def array(values, kind, shape):
    """An array of NumPy's .npy."""
    header = str({"descr": kind, "fortran_order": False, "shape": tuple(shape)})
    header += " " * (-(len(header) + 11) % 64) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + values


def npz_of(safetensors, target):
    """The same arrays as .npz, packed."""
    data = safetensors.read_bytes()
    length = struct.unpack("<Q", data[:8])[0]
    kinds = {"F16": "<f2", "F32": "<f4", "I64": "<i8", "I32": "<i4", "U8": "|u1"}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name, tensor in json.loads(data[8:8 + length]).items():
            if name != "__metadata__":
                begin, end = (8 + length + offset for offset in tensor["data_offsets"])
                out.writestr(name + ".npy",
                             array(data[begin:end], kinds[tensor["dtype"]], tensor["shape"]))


def write_tables(folder):
    rows = [["id", "domain", "ref", "old", "new"]]
    texts = [(folder / name).read_text(encoding="utf-8").splitlines()
             for name in ("ref.txt", "a.txt", "b.txt")]
    rows += [[str(i), "news" if i < 20 else "chat", *cells] for i, cells in enumerate(zip(*texts))]
    (folder / "x.tsv").write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows]
    (folder / "x.csv").write_text("".join(quoted), encoding="utf-8")
    (folder / "idf.tsv").write_text("".join(f"{i}\t1\n" for i in range(30000)), encoding="utf-8")
    (folder / "numbers.txt").write_text("".join(f"{i / 7}\n" for i in range(len(rows) - 1)),
                                        encoding="utf-8")


def write_rouge155(folder):
    (folder / "peer.txt").write_bytes(b"<a>\nPolice killed the gunman.\n")
    (folder / "model.txt").write_bytes(b"The gunman was killed by police.\nHe ran.\n")
    (folder / "list.txt").write_text("../in/peer.txt ../in/model.txt\n", encoding="utf-8")
    (folder / "settings.xml").write_text(
        '<ROUGE-EVAL version="1.55"><EVAL ID="1"><PEER-ROOT>../in</PEER-ROOT>'
        '<MODEL-ROOT>../in</MODEL-ROOT><INPUT-FORMAT TYPE="SPL"></INPUT-FORMAT>'
        '<PEERS><P ID="A">peer.txt</P></PEERS><MODELS><M ID="B">model.txt</M></MODELS>'
        '</EVAL></ROUGE-EVAL>\n', encoding="utf-8")


def write_suite(folder):
    tasks = [{"name": "plain", "references": "ref.txt", "systems": "[ab].txt", "metrics": "bleu"},
             {"name": "gate", "references": "ref.txt", "systems": "a.txt", "fail_under": "bleu=99"},
             {"name": "json", "systems": "s.jsonl", "metrics": "rouge1"}]
    (folder / "suite.json").write_text(json.dumps({"schema": "assay-suite/1", "tasks": tasks}),
                                       encoding="utf-8")


def write_inputs(folder, program, lines=40):
    """All files that the commands read."""
    folder.mkdir()
    for name, example in (("ref.txt", "mt.en.ref1.txt"), ("a.txt", "mt.en.sysA.txt"),
                          ("b.txt", "mt.en.sysB.txt"), ("s.jsonl", "summaries.jsonl")):
        content = head(example, lines)
        (folder / name).write_bytes(content)
        (folder / (name + ".gz")).write_bytes(gzip.compress(content, mtime=0))
        (folder / (name + ".zst")).write_bytes(
            subprocess.run(["zstd", "-q", "--check"], input=content, stdout=subprocess.PIPE,
                           check=True).stdout)
    for name, example in (("short.ref.txt", "short.en.ref1.txt"), ("set.xml", "mt.en.wmt.xml"),
                          ("short.hyp.txt", "short.en.sysA.txt"),
                          ("ref.safetensors", "short.en.ref1.safetensors"),
                          ("hyp.safetensors", "short.en.sysA.safetensors")):
        shutil.copy(EXAMPLES / example, folder / name)
    shutil.copy(ROOT / "tests" / "golden" / "spm.model", folder / "spm.model")
    for side in ("ref", "hyp"):
        npz_of(folder / f"{side}.safetensors", folder / f"{side}.npz")
    write_tables(folder)
    write_rouge155(folder)
    write_suite(folder)
    subprocess.run([program, "gate", "-r", "ref.txt", "a.txt", "-m", "bleu", "--baseline",
                    "base.json", "--init", "-b"], cwd=folder, capture_output=True, check=False)
