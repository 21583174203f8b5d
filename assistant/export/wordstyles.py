"""The styles of our DOCX files: Japanese fonts, black on white. Sizes are in half points, lengths in twips."""

BODY_FONT, HEADING_FONT = "游明朝", "游ゴシック"
TEXT_WIDTH = 9070  # A4 less two margins of 25 mm
KEPT = ("Normal", "DefaultParagraphFont", "TableNormal", "NoList", "TableGrid")  # of python-docx's own template

_TOGETHER = "<w:keepNext/><w:keepLines/>"
_CENTRED = '<w:jc w:val="center"/>'
_BOLD = "<w:b/><w:bCs/>"


def fonts(name: str) -> str:
    """One font for all scripts, and no theme's font, which would outrank it."""
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'


def size(half_points: int) -> str:
    """The size of the letters."""
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _spaced(before: int, after: int, line: int = 0) -> str:
    lines = f' w:line="{line}" w:lineRule="atLeast"' if line else ""
    return f'<w:spacing w:before="{before}" w:after="{after}"{lines}/>'


def _outline(level: int) -> str:
    return f'<w:outlineLvl w:val="{level}"/>'


def _gothic(half_points: int, bold: bool = True) -> str:
    return fonts(HEADING_FONT) + _BOLD * bold + size(half_points)


def _entry(indent: int, before: int) -> str:
    """A line of the table of contents: the page number at the right, dots before it."""
    tab = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{TEXT_WIDTH}"/></w:tabs>'
    return f'{tab}{_spaced(before, 0)}<w:ind w:left="{indent}" w:right="567"/>'


_RULE = '<w:pBdr><w:bottom w:val="single" w:sz="{}" w:space="2" w:color="auto"/></w:pBdr>'
_INDENTED = '<w:ind w:firstLineChars="100" w:firstLine="210"/><w:jc w:val="both"/>'
_BULLETS = '<w:numPr><w:numId w:val="1"/></w:numPr>'
_HEAD_TABS = f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>'

# key, name in Word, what follows it, paragraph, run
_STYLES = (
    ("BodyText", "Body Text", "BodyText", _spaced(0, 80, 340) + _INDENTED, ""),
    ("ListBullet", "List Bullet", "ListBullet", _BULLETS + _spaced(0, 40, 340) + '<w:jc w:val="both"/>', ""),
    ("Heading1", "heading 1", "BodyText", _TOGETHER + _RULE.format(8) + _spaced(560, 200) + _outline(0), _gothic(30)),
    ("Heading2", "heading 2", "BodyText", _TOGETHER + _spaced(300, 100) + _outline(1), _gothic(24)),
    ("Heading3", "heading 3", "BodyText", _TOGETHER + _spaced(200, 60) + _outline(2), _gothic(22)),
    ("Title", "Title", "Subtitle", _spaced(3800, 300) + _CENTRED, _gothic(48)),
    ("Subtitle", "Subtitle", "CoverText", _spaced(0, 120) + _CENTRED, _gothic(28, bold=False)),
    ("CoverText", "Cover Text", "CoverText", _spaced(0, 120) + _CENTRED, _gothic(28, bold=False)),
    ("ContentsTitle", "Contents Title", "BodyText", _TOGETHER + _spaced(0, 200), _gothic(28)),
    ("TOC1", "toc 1", "", _entry(0, 120), fonts(HEADING_FONT)),
    ("TOC2", "toc 2", "", _entry(315, 20), ""),
    ("TOC3", "toc 3", "", _entry(630, 0), size(19)),
    ("TableText", "Table Text", "TableText", _spaced(20, 20, 280), size(19)),
    ("TableHead", "Table Head", "TableText", _spaced(20, 20, 280), _gothic(19)),
    ("TableGap", "Table Gap", "BodyText", '<w:spacing w:before="0" w:after="0" w:line="200" w:lineRule="exact"/>', ""),
    ("Header", "header", "", _RULE.format(4) + _HEAD_TABS, size(18)),
    ("Footer", "footer", "", _CENTRED, size(18)),
)
_OWN = ("CoverText", "ContentsTitle", "TableText", "TableHead", "TableGap")


def style_elements() -> tuple[str, ...]:
    """A `w:style` for each of our styles, without a namespace declaration."""
    return tuple(_style(*style) for style in _STYLES)


def _style(key: str, name: str, following: str, paragraph: str, run: str) -> str:
    custom = ' w:customStyle="1"' if key in _OWN else ""
    after = f'<w:next w:val="{following}"/>' if following else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{key}"{custom}><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f"{after}<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )
