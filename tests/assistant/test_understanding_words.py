"""Choices, names, titles, lists and texts, however they are put."""

import pytest

from assistant.interview import question_for
from assistant.models import Fact, Status
from assistant.understanding import Problem, read_answer


def value(key: str, said: str) -> object:
    read = read_answer(question_for(key), said)
    assert isinstance(read, Fact), read
    assert read.status is Status.ANSWERED
    return read.value


def asked_back(key: str, said: str) -> str:
    read = read_answer(question_for(key), said)
    assert isinstance(read, Problem), read
    return read.text


# --- choices --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "said", "choice"),
    [
        ("pattern", "単独で", "単独の計画として作る"),
        ("pattern", "新しく作ります", "単独の計画として作る"),
        ("pattern", "情報化計画に盛り込む", "既存の計画に組み込む"),
        ("pattern", "単独ではなく既存の計画に組み込みます", "既存の計画に組み込む"),
        ("pattern", "後者です", "既存の計画に組み込む"),
        ("pattern", "１", "単独の計画として作る"),
        ("scale", "スモールスタートで", "少数の施策から始める"),
        ("scale", "できるところから始めたい", "少数の施策から始める"),
        ("scale", "5本の柱を全部", "5つの柱の全体を対象にする"),
        ("geography", "海沿いの町です", "沿岸・島しょ"),
        ("geography", "中山間地域", "山間・中山間"),
        ("geography", "田園が広がっています", "平野・農村"),
        ("geography", "4", "市街地"),
        ("review_cycle", "3か月ごと", "四半期ごと"),
        ("review_cycle", "四半期", "四半期ごと"),
        ("review_cycle", "半年に一度", "半年ごと"),
        ("review_cycle", "年に1回", "毎年度"),
        ("cloud", "移行済みです", "標準準拠システムへ移行済み"),
        ("cloud", "令和7年度に移行しました", "標準準拠システムへ移行済み"),
        ("cloud", "移行中", "移行の途中"),
        ("cloud", "一部移行した", "移行の途中"),
        ("cloud", "税の業務だけ延期しています", "移行を延期した業務がある"),
        ("cloud", "移行していません", "まだ移行していない"),
        ("cloud", "まだです", "まだ移行していない"),
        ("security_policy", "定めてホームページに載せています", "定めて公表している"),
        ("security_policy", "公表済み", "定めて公表している"),
        ("security_policy", "定めましたが公表はまだです", "定めたが公表していない"),
        ("security_policy", "定めて公表していない", "定めたが公表していない"),
        ("security_policy", "策定済みだが未公表", "定めたが公表していない"),
        ("security_policy", "まだ定めていません", "まだ定めていない"),
        ("security_policy", "検討中", "まだ定めていない"),
        ("security_policy", "ありません", "まだ定めていない"),
        ("years_style", "和暦（西暦）", "和暦（西暦）"),
        ("years_style", "和暦", "和暦"),
        ("register_style", "ですます調", "です・ます"),
    ],
)
def test_a_choice_in_other_words(key: str, said: str, choice: str) -> None:
    """Exactly one of the choices, whatever the wording, also by its number."""
    assert value(key, said) == choice


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("pattern", "どちらでもよい"),
        ("pattern", "3"),
        ("geography", "山もあるし海もある"),
        ("review_cycle", "毎月"),
        ("cloud", "移行済みではない"),
        ("cloud", "順調"),
        ("security_policy", "まだです"),
        ("security_policy", "非公表"),
        ("security_policy", "はい"),
    ],
)
def test_an_unclear_choice_is_asked_back(key: str, said: str) -> None:
    """None, several or a denial: the choices are named again."""
    listed = "」「".join(question_for(key).choices)
    assert asked_back(key, said) == f"「{listed}」のどれに当たるか教えてください。"


# --- municipalities -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("みどり町", "みどり町"),
        ("みどり町です", "みどり町"),
        ("うちは山田市です", "山田市"),
        ("うちの村は川上村です", "川上村"),
        ("みどり町役場の企画課です", "みどり町"),
        ("えっと、川上村", "川上村"),
        ("長野県塩尻市", "塩尻市"),
        ("北海道旭川市", "旭川市"),
        ("北海道上川郡東川町", "東川町"),
        ("京都府京都市", "京都市"),
        ("東京都千代田区", "千代田区"),
        ("千代田区です", "千代田区"),
        ("特別区の品川区です", "品川区"),
        ("港区", "港区"),
        ("東京都江戸川区役所", "江戸川区"),
        ("埼玉県大里郡寄居町です。", "寄居町"),
        ("四日市市", "四日市市"),
        ("廿日市市", "廿日市市"),
        ("町田市", "町田市"),
        ("市川市", "市川市"),
        ("東村山市", "東村山市"),
        ("村上市の計画です", "村上市"),
        ("大町市", "大町市"),
        ("郡山市", "郡山市"),
        ("福島県郡山市", "郡山市"),
        ("小郡市", "小郡市"),
        ("大和郡山市", "大和郡山市"),
        ("蒲郡市", "蒲郡市"),
        ("さいたま市", "さいたま市"),
        ("うきは市", "うきは市"),
        ("南アルプス市", "南アルプス市"),
        ("いちき串木野市", "いちき串木野市"),
        ("府中市", "府中市"),
        ("玉村町", "玉村町"),
        ("みどり町です。人口は31,800人、高齢化率は38.5％です", "みどり町"),
    ],
)
def test_municipality(said: str, name: str) -> None:
    """The name without prefecture, county and politeness; names that contain 市, 町, 村, 郡 stay whole."""
    assert value("municipality", said) == name


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("横浜市港北区", "港北区は市の行政区で、区として計画を定めるものではありません。計画を定めるのは横浜市です"),
        ("神奈川県横浜市港北区です", "計画を定めるのは横浜市です"),
        ("札幌市中央区", "計画を定めるのは札幌市です"),
        ("青葉区", "行政区"),
        ("大阪府北区", "行政区"),
        ("神奈川県", "「神奈川県」は都道府県です"),
        ("東京都です", "「東京都」は都道府県です"),
        ("〇〇市", "「〇〇市」は名前になっていません"),
        ("みどり町とあおば市", "「みどり町」と「あおば市」の二つの名前があります"),
        ("総務課", "市・町・村・区のいずれかで終わる名前を"),
        ("123", "市・町・村・区のいずれかで終わる名前を"),
    ],
)
def test_what_makes_no_plan_of_its_own_is_asked_back(said: str, asks: str) -> None:
    """A ward of a designated city, a prefecture, two names, or none."""
    assert asks in asked_back("municipality", said)


# --- titles ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "said", "title"),
    [
        ("comprehensive_plan", "第5次みどり町総合計画（令和4年3月策定）", "第5次みどり町総合計画（令和4年3月策定）"),
        ("comprehensive_plan", "第５次みどり町総合計画（Ｒ４．３策定）", "第５次みどり町総合計画（Ｒ４．３策定）"),
        ("comprehensive_plan", "総合計画は第5次みどり町総合計画です", "第5次みどり町総合計画"),
        ("comprehensive_plan", "はい、あります。みどり町総合計画です。", "みどり町総合計画"),
        (
            "comprehensive_plan",
            "第5次みどり町総合計画で、令和4年3月に策定しました",
            "第5次みどり町総合計画（令和4年3月策定）",
        ),
        ("comprehensive_plan", "第5次みどり町総合計画 令和4年3月策定", "第5次みどり町総合計画（令和4年3月策定）"),
        (
            "comprehensive_plan",
            "令和4年3月に策定した第5次みどり町総合計画です",
            "第5次みどり町総合計画（令和4年3月策定）",
        ),
        ("comprehensive_plan", "「みどり町未来ビジョン」という名称です", "みどり町未来ビジョン"),
        ("comprehensive_plan", "みどり町総合計画2030", "みどり町総合計画2030"),
        ("it_plan", "みどり町ＤＸ推進計画を令和5年3月に策定しています", "みどり町ＤＸ推進計画（令和5年3月策定）"),
        (
            "host_plan",
            "みどり町情報化基本計画（令和3年3月策定）に組み込みます",
            "みどり町情報化基本計画（令和3年3月策定）",
        ),
        (
            "ordinance",
            "みどり町デジタル化推進条例、令和5年条例第12号です",
            "みどり町デジタル化推進条例（令和5年条例第12号）",
        ),
        ("plan_name", "みどり町官民データ活用推進計画とします", "みどり町官民データ活用推進計画"),
        ("lead_department", "企画課です", "企画課"),
        ("lead_department", "担当は総務課情報係です", "総務課情報係"),
        ("lead_department", "たぶん、企画課が担当します", "企画課"),
        ("cio", "CIOは副町長が務めています", "副町長"),
        ("project_team", "DX推進本部を設置しています", "DX推進本部"),
        ("project_team", "DX推進本部、CIOは副町長", "DX推進本部"),
    ],
)
def test_title(key: str, said: str, title: str) -> None:
    """As it is written, without what is said around it; a date of making goes behind it in parentheses."""
    assert value(key, said) == title


@pytest.mark.parametrize(
    ("key", "said", "asks"),
    [
        ("comprehensive_plan", "あります", "名称を教えてください"),
        ("comprehensive_plan", "はい", "名称を教えてください"),
        ("comprehensive_plan", "令和3年策定", "名称を教えてください"),
        ("comprehensive_plan", "123", "名称を教えてください"),
        ("comprehensive_plan", "策定中です", "名称として読めません"),
        ("comprehensive_plan", "〇〇町総合計画", "名前になっていません"),
        ("comprehensive_plan", "あ" * 200, "名称としては長すぎます（200字）"),
        ("cio", "担当者がいない", "名称として読めません"),
        ("lead_department", "企画課ですが、実務は総務課です", "名称として読めません"),
        ("project_team", "CIOは副町長", "庁内横断の組織の答えは読み取れませんでした"),
    ],
)
def test_what_is_no_title_is_asked_back(key: str, said: str, asks: str) -> None:
    """Neither 「あります」 nor a sentence nor a blank may stand in a plan as a name."""
    assert asks in asked_back(key, said)


# --- lists and texts ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "items"),
    [
        ("若い世代の転出、農業の担い手不足、窓口の混雑", ("若い世代の転出", "農業の担い手不足", "窓口の混雑")),
        ("若い世代の転出，窓口の混雑", ("若い世代の転出", "窓口の混雑")),
        ("若い世代の転出\n農業の担い手不足", ("若い世代の転出", "農業の担い手不足")),
        ("・空き家が増えた\n・バスが減った", ("空き家が増えた", "バスが減った")),
        ("・若い世代が、進学で転出する\n・バスが減った", ("若い世代が、進学で転出する", "バスが減った")),
        ("1. 窓口の混雑\n2. 空き家の増加", ("窓口の混雑", "空き家の増加")),
        ("①窓口の混雑②空き家の増加", ("窓口の混雑", "空き家の増加")),
        ("（1）窓口の混雑 （2）空き家の増加", ("窓口の混雑", "空き家の増加")),
        ("1つ目は窓口の混雑、2つ目は空き家です", ("窓口の混雑", "空き家")),
        ("空き家が増えた。バスが減った。", ("空き家が増えた", "バスが減った")),
        ("課題は、若い世代の転出です", ("若い世代の転出",)),
        ("空き家・耕作放棄地の増加、ICT・DX人材の不足", ("空き家・耕作放棄地の増加", "ICT・DX人材の不足")),
        ("窓口の混雑（特に3月、4月）、空き家", ("窓口の混雑（特に3月、4月）", "空き家")),
        ("人口が1,200人減った、空き家が多い", ("人口が1,200人減った", "空き家が多い")),
        ("若い世代が減って、祭りの担い手がいない", ("若い世代が減って、祭りの担い手がいない",)),
        ("子育て、まちづくり、防災", ("子育て", "まちづくり", "防災")),
        ("窓口の混雑、窓口の混雑", ("窓口の混雑",)),
        ("窓口の混雑", ("窓口の混雑",)),
        ("人がいない", ("人がいない",)),
    ],
)
def test_issues_are_items(said: str, items: tuple[str, ...]) -> None:
    """Commas, lines, bullets and full stops part the items, not where a sentence goes on; the words stay."""
    assert value("issues", said) == items


@pytest.mark.parametrize("said", ["、、、", "。", "・", "１２３"])
def test_signs_alone_are_no_items(said: str) -> None:
    """A list of nothing is asked back, not kept as an empty answer."""
    assert "内容を読み取れませんでした" in asked_back("issues", said)


def test_a_text_answer_is_kept_in_the_person_s_words() -> None:
    """Line breaks and the last full stop go; nothing else changes."""
    said = "証明書の発行は便利になったが、\n申請は今も紙で書く。人口は3万人、担当は企画課。"
    read = read_answer(question_for("efforts_result"), said)
    assert isinstance(read, Fact)
    assert read.value == "証明書の発行は便利になったが、申請は今も紙で書く。人口は3万人、担当は企画課"
    assert read.said == said
