"""Read the name of a municipality, and tell a 特別区 from a ward of a designated city. Knows no facts."""

import re

from assistant.numerals import fold
from assistant.understanding.messages import without_filler

SPECIAL_WARDS = frozenset(
    "千代田区 中央区 港区 新宿区 文京区 台東区 墨田区 江東区 品川区 目黒区 大田区 世田谷区 渋谷区 中野区 杉並区 豊島区 北区 荒川区 "
    "板橋区 練馬区 足立区 葛飾区 江戸川区".split()
)
_WARDS_OF_CITIES = frozenset(
    (
        # 札幌 仙台 さいたま 千葉 横浜 川崎 相模原 新潟 静岡 浜松 名古屋 京都 大阪 堺 神戸 岡山 広島 北九州 福岡 熊本
        "中央 北 東 白石 豊平 南 西 厚別 手稲 清田 青葉 宮城野 若林 太白 泉 大宮 見沼 桜 浦和 緑 岩槻 花見川 稲毛 若葉 美浜 "
        "鶴見 神奈川 中 保土ケ谷 磯子 金沢 港北 戸塚 港南 旭 瀬谷 栄 都筑 川崎 幸 中原 高津 多摩 宮前 麻生 江南 秋葉 西蒲 葵 駿河 清水 "
        "浜名 天竜 千種 中村 昭和 瑞穂 熱田 中川 港 守山 名東 天白 上京 左京 中京 東山 下京 右京 伏見 山科 西京 "
        "都島 福島 此花 大正 天王寺 浪速 西淀川 東淀川 東成 生野 城東 阿倍野 住吉 東住吉 西成 淀川 住之江 平野 堺 美原 "
        "東灘 灘 兵庫 長田 須磨 垂水 安佐南 安佐北 安芸 佐伯 門司 小倉北 小倉南 若松 八幡東 八幡西 戸畑 博多 城南 早良"
    ).split()
)
_PREFECTURES = (
    "北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県 新潟県 富山県 石川県 福井県 "
    "山梨県 長野県 岐阜県 静岡県 愛知県 三重県 滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県 岡山県 広島県 山口県 徳島県 "
    "香川県 愛媛県 高知県 福岡県 佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県"
)
_PREFECTURE = re.compile(rf"^({'|'.join(_PREFECTURES.split())})\s*(?:の)?\s*")
_LEAD_IN = re.compile(
    r"^(?:(?:うち|私たち|わたしたち|私ども|こちら|当方|自治体名|市町村名|市町村|自治体|名前|町の名前|市の名前|村の名前)(?:は|の|が|:)[、,\s]*(?:[市町村区](?:は|の名前は)[、,\s]*)?"
    r"|特別区(?:の|です。?))"
)
_COUNTY = re.compile(r"^([一-龠ぁ-んァ-ヶ]{1,4}郡)\s*(?=[^市]{1,6}[町村](?:$|[^一-龠]))")
_NAME = re.compile(
    r"([^\s、。「」()0-9]{1,12}?[市町村区])(?=$|[^市町村区ぁ-んァ-ヶ一-龠]|です|役場|役所|の|で|に|だ|と|へ|が|は|を|も|,)"
)
_SECOND = re.compile(r"(?:と|・|、|及び|および)\s*([^\s、。]{1,12}[市町村区])(?:$|です|の)")
_WARD = re.compile(r"^([^\s、。市]{1,6}市)\s*([^\s、。市町村区]{1,5}区)")
_BLANK = re.compile(r"[〇○◯●×□△_]|XX", re.IGNORECASE)


def find_municipality(said: str) -> tuple[str, str]:
    """The municipality's name without prefecture and county, and why it cannot be one: one of the two is empty."""
    text = without_filler(_LEAD_IN.sub("", without_filler(fold(said)).strip()))
    text = text.replace("「", "").replace("」", "")
    in_front = _PREFECTURE.match(text)
    prefecture = in_front[1] if in_front else ""
    text = _PREFECTURE.sub("", text, count=1)
    text = _COUNTY.sub("", text)
    if ward := _WARD.match(text):
        return "", ward_of_a_city(ward[1], ward[2])
    found = _NAME.search(text)
    name = found[1] if found else ""
    if found and (second := _SECOND.match(text, found.end(1))):
        return "", f"「{name}」と「{second[1]}」の二つの名前があります。計画を作る市町村の名前を一つ教えてください。"
    if not name and prefecture:
        return "", (
            f"「{prefecture}」は都道府県です。都道府県の計画は別の定めによるため、ここでは作れません。"
            "市・町・村・特別区の名前を教えてください（例：みどり町）。"
        )
    if not name:
        return "", "市・町・村・区のいずれかで終わる名前を教えてください（例：みどり町）。"
    return (name, "") if not (fault := fault_of_name(name, prefecture)) else ("", fault)


def fault_of_name(name: str, prefecture: str = "") -> str:
    """Why no municipality of that name can make a plan; empty if one can."""
    if _BLANK.search(name):
        return f"「{name}」は名前になっていません。実際の市町村名を教えてください。"
    if ward := _WARD.match(name):
        return ward_of_a_city(ward[1], ward[2])
    if prefecture and name in _PREFECTURES.split():
        return "市・町・村・特別区の名前を教えてください（例：みどり町）。"
    of_a_city = name.removesuffix("区") in _WARDS_OF_CITIES and name not in SPECIAL_WARDS and prefecture != "東京都"
    if name.endswith("区") and (of_a_city or prefecture not in ("", "東京都")):
        return (
            f"「{prefecture}{name}」は政令指定都市の行政区と思われます。行政区は自ら計画を定めず、計画を定めるのは市です。"
            "市の名前を教えてください。東京都の特別区であれば「東京都」を付けて書いてください。"
        )
    if name[-1] not in "市町村区":
        return f"「{name}」は、市・町・村・区のいずれかで終わる名前ではありません。市町村の名前を教えてください（例：みどり町）。"
    return ""


def ward_of_a_city(city: str, ward: str) -> str:
    """What to say of a ward that is part of a city."""
    return (
        f"「{city}{ward}」の{ward}は市の行政区で、区として計画を定めるものではありません。計画を定めるのは{city}です。"
        f"「{city}」の計画であれば「{city}」と答えてください。"
    )
