"""What kind of message it is, by rules: a command, a correction, a question, or one of the states of mind."""

import pytest

from assistant.interview import load_questions, question_for
from assistant.models import Fact, Status
from assistant.understanding import (
    command,
    is_correction,
    is_question,
    named,
    read_answer,
    section_named,
    state_of_mind,
)

U, N, D = Status.UNKNOWN, Status.NOT_APPLICABLE, Status.DECLINED

# --- states of mind -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("わからない", U),
        ("分かりません", U),
        ("わからないです。", U),
        ("えっと、わからない", U),
        ("すみません、ちょっとわかりません", U),
        ("わかんない", U),
        ("わかりかねます", U),
        ("分からないんです", U),
        ("不明", U),
        ("現時点では不明です", U),
        ("把握していない", U),
        ("把握できていません", U),
        ("正確な数字は把握していません", U),
        ("手元に資料がありません", U),
        ("まだ分かりません", U),
        ("まだ決まっていません", U),
        ("いまのところ未定です", U),
        ("検討中です", U),
        ("存じません", U),
        ("さあ、わかりません", U),
        ("該当なし", N),
        ("該当しません", N),
        ("特にありません", N),
        ("特になし。", N),
        ("なし", N),
        ("ないです", N),
        ("ないですね", N),
        ("ありません", N),
        ("いません", N),
        ("専任の担当者はいません", N),
        ("置いていません", N),
        ("設けません", N),
        ("設置する予定はありません", N),
        ("そのような条例はありません", N),
        ("計画はまだ作っていません", N),
        ("策定していない", N),
        ("未策定です", N),
        ("何もしていません", N),
        ("参考にしている自治体はありません", N),
        ("対象外", N),
        ("Ｎ／Ａ", N),
        ("答えない", D),
        ("答えたくないです", D),
        ("お答えできません", D),
        ("回答を控えます", D),
        ("回答は差し控えさせていただきます", D),
        ("公表できない", D),
        ("非公表", D),
        ("非公表です", D),
        ("ノーコメント", D),
        ("あとで", None),
        ("スキップ", None),
        ("3万2千人", None),
        ("若者が少ない", None),
        ("わからない人が多い", None),
        ("不明な点が多い", None),
        ("職員がいないこと", None),
        ("人がいない", None),
        ("必要な人材がいない", None),
        ("買い物をする店がない", None),
        ("移動手段がない", None),
        ("窓口が分からない", None),
        ("情報が公開されていない", None),
        ("", None),
    ],
)
def test_state_of_mind(said: str, status: Status | None) -> None:
    """Not known, not applicable and not told are three answers; putting off is none of them, nor is a lack in the town."""
    assert state_of_mind(said) is status


@pytest.mark.parametrize("key", [question.key for question in load_questions()])
@pytest.mark.parametrize(("said", "status"), [("わからない", U), ("該当なし", N), ("答えない", D)])
def test_every_question_takes_the_three_states(key: str, said: str, status: Status) -> None:
    """Each is kept as its own status, without a value."""
    read = read_answer(question_for(key), said)
    assert isinstance(read, Fact)
    assert (read.key, read.status, read.value, read.said) == (key, status, None, said)


@pytest.mark.parametrize(
    ("key", "said", "status"),
    [
        ("population", "人口はわかりません", U),
        ("comprehensive_plan", "総合計画はありません", N),
        ("open_data", "まだありません", N),
        ("cio", "CIOは置いていません", N),
        ("issues", "課題は特にありません", N),
        ("cloud", "クラウドの状況は把握していません", U),
        ("period", "未定です", U),
    ],
)
def test_a_state_may_name_its_fact(key: str, said: str, status: Status) -> None:
    """「人口はわからない」 says no more than 「わからない」."""
    read = read_answer(question_for(key), said)
    assert isinstance(read, Fact)
    assert (read.status, read.value) == (status, None)


# --- commands -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("戻る", "back"),
        ("前の質問に戻る", "back"),
        ("前に戻る。", "back"),
        ("あとで", "later"),
        ("後で", "later"),
        ("はい、あとで", "later"),
        ("あとで答えます", "later"),
        ("のちほど回答します", "later"),
        ("あとで企画課に聞いて答えます", "later"),
        ("分からないので後で答えます", "later"),
        ("担当課に確認します", "later"),
        ("スキップ", "skip"),
        ("スキップしてください", "skip"),
        ("ｽｷｯﾌﾟ", "skip"),
        ("保留", "later"),
        ("パス", "skip"),
        ("やめる", "stop"),
        ("中断する", "stop"),
        ("ここまでにする", "stop"),
        ("計画づくりを始めたい", "start"),
        ("聞き取りを再開", "start"),
        ("続ける", "start"),
        ("第1章を下書きして", "draft"),
        ("下書きを作って", "draft"),
        ("現状及び課題の章を作って", "draft"),
        ("すべての章を下書き", "draft"),
        ("施策のおすすめを見る", "recommend"),
        ("今の計画を点検して", "check"),
        ("既存の計画をチェック", "check"),
        ("わからない", None),
        ("後で困ることが多い", None),
        ("半年ごとに確認します", None),
        ("戻り税が課題", None),
        ("庁内の手続をやめることが難しい", None),
        ("計画を点検する職員がいない", None),
        ("計画の策定を始めたのが遅かった", None),
        ("計画は公表しなければなりませんか", None),
        ("3万2千人", None),
        ("", None),
    ],
)
def test_command(said: str, wanted: str | None) -> None:
    """A command is the whole message; a sentence that contains its word is not."""
    assert command(said) == wanted


@pytest.mark.parametrize(
    ("said", "section"),
    [
        ("第3章を下書き", 3),
        ("３章の下書きをお願いします", 3),
        ("第六章を作って", 6),
        ("現状及び課題の章を作って", 1),
        ("推進体制の章を下書きして", 4),
        ("第1章と第2章", None),
        ("第9章", None),
        ("下書きして", None),
    ],
)
def test_section_named(said: str, section: int | None) -> None:
    """By its number or a word of its title; none if several are named."""
    assert section_named(said) == section


# --- questions and corrections --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "while_answering", "otherwise"),
    [
        ("計画の策定は義務ですか", True, True),
        ("計画の策定は義務ですか？", True, True),
        ("それは義務？", True, True),
        ("KPIを教えてください", True, True),
        ("KPIの例を教えて下さい。", True, True),
        ("期限があるか知りたい", True, True),
        ("高齢化率とは", True, True),
        ("高齢化率って何", True, True),
        ("なぜ聞くのですか", True, True),
        ("どうすればいい", True, True),
        ("31,800人です。ところで公表は義務ですか。", True, True),
        ("公表は必要でしょうか。急ぎです。", True, True),
        ("努力義務なのか", False, True),
        ("空き家が多くある", False, True),
        ("窓口の混雑の解消が必要", False, True),
        ("若い世代の転出が課題", False, False),
        ("必要な人材がいない", False, False),
        ("どこから手を付けるべきか分からない", False, False),
        ("「なぜ紙なのですか？」という声が多い", False, False),
        ("ますます人口が減っている", False, True),
        ("情報担当が一人しかいない", False, False),
        ("人口減少", False, False),
        ("3万2千人です", False, False),
        ("", False, False),
    ],
)
def test_is_question(said: str, while_answering: bool, otherwise: bool) -> None:
    """While a question of ours is open, only a plain question is one, wherever it stands in the message."""
    assert (is_question(said, answering=True), is_question(said, answering=False)) == (while_answering, otherwise)


@pytest.mark.parametrize(
    ("said", "correction"),
    [
        ("人口は間違いで、3万1千人です", True),
        ("3万人ではなく3万2千人です", True),
        ("高齢化率を39％に訂正します", True),
        ("39％に変更", True),
        ("担当課は総務課に直してください", True),
        ("正しくは31,800人です", True),
        ("間違えました、31,800人です", True),
        ("3万2千人です", False),
        ("わからない", False),
        ("計画の変更点を整理していない", False),
        ("条例の修正が遅れている", False),
    ],
)
def test_is_correction(said: str, correction: bool) -> None:
    """A correction takes something back; a sentence about changes in the town does not."""
    assert is_correction(said) is correction


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("人口は間違いでした", "population"),
        ("計画の期間を直したい", "period"),
        ("高齢化率を訂正します", "ageing_rate"),
        ("職員の課題を足したい", "administrative_issues"),
        ("市町村名が違います", "municipality"),
        ("ＣＩＯの役職が違います", "cio"),
        ("こんにちは", None),
    ],
)
def test_named(said: str, key: str | None) -> None:
    """The longest name that occurs tells which fact is meant."""
    found = named(load_questions(), said)
    assert (found.key if found else None) == key
