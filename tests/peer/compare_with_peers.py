#!/usr/bin/env python3
"""Compares assay with sacreBLEU, rouge_score and jiwer on random texts full of ugly Unicode.

    VENV/bin/python tests/peer/compare_with_peers.py --assay build/release/assay

Makes segments with one to three references (seeded, so that they are the same every time), scores
every segment and the whole corpus by `assay score --segments -f jsonl` and by the Python interfaces
of the peers, and prints for each metric how many scores were compared and how many differ. Exits 1
if any does: by more than 1e-9 from sacreBLEU, 1e-12 from rouge_score and jiwer.

Needs Python 3.11 (other versions have other Unicode tables) and packages from PyPI, so it is no
part of the automatic tests. In a virtual environment:

    pip install sacrebleu==2.6.0 rouge-score==0.1.2 nltk==3.8.1 jiwer==4.0.0 regex==2022.10.31 \
        mecab-python3 ipadic sentencepiece==0.1.99

SentencePiece 0.2 cuts some texts otherwise where two ways are equally likely ("000": 0 00 or 00 0);
0.1.99 is what goes with a libsentencepiece 0.1. Debian's IPADIC has one word more than PyPI's,
the era Reiwa, so it is not among the words here.

Without mecab-python3 and ipadic, or without sentencepiece, or where assay was built without MeCab
or SentencePiece, the tokenizers ja-mecab and spm are left out, which is said.
"""

import argparse
import concurrent.futures
import importlib.util
import json
import math
import os
import pathlib
import random
import subprocess
import sys
import tempfile

import jiwer
from rouge_score import rouge_scorer
from sacrebleu.metrics import BLEU, CHRF, TER

SPM_MODEL = pathlib.Path(__file__).resolve().parents[1] / "golden" / "spm.model"

# What a word may be. Few enough that hypotheses and references share many.
WORDS = {
    "english": "the The a of running runs ran flies dying generously national cat cats Cats's "
               "don't it's 'tis is isn't co-operate state-of-the-art e.g. p.m. U.S.A. Mr.".split(),
    "numbers": "1 2 10 1,000 1,000.50 3.14 .5 5. 1-2 1- -1 2019-11 $25.50 50% 1. 2.a a.1 1,a ,1 "
               "½ ² Ⅷ ٣ ٤.٥ ３ 1．5 १२".split(),
    "punctuation": list("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~") + [
        "...", "--", "''", "``", "?!", "(a)", "a,b", "a.", ".a", "..a", "a..", "wait...", "-a-",
        "&quot;", "&amp;", "&lt;b&gt;", "&amp;lt;", "&apos;", "<skipped>", "a<skipped>b", "-\n",
        "“a”", "‘b’", "«c»", "–", "—", "…", "¿que?", "¡no!", "€5", "£", "°C", "©", "§", "·",
        "a'b", "'s", "'S", "it 's", "$1", "+1", "a=b", "100%.", "¬", "´", "ˆ"],
    "cjk": "你好 世界 我们 今天 天气 很好 。 ， 、 「」 《》 ？ ！ ： 中a文 中1文 𠀀𠀁 㐀 々 〇 〆 ⺀ ㋿ 豈 "
           "（） ～ ﹏ ︰ ꀀ".split(),
    "japanese": "これは テスト です 東京 東京都 に 住んで いる カタカナ ｶﾀｶﾅ ー ひらがな を 食べた すもももももももものうち "
                "㍿ ヴ ゟ ・".split(),
    "scripts": "한국어 안녕 हिन्दी नमस्ते ไทย العربية السَّلام שלום ελληνικά ΑΣ ΑΣ. ΑΣ'Α ΣΑΣ Русский "
               "ё Ё İstanbul ıI ẞ ß ﬁn K Å Å é é ŉ ǅ 𝐀𝒃 𐐀𐐨 Ꭰ ꭰ Ⴀ".split(),
    "emoji": "😀 👨‍👩‍👧 👍🏽 🇩🇪 ☺️ ☹ ❤️‍🔥 🏴󠁧󠁢󠁥󠁮󠁧󠁿".split(),
    "odd": ["\ufeff", "a\ufeff", "\u200b", "a\u200bb", "\u200d", "\u00ad", "\u2060", "\u180e",
            "\u0301", "\u0301\u0302", "\ue000", "\u0378", "\ufffe", "\ufffd", "\U0010ffff",
            "\x01", "\x7f", "\u202e", "\u0085", "\U000e0001"],
}
BLANKS = [" "] * 40 + ["  ", "   ", "\t", "\u00a0", "\u3000", "\u2003", "\u2028", "\u1680", "\x1c",
                       "\x1f", "\x85", "\x0b", "\n", "\n\n", "\r", "\r\n", " \u00a0", ""]


class Texts:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def code_point(self):
        """Any but a surrogate and NUL, which MeCab ends at; most from the first planes."""
        while True:
            code = self.random.randrange(1, self.random.choice([0x100, 0x3000, 0x10000, 0x110000]))
            if not 0xD800 <= code < 0xE000:
                return chr(code)

    def word(self, kinds):
        if self.random.random() < 0.03:
            return "".join(self.code_point() for _ in range(self.random.randrange(1, 4)))
        word = self.random.choice(WORDS[self.random.choice(kinds)])
        choice = self.random.random()
        if choice < 0.04:
            return word.upper()
        if choice < 0.08:
            return word + self.random.choice(WORDS["punctuation"])
        if choice < 0.12:
            return self.random.choice(WORDS["punctuation"]) + word
        if choice < 0.14:
            return word + self.random.choice(WORDS[self.random.choice(list(WORDS))])
        return word

    def words(self):
        kinds = self.random.choice([["english"], ["english", "punctuation"], ["cjk", "english"],
                                    ["japanese"], ["english", "numbers", "punctuation"],
                                    list(WORDS), list(WORDS)])
        length = self.random.choice([0, 1, 2, 3, 4, 5, 8, 12, 20, 20, 30])
        return kinds, [self.word(kinds) for _ in range(length)]

    def join(self, words):
        if self.random.random() < 0.01:
            return self.random.choice(["", "", " ", "\n", "\u3000", "\t \n"])
        text = self.random.choice(["", "", "", "", "", "", " ", "\n", "\u00a0"])
        for word in words:
            text += word + self.random.choice(BLANKS)
        return text if self.random.random() < 0.2 else text.rstrip(" ")

    def edited(self, kinds, words):
        words = list(words)
        for _ in range(self.random.choice([0, 1, 1, 2, 3, 6])):
            if not words:
                words.append(self.word(kinds))
            place = self.random.randrange(len(words))
            edit = self.random.randrange(5)
            if edit == 0:
                del words[place]
            elif edit == 1:
                words.insert(place, self.word(kinds))
            elif edit == 2:
                words[place] = self.word(kinds)
            elif edit == 3:
                words[place] = words[place].swapcase()
            else:
                end = min(len(words), place + self.random.randrange(1, 5))
                block = words[place:end]
                del words[place:end]
                target = self.random.randrange(len(words) + 1)
                words[target:target] = block
        return words

    def segment(self):
        kinds, words = self.words()
        references = [self.join(words)]
        while len(references) < 3 and self.random.random() < 0.4:
            references.append(self.join(self.edited(kinds, words)))
        if self.random.random() < 0.03:
            words = self.words()[1]
        return self.join(self.edited(kinds, words)), references


def write_jsonl(path, segments):
    with open(path, "w", encoding="utf-8") as out:
        for hypothesis, references in segments:
            out.write(json.dumps({"prediction": hypothesis, "references": references}) + "\n")


def run_assay(assay, path, spec, more=()):
    """The scores of all segments, then of the corpus."""
    command = [assay, "score", "--var-refs", "-j", "1", "-q", "-m", spec, "--segments", "-f",
               "jsonl", *more, str(path)]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if run.returncode != 0:
        sys.exit(f"{spec}: {run.stderr}")
    corpus = None
    segments = []
    for line in run.stdout.split("\n")[:-1]:
        record = json.loads(line)
        if record["type"] == "score":
            corpus = record["score"]
        elif record["type"] == "segment":
            segments.append(record["score"])
    return segments + [corpus]


def streams(segments):
    """References as sacreBLEU takes them: None where a segment has fewer."""
    most = max(len(references) for _, references in segments)
    return [[references[r] if r < len(references) else None for _, references in segments]
            for r in range(most)]


def sacrebleu_scores(metric, sentence_metric, segments):
    scores = [sentence_metric.sentence_score(hypothesis, references).score
              for hypothesis, references in segments]
    hypotheses = [hypothesis for hypothesis, _ in segments]
    return scores + [metric.corpus_score(hypotheses, streams(segments)).score]


def bleu(segments, options):
    return sacrebleu_scores(BLEU(**options), BLEU(effective_order=True, **options), segments)


def bleu_spm(segments, _options):
    """sacreBLEU's tokenizer with our model, not with one that it downloads."""
    import sentencepiece
    from sacrebleu.tokenizers.tokenizer_spm import TokenizerSPM

    tokenizer = TokenizerSPM.__new__(TokenizerSPM)
    tokenizer.sp = sentencepiece.SentencePieceProcessor()
    tokenizer.sp.Load(str(SPM_MODEL))
    metrics = [BLEU(tokenize="none"), BLEU(tokenize="none", effective_order=True)]
    for metric in metrics:
        metric.tokenizer = tokenizer
    return sacrebleu_scores(*metrics, segments)


def chrf(segments, options):
    metric = CHRF(**options)
    return sacrebleu_scores(metric, metric, segments)


def ter(segments, options):
    metric = TER(**options)
    return sacrebleu_scores(metric, metric, segments)


def rouge(segments, options):
    rouge_type, stem = options
    scorer = rouge_scorer.RougeScorer([rouge_type], use_stemmer=stem)
    scores = [scorer.score_multi(references, hypothesis)[rouge_type].fmeasure
              for hypothesis, references in segments]
    return scores + [math.fsum(scores) / len(scores)]


def jiwer_measure(segments, measure):
    process = jiwer.process_characters if measure == "cer" else jiwer.process_words
    of = lambda references, hypotheses: getattr(process(references, hypotheses), measure)
    scores = [of(references[0], hypothesis) for hypothesis, references in segments]
    return scores + [of([references[0] for _, references in segments],
                        [hypothesis for hypothesis, _ in segments])]


# Our spec, the peer's function and its options.
BLEU_JOBS = [
    ("bleu", bleu, {}),
    ("bleu:tok=intl", bleu, {"tokenize": "intl"}),
    ("bleu:tok=zh", bleu, {"tokenize": "zh"}),
    ("bleu:tok=char", bleu, {"tokenize": "char"}),
    ("bleu:tok=none", bleu, {"tokenize": "none"}),
    ("bleu:case=lc,tok=intl", bleu, {"lowercase": True, "tokenize": "intl"}),
    ("bleu:smooth=floor", bleu, {"smooth_method": "floor"}),
    ("bleu:smooth=add-k[0.5]", bleu, {"smooth_method": "add-k", "smooth_value": 0.5}),
    ("bleu:smooth=none,order=2", bleu, {"smooth_method": "none", "max_ngram_order": 2}),
]
CHRF_JOBS = [
    ("chrf", chrf, {}),
    ("chrf+", chrf, {"word_order": 1}),
    ("chrf++", chrf, {"word_order": 2}),
    ("chrf:case=lc,space=yes", chrf, {"lowercase": True, "whitespace": True}),
    ("chrf++:eps=yes", chrf, {"word_order": 2, "eps_smoothing": True}),
    ("chrf:nc=4,beta=1", chrf, {"char_order": 4, "beta": 1}),
]
TER_JOBS = [
    ("ter", ter, {}),
    ("ter:case=mixed", ter, {"case_sensitive": True}),
    ("ter:norm=yes", ter, {"normalized": True}),
    ("ter:punct=no", ter, {"no_punct": True}),
    ("ter:norm=yes,asian=yes", ter, {"normalized": True, "asian_support": True}),
    ("ter:norm=yes,punct=no,asian=yes", ter,
     {"normalized": True, "no_punct": True, "asian_support": True}),
]
ROUGE_JOBS = [(f"{name}:stem={'yes' if stem else 'no'}", rouge, (name, stem))
              for name in ["rouge1", "rouge2", "rougeL", "rougeLsum"] for stem in [False, True]]
JIWER_JOBS = [(name, jiwer_measure, name) for name in ["wer", "cer", "mer", "wil", "wip"]]


def optional_jobs(assay, scratch):
    """Those of the tokenizers that both sides may lack."""
    jobs = []
    probe = scratch / "probe.jsonl"
    write_jsonl(probe, [("a", ["a"])])

    def add(job, packages):
        has_all = all(importlib.util.find_spec(package) for package in packages)
        command = [assay, "score", "-m", job[0], str(probe)]
        if has_all and subprocess.run(command, capture_output=True, check=False).returncode == 0:
            jobs.append(job)
        else:
            print(f"{job[0]}: left out, for want of it here or in assay")

    add(("bleu:tok=ja-mecab", bleu, {"tokenize": "ja-mecab"}), ["MeCab", "ipadic"])
    if SPM_MODEL.exists():
        add((f"bleu:tok=spm={SPM_MODEL}", bleu_spm, None), ["sentencepiece"])
    return jobs


def compare(assay, path, segments, job, tolerance):
    """The job's name, how many scores were compared, and those that differ."""
    spec, function, options = job
    ours = run_assay(assay, path, spec)
    theirs = function(segments, options)
    assert len(ours) == len(theirs), spec
    differences = [(i, a, b) for i, (a, b) in enumerate(zip(ours, theirs))
                   if not abs(a - b) <= tolerance]
    return spec, len(ours), differences


def report(result, segments, shown):
    spec, compared, differences = result
    print(f"{spec:40} {compared:8,} compared {len(differences):6,} different", flush=True)
    for index, ours, theirs in differences[:shown]:
        text = "the corpus" if index == len(segments) else ascii(segments[index])
        print(f"  assay {ours!r}, peer {theirs!r}: {text}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--assay", required=True, help="the program")
    parser.add_argument("--segments", type=int, default=20000)
    parser.add_argument("--ter-segments", type=int, default=4000, help="TER is slow")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--only", default="", help="only specs that begin so")
    parser.add_argument("--show", type=int, default=3, help="differences shown for each metric")
    arguments = parser.parse_args()

    texts = Texts(arguments.seed)
    segments = [texts.segment() for _ in range(arguments.segments)]
    few = segments[:arguments.ter_segments]
    # jiwer knows one reference.
    single = [(hypothesis, references[:1]) for hypothesis, references in segments]
    references = sum(len(references) for _, references in segments)
    print(f"{len(segments):,} segments, {references:,} references, seed {arguments.seed}")
    compared = different = 0
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        sacrebleu_jobs = BLEU_JOBS + optional_jobs(arguments.assay, scratch) + CHRF_JOBS
        groups = [(segments, sacrebleu_jobs, 1e-9), (few, TER_JOBS, 1e-9),
                  (segments, ROUGE_JOBS, 1e-12), (single, JIWER_JOBS, 1e-12)]
        with concurrent.futures.ProcessPoolExecutor(arguments.jobs) as pool:
            pending = []
            for number, (texts, jobs, tolerance) in enumerate(groups):
                path = scratch / f"texts{number}.jsonl"
                write_jsonl(path, texts)
                pending += [(pool.submit(compare, arguments.assay, path, texts, job, tolerance),
                             texts)
                            for job in jobs if job[0].startswith(arguments.only)]
            for future, texts in pending:
                result = future.result()
                report(result, texts, arguments.show)
                compared += result[1]
                different += len(result[2])
    print(f"{compared:,} scores compared, {different:,} different")
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
