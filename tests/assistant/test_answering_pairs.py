"""Of two matters that are close to each other the question decides which leads; background decides nothing."""

import pytest
from replies import answered, answerer_of

from assistant.answering.answerer import Answerer
from assistant.models import Answer
from knowledge.corpus import Corpus
from knowledge.models import Strength
from knowledge.retrieval import HybridRetriever


@pytest.fixture(scope="module")
def answerer(corpus: Corpus, retriever: HybridRetriever) -> Answerer:
    return answerer_of(corpus, retriever)


@pytest.mark.parametrize(
    "question",
    [
        "住民記録のシステムを国の基準に合わせるのは法律の命令か努力か",
        "国保料のシステム更改です。国の標準に合わせなくても罰が無いなら努力目標？",
        "生活保護のシステム担当です。標準準拠にするのは任意ですか",
        "20業務のシステムを標準化基準に合わせる話、強さは",
        "税のシステムは共同化でお茶を濁したいが、システムを国の基準に合わせる義務はあるのか",
    ],
)
def test_conformity_to_the_standard_leads_as_a_duty_where_it_is_asked_for(answerer: Answerer, question: str) -> None:
    """標準化法8条1項."""
    assert answered(answerer, question).strength is Strength.DUTY


@pytest.mark.parametrize(
    "question",
    [
        "水道料金のシステムはガバメントクラウドに載せろと？載せる方は義務なの努力なの",
        "固定資産税のシステム、ガバクラに載せずに庁内サーバーでいくと法律違反か",
        "ガバクラに乗らないと違法だと業者が言う",
        "国のクラウドを使うのは町の義務ですか",
        "ガバメントクラウドは必須？財政課が渋っています",
    ],
)
def test_the_use_of_the_government_cloud_leads_as_an_effort_where_it_is_asked_for(
    answerer: Answerer, question: str
) -> None:
    """標準化法10条."""
    assert answered(answerer, question).strength is Strength.EFFORT


@pytest.mark.parametrize(
    "question",
    [
        "標準準拠のソフトを使うのとガバクラに置くの、どっちが強制でどっちがお願いベース？",
        "税務システムの標準化とガバメントクラウド、それぞれ法律の強さを一言ずつ",
    ],
)
def test_both_sides_are_said_where_both_are_asked_for(answerer: Answerer, question: str) -> None:
    """The other side follows the one that leads."""
    text = answered(answerer, question).answer
    assert "標準化法第8条第1項の義務" in text
    assert "努力義務です（標準化法第10条）" in text


@pytest.mark.parametrize(
    ("question", "strength"),
    [
        ("計画を作ること自体は法律の命令？公表のことは知ってます", Strength.EFFORT),
        ("市は計画を作る義務があるのか、公表義務は別の話だよね", Strength.EFFORT),
        ("策定率が低いなら作らなくていいよねと副市長。そもそも作るのは義務か", Strength.EFFORT),
        ("9条3項ってまだ残ってる？デジタル庁ができて消えたと聞いた", Strength.EFFORT),
        ("区役所の者です。特別区も9条3項に入る？", Strength.EFFORT),
        ("ネットに載せるのは義務ですか。策定は努力義務と承知", Strength.DUTY),
        ("策定が努力義務だから公表も任意、と部長が言う", Strength.DUTY),
        ("計画書を去年作ったが庁内限りにしてある。これって法に触れる？", Strength.DUTY),
        ("公表って広報紙だけでいい？ネットじゃないと駄目？", Strength.DUTY),
        ("計画は出来た。公表まで義務か？", Strength.DUTY),
        ("民間企業は保有データを公開しないと違法になりますか", Strength.EFFORT),
        ("事業者のデータ公開は法律でどの程度求められる", Strength.EFFORT),
        ("商店街の会社にデータを出せと法律で言えるか", Strength.EFFORT),
        ("博物館の収蔵データ公開、官民データ法11条は市をどこまで縛るの", Strength.DUTY),
        ("役場のデータを使いやすくするのは法11条で義務？", Strength.DUTY),
        ("市の条例の手続までネット化する義務があるか。国の手続と混同してる課がある", Strength.EFFORT),
        ("町の規則の届出も電子化しろと法律にある？", Strength.EFFORT),
        ("14条の名宛人は市町村？それとも国？", Strength.DUTY),
        ("14条は国向けでしょ。市に情報格差を埋めろと言ってる法律って別にありますか", Strength.EFFORT),
        ("格差是正の条文、デジタル手続法だと市町村にはどの強さでかかる？", Strength.EFFORT),
    ],
)
def test_the_matter_asked_for_decides_which_strength_leads(
    answerer: Answerer, question: str, strength: Strength
) -> None:
    """9条3項 and 9条4項, 11条1項 and 11条2項, the State and municipalities are neighbours, not the same."""
    assert answered(answerer, question).strength is strength


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "税務課の滞納整理ファイル、千人を超えます。「簿」を作って表に出せと言われた。やらねばならない？",
            "ファイル簿",
        ),
        ("保育士の採用係。応募者の個人情報のファイルは帳簿を作って公にする義務がある？", "ファイル簿"),
        ("弁護士の卵です。今年の夏に個人情報保護法の大きな改正が通ったとか。もう施行済みと書いていい？", "施行前"),
        ("年金の窓口から異動。AIに学ばせるとき本人の同意がいらない法律、もう効いてる？", "施行前"),
        ("警察担当の記者でした。顔認証の規制が新しい個人情報保護法でできたそうですが、いつから？", "施行前"),
        ("給食費の滞納者リスト、これも国の個人情報保護法で扱うの？昔は市の条例だったが", "令和5年4月1日"),
    ],
)
def test_somebodys_office_or_file_is_no_reason_to_refuse(answerer: Answerer, question: str, said: str) -> None:
    """Words of a neighbouring subject in the background do not hide what is asked."""
    assert said in answered(answerer, question).answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("国はいつまでに全自治体オープンデータって言ってたんだっけ、で、実際どこまでいった？", "約74%"),
        ("オープンデータの期限は済んだ話？実績の率も分かる範囲で", "1,321団体"),
        ("マイナンバーカードの普及は市の義務か。ちなみに今何割が持ってる？", "81.2%"),
        ("コンビニ交付1億人の期限は過ぎた？実績の通数は", "3,189万通"),
        ("標準化の移行、全国で何％くらい終わったんですか", "38.4%"),
        ("全国でこの計画を作った市町村の数は？作らないと罰則？", "24"),
        ("生成AIを入れた自治体の割合は何％？", "87.2%"),
    ],
)
def test_numbers_are_said_where_they_are_asked_for_even_second(answerer: Answerer, question: str, said: str) -> None:
    """A number asked for besides a deadline or a duty is not left out."""
    assert said in answered(answerer, question).answer


@pytest.mark.parametrize(
    "question",
    [
        "税の滞納者の財産を差し押さえる順番",
        "弁護士から住民の住所の照会が来た。渡していい？",
        "マイナンバーカードの暗証番号の再設定に代理人が来た",
        "うちの市のプールの利用者数は何人",
    ],
)
def test_neighbouring_subjects_stay_refused_without_a_matter_of_the_sources(answerer: Answerer, question: str) -> None:
    """A name of a record is needed, not only a question of rules or numbers."""
    assert not isinstance(answerer.answer(question), Answer)
