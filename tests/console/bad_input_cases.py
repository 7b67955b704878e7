"""The bad inputs that the program must refuse, or take with a warning: a table.

Each case has the number of the rule that it stands for, the files that it needs, the arguments
(HYP and REF are the files of these names; HYP may also come by standard input), the exit code, and
the codes and texts that must be among what is printed.
"""

import bz2
import dataclasses
import functools
import gzip
import json
import lzma
import subprocess


@functools.cache
def gzipped(content):
    return gzip.compress(content, 6, mtime=0)


@functools.cache
def zstandard(content, *options):
    return subprocess.run(["zstd", "-q", "--check", *options], input=content, check=True,
                          stdout=subprocess.PIPE).stdout


LINES = b"one two three four\nfive six seven eight\n"


@dataclasses.dataclass
class Case:
    rule: int
    what: str
    code: str = ""           # E-… or W-…; "" for a case that is none.
    exit: int = 3
    hyp: bytes = LINES
    ref: bytes = LINES
    args: tuple = ("score", "-r", "REF", "HYP")
    says: tuple = ()         # Texts that must stand in the message.
    files: dict = dataclasses.field(default_factory=dict)
    same_as: bytes | None = None  # A hypothesis that must give the same scores.
    jsonl: bool = False      # HYP is one file of JSON objects.
    packed: bool = False     # HYP is packed as it stands here, and not to be packed otherwise.

    def arguments(self):
        if self.jsonl and self.args == Case.args:
            return ("score", "--hyp-field", "prediction", "HYP")
        return self.args


def sentences(count, first=0):
    """Lines of words that no other line has, but for short ones."""
    return "".join(f"the word{i}a of word{i}b and word{i}c in word{i}d\n"
                   for i in range(first, first + count)).encode()


def utf8(rule, what, bytes_):
    """A sequence that is not UTF-8: refused, with its place, by default."""
    return Case(rule, what, "E-UTF8", hyp=b"one two\nfive " + bytes_ + b" x\n",
                says=(":2: byte 6 is not UTF-8: " + bytes_[:1].hex(),))


def jsonl(rule, what, code, line, *says, exit=3, **more):
    """A line after a good one."""
    good = b'{"prediction":"a b","references":"a b","n":1}\n'
    return Case(rule, what, code, exit=exit, hyp=good + line + b"\n", says=says, jsonl=True, **more)


def deep(levels):
    return b'{"prediction":"a","references":"a","x":' + b"[" * levels + b"]" * levels + b"}"


def field(text):
    return b'{"prediction":' + text + b',"references":"a"}'


TEXT = [
    Case(1, "fewer lines in the hypothesis", "E-COUNT", hyp=b"a\n", ref=b"a\nlast\n",
         says=("2 segments here but 1 in", "last")),
    Case(2, "more lines in the hypothesis", "E-COUNT", hyp=b"a\nb\nextra\n", ref=b"a\nb\n",
         says=("3 segments", "2", "extra")),
    Case(3, "a second reference is shorter", "E-COUNT", files={"ref2.txt": b"a\n"},
         args=("score", "-r", "REF", "-r", "ref2.txt", "HYP"), says=("ref2.txt",)),
    Case(4, "shifted lines", "W-SHIFT", exit=0, says=("1 above",),
         hyp=b"a first line\n" + sentences(99), ref=sentences(100)),
    Case(4, "shifted lines, further down", "W-SHIFT", exit=0, says=("2 below",),
         hyp=sentences(300) + sentences(300, 302), ref=sentences(600)),
    Case(4, "shifted lines that are not looked for", exit=0,
         hyp=b"a first line\n" + sentences(99), ref=sentences(100),
         args=("score", "--no-shift-check", "-r", "REF", "HYP")),
    Case(4, "lines that have nothing in common", exit=0,
         hyp=sentences(100), ref=sentences(100, 5000)),
    Case(24, "other normalization forms", "W-NORM", exit=0,
         hyp="caf\u00e9 cr\u00e8me\n".encode() * 50, ref="cafe\u0301 cre\u0300me\n".encode() * 50),
    Case(24, "other normalization forms, made equal", exit=0,
         hyp="caf\u00e9 cr\u00e8me\n".encode() * 50, ref="cafe\u0301 cre\u0300me\n".encode() * 50,
         args=("score", "--normalize", "nfc", "-r", "REF", "HYP")),
    Case(5, "no newline at the end", exit=0, hyp=LINES[:-1], same_as=LINES),
    Case(6, "a blank line at the end", "E-COUNT", hyp=LINES + b"\n", says=("blank",)),
    Case(6, "a blank line at the end of both", exit=0, hyp=LINES + b"\n", ref=LINES + b"\n"),
    Case(7, "nothing at all", "E-EMPTY", hyp=b"", ref=b""),
    Case(7, "nothing at all, allowed", exit=0, hyp=b"", ref=b"",
         args=("score", "--allow-empty", "-f", "json", "-r", "REF", "HYP")),
    Case(8, "an empty hypothesis", exit=0, hyp=b"\nfive six seven eight\n"),
    Case(8, "an empty reference", exit=0, ref=b"\nfive six seven eight\n"),
    Case(9, "empty references for TER and ROUGE", exit=0, ref=b"\n\n",
         args=("score", "-m", "ter,wer,rouge1,rougeL", "-r", "REF", "HYP")),
    Case(10, "a byte order mark", "W-BOM", exit=0, hyp=b"\xef\xbb\xbf" + LINES, same_as=LINES),
    Case(11, "a byte order mark inside", "W-BOM-INNER", exit=0,
         hyp=b"one two three four\n\xef\xbb\xbffive six seven eight\n", says=(":2:",)),
    Case(12, "UTF-16, little end first", "E-UTF16", hyp="\ufeffa b\nc\n".encode("utf-16-le"),
         says=("iconv -f UTF-16",)),
    Case(12, "UTF-16, big end first", "E-UTF16", hyp="\ufeffa b\nc\n".encode("utf-16-be")),
    Case(12, "UTF-16 without a mark", "E-UTF16", hyp="abcdefgh\nc\n".encode("utf-16-le")),
    Case(13, "CR LF on one side", "W-CRLF", exit=0, hyp=LINES.replace(b"\n", b"\r\n"),
         same_as=LINES),
    Case(14, "carriage returns end lines", "E-CR", hyp=LINES.replace(b"\n", b"\r"),
         says=("--newline cr",)),
    Case(15, "a carriage return inside a line", "W-CR", exit=0,
         hyp=b"one two\rthree four\nfive six seven eight\n", same_as=LINES, says=(":1:",)),
    Case(16, "line separators are white space", exit=0, same_as=LINES,
         hyp="one two\u2028three four\nfive\x85six\x0bseven\x0ceight\n".encode()),
    utf8(17, "a stray continuation", b"\x80"),
    utf8(17, "0xFF", b"\xff"),
    utf8(18, "an overlong form of two bytes", b"\xc0\x80"),
    utf8(18, "an overlong form of three bytes", b"\xe0\x80\x80"),
    utf8(19, "a surrogate", b"\xed\xa0\x80"),
    utf8(20, "above U+10FFFF", b"\xf4\x90\x80\x80"),
    Case(17, "replaced on demand", "W-UTF8", exit=0, hyp=b"one \xff\nfive\n",
         args=("score", "--invalid", "replace", "-r", "REF", "HYP"), says=(":1:",)),
    Case(21, "cut off at the end", "E-UTF8", hyp=b"one\nfive \xf0\x9f\x98", says=("f0 9f 98",)),
    Case(21, "cut off at the end of a line", "E-UTF8", hyp=b"one \xe2\x82\nfive\n",
         says=("e2 82",)),
    Case(22, "NUL bytes", "W-NUL", exit=0, hyp=b"one two\0three\nfive six seven eight\n"),
    Case(22, "NUL bytes, strictly", "W-NUL", exit=3, hyp=b"one two\0three\nfive\n",
         args=("score", "--strict", "-r", "REF", "HYP"), says=("E-STRICT",)),
    Case(23, "control characters", exit=0, hyp=b"one \x1b[31m \x07\x08 two\nfive \x7f\n"),
    Case(28, "20,000 words for TER and ROUGE-L", exit=0,
         hyp=b" ".join(b"%d" % (i * 7 % 5003) for i in range(20000)) + b"\n",
         ref=b" ".join(b"%d" % (i * 11 % 5003) for i in range(20000)) + b"\n",
         args=("score", "-m", "ter,rougeL,wer", "-r", "REF", "HYP")),
    Case(29, "many equal words", exit=0, hyp=b"x " * 20000 + b"\n", ref=b"x " * 20000 + b"\n"),
    Case(30, "many empty lines", exit=0, hyp=b"\n" * 200000, ref=b"\n" * 200000,
         args=("score", "-m", "bleu", "-r", "REF", "HYP")),
    Case(31, "private and unassigned characters", exit=0, same_as=None,
         hyp="one \ue000 \u0378 \U0010ffff\nfive\n".encode()),
    Case(26, "a line that is too long", "E-LINE-TOO-LONG", hyp=b"x" * 5000 + b"\nfive\n",
         args=("score", "--max-line", "4999", "-r", "REF", "HYP"), says=(":1:", "--max-line")),
    Case(27, "a line of just the length allowed", exit=0, hyp=b"x" * 5000 + b"\nfive\n",
         args=("score", "--max-line", "5000", "-r", "REF", "HYP")),
]

GATE = ("gate", "-r", "REF", "--max-drop", "bleu=1", "--baseline")
OLD_BASELINE = b"""{"schema":"assay-baseline/2","assay":"0.1.0","scores_revision":1,"segments":2,
"checksum":"dd142c4a6fc89939","references":"0f4fda83572d8f89","systems":{}}"""


def suite(*tasks):
    """The file of a suite, with members that tasks do not name themselves."""
    common = {"references": "ref.txt", "systems": "ref.txt"}
    text = json.dumps({"schema": "assay-suite/1", "tasks": [{**common, **task} for task in tasks]})
    return {"s.json": text.encode()}


def clash(what, code, says, *tasks):
    """A suite that would overwrite something."""
    return Case(43, f"a suite with an output that is {what}", code, exit=2, says=(says,),
                files={"x.tsv": b"1\n2\n", "b.json": OLD_BASELINE, **suite(*tasks)},
                args=("run", "s.json"))


MAKES = {"name": "a", "max_drop": "bleu=1", "init": True}

SUITES = [
    clash("the suite", "E-OUT-IS-IN", "'s.json' of task 'a' is the suite itself",
          {"name": "a", "outputs": ["a.json", "json:s.json"]}),
    clash("another task's hypothesis", "E-OUT-IS-IN", "'./x.tsv' of task 'b' is an input of task 'a'",
          {"name": "a", "systems": "x.*"}, {"name": "b", "outputs": "csv:./x.tsv"}),
    clash("a named hypothesis", "E-OUT-IS-IN", "'x.tsv' of task 'a' is an input of task 'a'",
          {"name": "a", "systems": "A=x.tsv", "outputs": "x.tsv"}),
    clash("a reference", "E-OUT-IS-IN", "'ref.txt' of task 'a' is an input of task 'a'",
          {"name": "a", "outputs": "json:ref.txt"}),
    clash("a file of a metric", "E-OUT-IS-IN", "'x.tsv' of task 'b' is an input of task 'a'",
          {"name": "a", "metrics": "column:file=x.tsv"}, {"name": "b", "outputs": "x.tsv"}),
    clash("a file of a gate's metric", "E-OUT-IS-IN", "'x.tsv' of task 'b' is an input of task 'a'",
          {"name": "a", "fail_under": "column:file=x.tsv=3"}, {"name": "b", "outputs": "x.tsv"}),
    clash("a baseline", "E-OUT-IS-IN", "'b.json' of task 'b' is an input of task 'a'",
          {**MAKES, "baseline": "b.json"}, {"name": "b", "outputs": "b.json"}),
    clash("a baseline that is made", "E-USAGE", "tasks 'a' and 'b' write to 'n.json'",
          {**MAKES, "baseline": "n.json"}, {"name": "b", "outputs": "n.json"}),
    clash("another one", "E-USAGE", "tasks 'a' and 'b' write to './n.json'",
          {"name": "a", "outputs": "n.json"}, {"name": "b", "outputs": "./n.json"}),
    clash("given twice", "E-USAGE", "two outputs of task 'a' write to 'n.json'",
          {"name": "a", "outputs": ["n.json", "n.json"]}),
]

FILES = [
    Case(33, "no such hypothesis", "E-NOENT", args=("score", "-r", "REF", "hpy.txt"),
         files={"hyp.txt": LINES}, says=("hpy.txt", "did you mean 'hyp.txt'?")),
    Case(33, "no such reference", "E-NOENT", args=("score", "-r", "nowhere/ref", "HYP")),
    Case(34, "a folder", "E-ISDIR", args=("score", "-r", "REF", ".")),
    Case(34, "a folder for a reference", "E-ISDIR", args=("score", "-r", ".", "HYP")),
    Case(37, "standard input twice", "E-STDIN-TWICE", exit=2, args=("score", "-r", "-", "-")),
    Case(37, "standard input by both names", "E-STDIN-TWICE", exit=2,
         args=("score", "-r", "/dev/stdin", "-")),
    Case(38, "no hypothesis", "E-NO-SYSTEM", exit=2, args=("score", "-r", "REF")),
    Case(42, "one file for both", "W-SAME-FILE", exit=0, args=("score", "-r", "REF", "REF")),
    Case(43, "an output that is an input", "E-OUT-IS-IN", exit=2,
         args=("score", "-r", "REF", "-o", "json:REF", "HYP")),
    Case(43, "an output that a metric reads", "E-OUT-IS-IN", exit=2, files={"s.tsv": b"1\n2\n"},
         args=("score", "-r", "REF", "-m", "column:file=s.tsv", "-o", "csv:s.tsv", "HYP")),
    *(Case(43, f"an output that {what}", "E-OUT-IS-IN", exit=2,
           files={"e.npy": b"", "e.lengths": b"", "x.tsv": b""},
           args=("score", "-r", "REF", "--ref-emb", "e.npy", "--hyp-emb", "e.npy", "-m", spec,
                 "-o", f"csv:{path}", "HYP"))
      for what, spec, path in (("holds weights of tokens", "bertscore:idf=x.tsv", "x.tsv"),
                               ("holds a baseline", "bertscore:baseline=x.tsv", "x.tsv"),
                               ("holds embeddings", "bertscore", "e.npy"),
                               ("stands beside embeddings", "bertscore", "e.lengths"))),
    *(Case(43, f"an output that is {what}", "E-OUT-IS-IN", exit=2,
           files={"b.json": OLD_BASELINE, "d/adj.exc": b""}, args=args)
      for what, args in (
          ("the baseline", (*GATE, "b.json", "-o", "json:b.json", "HYP")),
          ("a baseline that is missing", (*GATE, "./none.json", "-o", "none.json", "HYP")),
          ("a list of words", ("score", "-r", "REF", "-m", "rouge1:alg=1.5.5,data=d", "-o",
                               "csv:d/adj.exc", "HYP")))),
    Case(43, "a history that is the baseline", "E-OUT-IS-IN", exit=2,
         files={"b.json": OLD_BASELINE}, args=(*GATE, "b.json", "--append", "b.json", "HYP")),
    Case(43, "a history that is the baseline to write", "E-USAGE", exit=2,
         says=("two outputs",), args=(*GATE, "n.json", "--append", "./n.json", "--init", "HYP")),
    Case(43, "a baseline and a text from standard input", "E-STDIN-TWICE", exit=2,
         args=(*GATE, "-", "-")),
    Case(43, "a history that is an output", "E-USAGE", exit=2,
         args=("score", "-r", "REF", "--append", "h.json", "-o", "h.json", "HYP")),
    Case(43, "two outputs to one file", "E-USAGE", exit=2,
         args=("score", "-r", "REF", "-o", "a.json", "-o", "./a.json", "HYP")),
    Case(47, "an output in no folder", "E-OUTPUT", exit=6,
         args=("score", "-r", "REF", "-o", "nowhere/o.json", "HYP")),
    Case(47, "an output that is a folder", "E-OUTPUT", exit=6, files={"d.json/x": b""},
         args=("score", "-r", "REF", "-o", "d.json", "HYP")),
    Case(69, "strange file names", exit=0, files={"-\n\x1b.txt": LINES},
         args=("score", "-r", "REF", "--", "-\n\x1b.txt")),
    Case(69, "a strange name that is missing", "E-NOENT", args=("score", "-r", "REF", "./a\n\x1b"),
         says=(r"a\n\x1b",)),
    Case(69, "a name of 5,000 bytes", "E-NOENT", args=("score", "-r", "REF", "x" * 5000)),
    Case(70, "an unknown option", "E-USAGE", exit=2, args=("score", "--reff", "REF", "HYP"),
         says=("--ref",)),
    Case(70, "an unknown command", "E-USAGE", exit=2, args=("scor", "-r", "REF", "HYP")),
    Case(70, "100,000 arguments", "E-NAME", exit=2, args=("score", "-r", "REF") + ("HYP",) * 9999),
    Case(125, "no samples", "E-USAGE", exit=2,
         args=("score", "--confidence", "--samples", "0", "-r", "REF", "HYP"), says=("--samples",)),
    Case(125, "a seed of 2^64", "E-USAGE", exit=2, says=("--seed",),
         args=("score", "--confidence", "--seed", str(2**64), "-r", "REF", "HYP")),
    Case(125, "a level that is not a number", "E-USAGE", exit=2, says=("--level",),
         args=("score", "--confidence", "--level", "nan", "-r", "REF", "HYP")),
    Case(126, "a test on one segment", "E-ONE-SEGMENT", exit=4, hyp=b"a\n", ref=b"a\n",
         files={"b.txt": b"b\n"}, args=("compare", "-r", "REF", "HYP", "b.txt")),
    Case(127, "a test of other lengths", "E-COUNT", files={"b.txt": b"b\n"},
         args=("compare", "-r", "REF", "HYP", "b.txt")),
]

OBJECTS = [
    jsonl(83, "an array", "E-JSON", b"[1]", ":2:1:"),
    jsonl(83, "a string", "E-JSON", b'"a"', ":2:1:"),
    jsonl(83, "broken", "E-JSON", b'{"prediction":"a" "references":"b"}', ":2:19:"),
    jsonl(83, "cut off", "E-JSON", b'{"prediction":"a","refer', ":2:"),
    jsonl(83, "something behind the object", "E-JSON", field(b'"a"') + b" x", ":2:"),
    jsonl(83, "an empty line", "E-JSON", b"", ":2:"),
    jsonl(84, "a used key twice", "E-DUPKEY",
          b'{"prediction":"a","prediction":"b","references":"c"}', ":2:", "prediction"),
    jsonl(84, "another key twice", "", b'{"x":1,"x":2,"prediction":"a","references":"c"}', exit=0),
    jsonl(85, "100,000 levels", "E-JSON", deep(100000), ":2:"),
    jsonl(85, "257 levels", "E-JSON", deep(256), ":2:"),
    jsonl(85, "256 levels", "", deep(255), exit=0),
    jsonl(86, "a million digits", "", b'{"x":' + b"9" * 10**6 + b"," + field(b'"a"')[1:], exit=0),
    jsonl(86, "1e999999", "", b'{"x":1e999999,' + field(b'"a"')[1:], exit=0),
    jsonl(86, "-0", "", b'{"x":-0,' + field(b'"a"')[1:], exit=0),
    jsonl(86, "01", "E-JSON", b'{"x":01,' + field(b'"a"')[1:], ":2:"),
    jsonl(87, "an unknown escape", "E-JSON", field(rb'"\x"'), ":2:"),
    jsonl(87, "a short escape", "E-JSON", field(rb'"\u12"'), ":2:"),
    jsonl(87, "a raw control character", "E-JSON", field(b'"a\tb"'), ":2:"),
    jsonl(88, "half a character", "E-SURROGATE", field(rb'"\ud800"'), ":2:"),
    jsonl(88, "the halves the wrong way", "E-SURROGATE", field(rb'"\udc00\ud800"'), ":2:"),
    jsonl(88, "half a character, replaced", "W-UTF8", field(rb'"\ud800"'), exit=0,
          args=("score", "--invalid", "replace", "--hyp-field", "prediction", "HYP")),
    jsonl(89, "an escaped NUL", "", field(rb'"a\u0000b"'), exit=0),
    jsonl(90, "no such field", "E-FIELD", b'{"predicton":"a","references":"b"}', ":2:",
          "'prediction'", "did you mean 'predicton'?"),
    jsonl(90, "null", "E-FIELD", field(b"null"), ":2:", "null"),
    jsonl(90, "a number", "E-FIELD", field(b"1"), ":2:", "a number"),
    jsonl(90, "a list of hypotheses", "E-FIELD", field(b'["a"]'), ":2:", "an array"),
    jsonl(90, "a list with a number in it", "E-FIELD", b'{"prediction":"a","references":["b",1]}',
          ":2:"),
    jsonl(91, "more references than before", "E-NREFS",
          b'{"prediction":"a","references":["b","c"]}', ":2:", "--var-refs"),
    jsonl(91, "no references", "E-NREFS", b'{"prediction":"a","references":[]}', ":2:"),
    jsonl(91, "more references, allowed", "", b'{"prediction":"a","references":["b","c"]}', exit=0,
          args=("score", "--var-refs", "--hyp-field", "prediction", "HYP")),
    Case(92, "an id twice", "E-ID", jsonl=True, says=(":2:", "x"),
         hyp=b'{"id":"x","prediction":"a","references":"a"}\n' * 2,
         args=("score", "--id-field", "id", "--hyp-field", "prediction", "HYP")),
    Case(92, "ids in another order", "E-ID", jsonl=True, says=(":1:",),
         hyp=b'{"id":"x","prediction":"a"}\n{"id":"y","prediction":"a"}\n',
         files={"ref.jsonl": b'{"id":"y","references":"a"}\n{"id":"x","references":"a"}\n'},
         args=("score", "--id-field", "id", "--hyp-field", "prediction", "-r", "ref.jsonl", "HYP")),
    jsonl(92, "no id", "E-ID", field(b'"a"'), "'id'",
          args=("score", "--id-field", "id", "--hyp-field", "prediction", "HYP")),
    jsonl(93, "a comma too many", "E-JSON", b'{"prediction":"a","references":"a",}', ":2:"),
    jsonl(93, "a comment", "E-JSON", field(b'"a"') + b" // x", ":2:"),
    jsonl(93, "NaN", "E-JSON", b'{"x":NaN,' + field(b'"a"')[1:], ":2:"),
    jsonl(93, "single quotes", "E-JSON", b"{'prediction':'a'}", ":2:"),
    Case(93, "an array of objects", "E-JSON", jsonl=True, says=("jq -c",),
         hyp=b'[{"prediction":"a","references":"a"}]\n'),
    Case(93, "pretty-printed", "E-JSON", jsonl=True, says=("jq -c",),
         hyp=b'{\n  "prediction": "a",\n  "references": "a"\n}\n'),
    Case(99, "JSONL against text", exit=0, jsonl=True,
         hyp=b'{"prediction":"one two three four"}\n{"prediction":"five six seven eight"}\n',
         args=("score", "--hyp-field", "prediction", "-r", "REF", "HYP")),
]

SCORES = [
    Case(86, "a score out of range", "E-NUMBER", files={"s.tsv": b"1\n1e999\n"}, says=("s.tsv:2:",),
         args=("score", "-r", "REF", "-m", "column:file=s.tsv", "HYP")),
    Case(94, "ragged columns", "E-COLUMNS", files={"s.tsv": b"a\tb\n1\n"}, says=("s.tsv:2:",),
         args=("score", "-r", "REF", "-m", "column:file=s.tsv", "HYP")),
    Case(96, "a column named twice", "E-HEADER", files={"s.tsv": b"a\ta\n1\t2\n"},
         args=("score", "-r", "REF", "-m", "column:file=s.tsv", "HYP")),
    Case(34, "a folder of scores", "E-ISDIR",
         args=("score", "-r", "REF", "-m", "column:file=.", "HYP")),
    Case(10, "scores with a byte order mark", "W-BOM", exit=0,
         files={"s.tsv": b"\xef\xbb\xbf1\n2\n"},
         args=("score", "-r", "REF", "-m", "column:file=s.tsv", "HYP")),
]

def packed(rule, what, code, content, *says, exit=3, **more):
    return Case(rule, what, code, exit=exit, hyp=content, says=says, packed=True, **more)


def changed(content, index):
    """One byte made another."""
    index %= len(content)
    return content[:index] + bytes([content[index] ^ 1]) + content[index + 1:]


GZ, ZST = gzipped(LINES), zstandard(LINES)
HALVES = LINES[:7], LINES[7:]

PACKED = [
    packed(73, "gzip, cut off", "E-TRUNC", GZ[:-9], f"at byte {len(GZ) - 9}"),
    packed(73, "gzip, cut off in the checksum", "E-TRUNC", GZ[:-1]),
    packed(73, "Zstandard, cut off", "E-TRUNC", ZST[:-1], f"at byte {len(ZST) - 1}"),
    packed(73, "the header alone", "E-TRUNC", GZ[:5]),
    *(Case(73, f"{size} bytes of {name}", "E-TRUNC", files={name: content[:size]},
           args=("score", "-r", "REF", name), says=(f"{name}: the file ends too early at byte {size}",))
      for name, content, sizes in (("h.txt.gz", GZ, (1, 2, 3)), ("h.jsonl.zst", ZST, (1, 2, 3)))
      for size in sizes),
    Case(73, "texts that begin like packed files", exit=0, ref=b"(", files={"h.gz.txt": b"("},
         args=("score", "-m", "wer", "-r", "REF", "h.gz.txt")),
    packed(74, "gzip with another checksum", "E-CRC", changed(GZ, -8)),
    packed(74, "gzip with another length", "E-CRC", changed(GZ, -1)),
    packed(74, "Zstandard with another checksum", "E-CRC", changed(ZST, -1)),
    packed(75, "two gzip members in one line", "", b"".join(map(gzipped, HALVES)), exit=0),
    packed(75, "an empty gzip member", "", GZ + gzipped(b""), exit=0),
    packed(75, "two Zstandard frames", "", b"".join(map(zstandard, HALVES)), exit=0),
    packed(75, "a skippable frame", "", b"\x5a\x2a\x4d\x18\3\0\0\0abc" + ZST, exit=0),
    packed(76, "zeros after gzip", "", GZ + bytes(512), exit=0),
    packed(76, "garbage after gzip", "E-PACKED", GZ + b"garbage"),
    packed(76, "garbage after zeros", "E-PACKED", GZ + bytes(512) + GZ),
    packed(76, "garbage after Zstandard", "E-PACKED", ZST + b"garbage"),
    Case(77, "a plain file called .gz", "W-EXT", exit=0, files={"plain.gz": LINES},
         args=("score", "-r", "REF", "plain.gz"), says=("not packed",)),
    Case(77, "a gzip file called .txt", "W-EXT", exit=0, files={"packed.txt": GZ},
         args=("score", "-r", "REF", "packed.txt"), says=("gzip",)),
    packed(78, "a window of 256 MiB", "E-WINDOW", zstandard(LINES, "--long=28"), "--max-window"),
    packed(78, "a window of 256 MiB, allowed", "", zstandard(LINES, "--long=28"), exit=0,
           args=("score", "--max-window", "28", "-r", "REF", "HYP")),
    packed(79, "much from little, in one line", "E-LINE-TOO-LONG", gzipped(bytes(20_000_000)),
           ":1:"),
    packed(80, "a Zstandard dictionary", "E-DICT", b"\x28\xb5\x2f\xfd\x21\x07\x01" + ZST[6:]),
    packed(81, "gzip in gzip", "E-NESTED", gzipped(GZ)),
    packed(81, "Zstandard in gzip", "E-NESTED", gzipped(ZST)),
    packed(81, "a zip archive", "E-NESTED", b"PK\3\4" + bytes(60), "zip"),
    packed(81, "a tar archive in gzip", "E-NESTED",
           gzipped(b"a.txt" + bytes(252) + b"ustar\0" + b"00" + bytes(247)), "tar"),
    packed(82, "xz", "E-CODEC", lzma.compress(LINES), "xz -dc"),
    packed(82, "bzip2", "E-CODEC", bz2.compress(LINES), "bzip2 -dc"),
    packed(82, "lz4", "E-CODEC", b"\x04\x22\x4d\x18" + bytes(20), "lz4"),
]

CASES = TEXT + FILES + SUITES + OBJECTS + SCORES + PACKED
