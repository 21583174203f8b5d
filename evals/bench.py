"""Speed and memory, measured where the command runs. Figures belong to that machine and are said with it."""

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from evals.cases import retrieval_cases
from evals.drafts import EXAMPLES
from knowledge.corpus import Corpus, load_corpus
from knowledge.indexing import build_index, open_index
from knowledge.retrieval import HybridRetriever

COLD_RUNS = 5
WARM_UP = 5


def machine() -> str:
    """The machine in a line."""
    return f"{platform.system()} {platform.machine()}、{os.cpu_count()}コア、Python {platform.python_version()}"


def run_bench(say: Callable[[str], None]) -> None:
    """Build, open, search, ask; and a cold `kanmin ask`."""
    say(f"測った環境：{machine()}")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        started = time.perf_counter()
        corpus = load_corpus()
        say(f"資料の読み取りと検査：{time.perf_counter() - started:.2f} 秒")
        say(f"索引の作成：{build_index(corpus, home / 'index'):.2f} 秒")
        started = time.perf_counter()
        index = open_index(home / "index", corpus.hash)
        retriever = HybridRetriever(index)
        say(f"索引を開く：{time.perf_counter() - started:.2f} 秒")
        questions = [case.question for case in (*retrieval_cases("retrieval"), *retrieval_cases("heldout"))][:100]
        for question in questions[:WARM_UP]:
            retriever.search(question)
        say(_timed("検索（100問、1問あたり）", questions, lambda q: retriever.search(q)))
        from datetime import date

        from assistant.answering.answerer import Answerer

        answerer = Answerer(corpus, retriever, date.today)
        say(_timed("回答（100問、1問あたり）", questions, lambda q: answerer.answer(q)))
        cold = [_cold_ask(home) for _ in range(COLD_RUNS)]
        say(f"kanmin ask（起動から終わりまで、{COLD_RUNS}回の中央値）：{statistics.median(cold):.2f} 秒")
        _drafts(corpus, say)
    say(f"この計測の最大メモリー：{_peak_megabytes():.0f} MB")


def _drafts(corpus: Corpus, say: Callable[[str], None]) -> None:
    """A whole plan from a facts file, after start-up."""
    from assistant.drafting import draft_plan
    from assistant.editions import internal_edition
    from assistant.export import draft_as_json, write_document
    from assistant.facts.reading import read_facts_file

    for path in sorted(EXAMPLES.glob("*.yaml")):
        started = time.perf_counter()
        ledger = read_facts_file(path, corpus)
        plan = draft_plan(ledger, corpus)
        drafted = time.perf_counter() - started
        document = internal_edition(plan, ledger, corpus)
        taken = {}
        for suffix in (".md", ".html", ".docx"):
            started = time.perf_counter()
            write_document(document, suffix)
            taken[suffix] = time.perf_counter() - started
        started = time.perf_counter()
        draft_as_json(plan)
        taken[".json"] = time.perf_counter() - started
        written = "、".join(f"{suffix[1:]} {seconds:.2f} 秒" for suffix, seconds in taken.items())
        say(f"計画の下書き（{path.stem}）：{drafted:.2f} 秒、書き出し {written}")


def _timed(name: str, questions: Sequence[str], run: Callable[[str], object]) -> str:
    taken = []
    for question in questions:
        started = time.perf_counter()
        run(question)
        taken.append((time.perf_counter() - started) * 1000)
    cuts = statistics.quantiles(taken, n=100)
    return f"{name}：中央値 {statistics.median(taken):.1f} ミリ秒、99パーセンタイル {cuts[98]:.1f} ミリ秒"


def _cold_ask(home: Path) -> float:
    command = Path(sys.executable).with_name("kanmin")
    started = time.perf_counter()
    subprocess.run(  # our own console script with fixed words
        [command, "ask", "計画の公表は義務ですか", "--json"],
        check=True,
        capture_output=True,
        env={**os.environ, "KANMIN_HOME": str(home)},
    )
    return time.perf_counter() - started


def _peak_megabytes() -> float:
    if sys.platform == "win32":
        return float("nan")
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
