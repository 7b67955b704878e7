#!/usr/bin/env python3
"""Checks JSON documents against docs/schema.json, without any package.

    check_schema.py --assay PROGRAM     runs the program over the examples and checks what it prints
    check_schema.py FILE...             checks files, each one JSON document

It knows the part of JSON Schema (draft 2020-12) that the schema uses, and stops at a keyword that
it does not know, so that no rule is skipped in silence.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "data" / "examples"
ANNOTATIONS = {"$schema", "$id", "$defs", "title", "description"}


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


TYPES = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "number": is_number,
    "integer": lambda value: is_number(value) and value == int(value),
    "null": lambda value: value is None,
    "boolean": lambda value: isinstance(value, bool),
}


class Checker:
    """Collects what is wrong with a value as lines "PATH: PROBLEM"."""

    def __init__(self, schema):
        self.schema = schema

    def problems(self, value):
        return list(self.check(self.schema, value, "$"))

    def check(self, schema, value, path):
        if schema is False:
            yield f"{path}: is not allowed"
        if isinstance(schema, bool):
            return
        for keyword, argument in schema.items():
            if keyword in ANNOTATIONS or keyword in ("patternProperties", "additionalProperties"):
                continue
            rule = getattr(self, "check_" + keyword.lstrip("$"), None)
            if rule is None:
                raise SystemExit(f"docs/schema.json uses '{keyword}', which this does not know")
            yield from rule(argument, value, path)
        if isinstance(value, dict):
            yield from self.check_other_properties(schema, value, path)

    def check_ref(self, reference, value, path):
        name = re.fullmatch(r"#/\$defs/(\w+)", reference).group(1)
        yield from self.check(self.schema["$defs"][name], value, path)

    def check_type(self, names, value, path):
        names = names if isinstance(names, list) else [names]
        if not any(TYPES[name](value) for name in names):
            yield f"{path}: is not of type {' or '.join(names)}"

    def check_const(self, constant, value, path):
        if value != constant or isinstance(value, bool) != isinstance(constant, bool):
            yield f"{path}: is not {constant!r}"

    def check_pattern(self, pattern, value, path):
        if isinstance(value, str) and not re.search(pattern, value):
            yield f"{path}: {value!r} does not match {pattern}"

    def check_minLength(self, least, value, path):
        if isinstance(value, str) and len(value) < least:
            yield f"{path}: has less than {least} characters"

    def check_minimum(self, least, value, path):
        if is_number(value) and value < least:
            yield f"{path}: is less than {least}"

    def check_maximum(self, most, value, path):
        if is_number(value) and value > most:
            yield f"{path}: is more than {most}"

    def check_minItems(self, least, value, path):
        if isinstance(value, list) and len(value) < least:
            yield f"{path}: has less than {least} items"

    def check_maxItems(self, most, value, path):
        if isinstance(value, list) and len(value) > most:
            yield f"{path}: has more than {most} items"

    def check_minProperties(self, least, value, path):
        if isinstance(value, dict) and len(value) < least:
            yield f"{path}: has less than {least} members"

    def check_items(self, schema, value, path):
        if isinstance(value, list):
            for index, item in enumerate(value):
                yield from self.check(schema, item, f"{path}[{index}]")

    def check_required(self, names, value, path):
        if isinstance(value, dict):
            for name in names:
                if name not in value:
                    yield f"{path}: has no '{name}'"

    def check_properties(self, schemas, value, path):
        if isinstance(value, dict):
            for name, schema in schemas.items():
                if name in value:
                    yield from self.check(schema, value[name], f"{path}.{name}")

    def check_oneOf(self, schemas, value, path):
        results = [list(self.check(schema, value, path)) for schema in schemas]
        matches = sum(not result for result in results)
        if matches != 1:
            yield f"{path}: fits {matches} of {len(schemas)} alternatives, not one"
            yield from (problem for result in results for problem in result)

    def check_allOf(self, schemas, value, path):
        for schema in schemas:
            yield from self.check(schema, value, path)

    def check_anyOf(self, schemas, value, path):
        results = [list(self.check(schema, value, path)) for schema in schemas]
        if all(results):
            yield f"{path}: fits none of {len(schemas)} alternatives"
            yield from (problem for result in results for problem in result)

    def check_not(self, schema, value, path):
        if not list(self.check(schema, value, path)):
            yield f"{path}: fits what it must not"

    def check_other_properties(self, schema, value, path):
        """patternProperties, and additionalProperties for what nothing else speaks of."""
        patterns = schema.get("patternProperties", {})
        for name, member in value.items():
            member_path = f"{path}.{name}"
            matching = [rule for pattern, rule in patterns.items() if re.search(pattern, name)]
            for rule in matching:
                yield from self.check(rule, member, member_path)
            if not matching and name not in schema.get("properties", {}):
                yield from self.check(schema.get("additionalProperties", True), member, member_path)


def run(program, *arguments, text=None, command="score", code=0):
    """What `assay COMMAND -f json ARGUMENTS` prints; it must end with `code`."""
    command = [str(program), command, "-f", "json", *map(str, arguments)]
    done = subprocess.run(command, input=text, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          encoding="utf-8", check=False)
    if done.returncode != code:
        raise SystemExit(f"{' '.join(command)}: exit code {done.returncode}")
    return done.stdout


def documents(program):
    """Outputs of the program that between them have every part of the schema."""
    reference = EXAMPLES / "mt.en.ref1.txt"
    hypothesis = EXAMPLES / "mt.en.sysA.txt"
    every_metric = ("bleu,chrf,chrf+,chrf++,ter,rouge1,rouge2,rouge9,rougeL,rougeLsum,"
                    "rougeW,rougeS,rougeSU,wer,cer,mer,wil,wip,em,f1")
    systems = [f"{name}={EXAMPLES / f'mt.en.sys{name}.txt'}" for name in "ABC"]
    yield run(program, "-r", reference, "-r", EXAMPLES / "mt.en.ref2.txt", "-m", every_metric,
              "--segments", "--confidence", *systems)
    for test in ("bs", "ar"):
        yield run(program, "-r", reference, "-m", every_metric, "--test", test, "--samples", "50",
                  *systems, command="compare")
    yield run(program, "-r", reference, "-m", "ter,wip", "-m", "chrf:eff=no", "--all-pairs",
              "--segments", *systems, "copy=" + str(hypothesis), command="compare")
    with tempfile.NamedTemporaryFile("w", suffix=".tsv") as scores:
        scores.write("".join(f"{number}\n" for number in range(-60, 60)))
        scores.flush()
        yield run(program, "-r", reference, "-m", f"column:file={scores.name}", "--segments",
                  "--confidence", hypothesis)
    yield run(program, "--ref-emb", EXAMPLES / "short.en.ref1.safetensors",
              "--hyp-emb", EXAMPLES / "short.en.sysA.safetensors", "--segments", "--confidence")
    yield run(program, "-m", "bleu:smooth=add-k,order=2", "-m", "rouge1:stem=yes", "--segments",
              "--id-field", "id", EXAMPLES / "summaries.two-refs.jsonl")
    for preset in ("google-rouge", "hf-evaluate", "rouge-1.5.5", "sacrebleu"):
        yield run(program, "--preset", preset, "--samples", "50", EXAMPLES / "summaries.jsonl")
    yield run(program, "-r", EXAMPLES / "mt.hi.ref.txt", EXAMPLES / "mt.hi.sysA.txt")  # Warns.
    yield run(program, "-r", reference, reference)
    yield run(program, "-r", "/dev/null", "--allow-empty", "-", text="")
    yield run(program, "--wmt", EXAMPLES / "mt.en.wmt.xml", "--group-by", "doc", "--segments")
    yield from gate_documents(program, reference, systems)
    yield run(program, "-m", "bleu:tok=intl", "-r", reference, "-", text=hypothesis.read_text("utf-8"))


def gate_documents(program, reference, systems):
    """Verdicts of every kind: without a baseline, with one, and with one that does not fit."""
    with tempfile.TemporaryDirectory() as folder:
        baseline = pathlib.Path(folder) / "base.json"
        gates = ("-r", reference, "--baseline", baseline, "--max-drop", "bleu=1",
                 "--significant-drop", "ter", "--fail-under", "bleu=20", "--fail-over", "ter=50",
                 "--rule", "segments(rouge1 < 0.1) <= 2%")
        yield run(program, *gates, "--init", *systems, command="gate", code=4)
        yield run(program, *gates, *systems, command="gate", code=1)
        yield run(program, *gates, "-r", EXAMPLES / "mt.en.ref2.txt", *systems, command="gate", code=4)


def mistakes(document):
    """Copies of a document, each with one mistake that the schema must find."""
    def copy(change):
        result = json.loads(document)
        change(result, result["systems"][0]["metrics"])
        return result

    yield copy(lambda top, metrics: top.update(segmets=1))
    yield copy(lambda top, metrics: top.update(schema="assay/2"))
    yield copy(lambda top, metrics: top.pop("systems"))
    yield copy(lambda top, metrics: top.update(segments=-1))
    yield copy(lambda top, metrics: top.update(segments=1.5))
    yield copy(lambda top, metrics: top["systems"][0].update(nme="A"))
    yield copy(lambda top, metrics: metrics.update(blue=metrics["bleu"]))
    yield copy(lambda top, metrics: metrics["bleu"].update(precison=1))
    yield copy(lambda top, metrics: metrics["bleu"].update(score="40"))
    yield copy(lambda top, metrics: metrics["bleu"].update(score=None))
    yield copy(lambda top, metrics: metrics["bleu"].update(counts=[True]))
    yield copy(lambda top, metrics: metrics["rouge1"].pop("recall"))
    yield copy(lambda top, metrics: metrics["rouge1"].update(f1=1.5))
    yield copy(lambda top, metrics: metrics["rouge1"].update(f1_middle=0.5))
    yield copy(lambda top, metrics: metrics["wer"].pop("edits"))
    yield copy(lambda top, metrics: metrics["mer"].update(score=1.5))
    yield copy(lambda top, metrics: metrics["em"]["ci"].pop("level"))
    yield copy(lambda top, metrics: top["systems"][0].update(rank={"bleu": {"rank": 0}}))
    yield copy(lambda top, metrics: top.update(comparisons=[{"baseline": "A", "system": "B"}]))
    yield copy(lambda top, metrics: top["segment_scores"][0].update(f1=0.5))
    yield copy(lambda top, metrics: top.update(gates=[{"gate": "bleu >= 1", "status": "passed"}]))
    yield copy(lambda top, metrics: top["warnings"].append({"code": "BOM", "message": "x"}))


def check_program(checker, program):
    outputs = list(documents(program))
    failures = [problem for output in outputs for problem in checker.problems(json.loads(output))]
    for number, mistake in enumerate(mistakes(outputs[0])):
        if not checker.problems(mistake):
            failures.append(f"mistake {number} was not found")
    print("\n".join(failures) or f"{len(outputs)} outputs fit the schema, every mistake was found")
    return 1 if failures else 0


def check_files(checker, paths):
    failures = 0
    for path in paths:
        problems = checker.problems(json.loads(path.read_text(encoding="utf-8")))
        failures += bool(problems)
        print(f"{path}: {'; '.join(problems) or 'fits'}")
    return 1 if failures else 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--assay", type=pathlib.Path)
    parser.add_argument("--schema", type=pathlib.Path, default=ROOT / "docs" / "schema.json")
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    arguments = parser.parse_args()
    checker = Checker(json.loads(arguments.schema.read_text(encoding="utf-8")))
    if arguments.assay:
        return check_program(checker, arguments.assay)
    return check_files(checker, arguments.files)


if __name__ == "__main__":
    sys.exit(main())
