"""`python -m evals`: measure retrieval, answers and drafts. `python -m evals bench`: speed and memory."""

import tempfile
from datetime import date
from pathlib import Path

import click

from assistant.answering.answerer import Answerer
from evals.answers import law_cases, refused, score_law, without_right_place
from evals.bench import machine, run_bench
from evals.cases import out_of_scope_cases, retrieval_cases
from evals.drafts import report
from evals.retrieval import Score, baselines, measure, score, variants
from knowledge.corpus import load_corpus
from knowledge.indexing import Index, build_index, open_index
from knowledge.retrieval import HybridRetriever

TODAY = date(2026, 11, 23)
SETS = ("retrieval", "heldout", "blind", "wide", "oblique")


@click.group(invoke_without_command=True)
@click.pass_context
def evals(context: click.Context) -> None:
    """Measure retrieval and answers over the sets of evals/sets."""
    if context.invoked_subcommand is not None:
        return
    with tempfile.TemporaryDirectory() as folder:
        corpus = load_corpus()
        build_index(corpus, Path(folder) / "index")
        index = open_index(Path(folder) / "index", corpus.hash)
        print(f"資料 {corpus.hash}、埋め込み {index.embedder.id}、{machine()}\n")
        for name in SETS:
            _retrieval(index, name)
        _answers(index)
        print("■ 下書き（examples の3件）")
        for line in report(corpus):
            print(line)


@evals.command()
def bench() -> None:
    """Speed and memory of the product on this machine."""
    run_bench(print)


def _retrieval(index: Index, name: str) -> None:
    cases = retrieval_cases(name)
    searches = variants(index)
    print(f"■ 検索（{name}、{len(cases)}問）　　　　　　　　1位　　5位以内　MRR")
    for label, search in {**searches, **baselines(index)}.items():
        _line(label, score(measure(search, cases)))
    whole = next(iter(searches.values()))
    print("　種類ごと（この製品）")
    for kind in dict.fromkeys(case.kind for case in cases):
        of_kind = [case for case in cases if case.kind is kind]
        _line(f"　　{kind}（{len(of_kind)}問）", score(measure(whole, of_kind)))
    print()


def _line(label: str, found: Score) -> None:
    padded = label + "　" * max(0, 22 - len(label))
    print(f"{padded} {found.first:6.1%}　{found.five:6.1%}　{found.mrr:.3f}")


def _answers(index: Index) -> None:
    answerer = Answerer(index.corpus, HybridRetriever(index), lambda: TODAY)
    outside = out_of_scope_cases()
    print(f"■ 範囲外の質問を断った：{len(refused(answerer, outside))}／{len(outside)}")
    for name in SETS:
        cases = retrieval_cases(name)
        wrongly = refused(answerer, cases)
        print(f"■ 答えられる質問を断ってしまった（{name}）：{len(wrongly)}／{len(cases)}")
        for question in wrongly:
            print(f"　　{question}")
        astray = without_right_place(answerer, cases, index.corpus)
        print(f"■ 回答が正しい箇所を引いている（{name}）：{len(cases) - len(astray)}／{len(cases)}")
    scores = score_law(answerer, law_cases())
    right = [found for found in scores if not found.faults]
    print(f"\n■ 今の法令での答え：{len(right)}／{len(scores)}")
    for found in scores:
        if found.faults:
            print(f"　　{found.case.id} {found.case.question}：{'、'.join(found.faults)}")


if __name__ == "__main__":
    evals()
