"""Say that the sources do not answer a question, and where the answer can be looked for."""

from collections.abc import Iterable, Sequence

from assistant.answering.evidence import Judgement
from assistant.models import NoEvidence
from knowledge.corpus import Corpus
from knowledge.retrieval import Found

PARTS = "総論・雛型・施策例・国の施策・事例"
DIGEST = "法律の要旨"
MOST_NAMED = 3  # titles of texts that users have brought


def refusal(refused: Sequence[tuple[Judgement, Found]], corpus: Corpus) -> NoEvidence:
    """The reply to questions none of which has evidence.

    Where the matter is dealt with but not the value asked for, it says which value is missing and where the matter is.
    """
    looked_in = _looked_in(corpus)
    for judgement, found in refused:
        if judgement.outside:
            subject, where = judgement.outside.subject, judgement.outside.where
            return NoEvidence(
                answer=f"手引には見当たりません。「{subject}」は、この製品の資料（{looked_in}）の範囲の外です。",
                next=f"{where}で確かめてください。",
            )
        if judgement.missing and found.hits:
            near = found.hits[0].passage
            place = f"（{near.citation}）" if near.title not in near.citation else ""
            return NoEvidence(
                answer=(
                    f"手引には見当たりません。お尋ねの{judgement.missing.name}は、この製品の資料（{looked_in}）に書かれていません。"
                    f"近い事柄は「{near.title}」{place}にありますが、そこにもこの値はありません。"
                ),
                next=f"{judgement.missing.where}で確かめてください。",
            )
    return NoEvidence(
        answer=f"手引には見当たりません。{looked_in}を探しましたが、根拠になる記述がありませんでした。",
        next="言い方を変えて尋ねるか、e-Gov法令検索、所管省庁のページ、庁内の例規集で確かめてください。",
    )


def without_evidence(asked: Iterable[str], corpus: Corpus) -> str:
    """What an answer says of the parts of a message for which there is no evidence."""
    named = "、".join(f"「{part}」" for part in asked)
    return f"次の点は、{_listed('手引', corpus)}には見当たりませんでした：{named}"


def _looked_in(corpus: Corpus) -> str:
    guide = next(source for source in corpus.sources if source.kind == "guide")
    return _listed(f"{guide.title}（{guide.date.year}年{guide.date.month}月版）の{PARTS}", corpus)


def _listed(guide: str, corpus: Corpus) -> str:
    """The guide, the digest, and the titles of what users have brought, as far as there is room."""
    if not corpus.imports:
        return f"{guide}と、{DIGEST}"
    titles = "".join(f"「{title}」" for title in corpus.imports[:MOST_NAMED])
    more = len(corpus.imports) - MOST_NAMED
    return f"{guide}、{DIGEST}と、取り込まれた資料{titles}" + (f"ほか{more}件" if more > 0 else "")
