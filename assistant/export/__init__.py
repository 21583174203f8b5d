"""A plan as a document: Markdown, HTML, DOCX and data, and two versions of it as 新旧対照表."""

from assistant.export.data import draft_as_json, draft_schema
from assistant.export.document import Document

__all__ = ["SUFFIXES", "Document", "draft_as_json", "draft_schema", "write_document"]

SUFFIXES = (".md", ".html", ".docx")


def write_document(document: Document, suffix: str) -> bytes:
    """The document as the file that the suffix stands for, text in UTF-8.

    Raises:
        KeyError: if the suffix is none of SUFFIXES.
    """
    if suffix == ".docx":
        from assistant.export.docx import plan_as_docx  # slow to import, and a command for Markdown need not wait

        return plan_as_docx(document)
    from assistant.export.html import plan_as_html
    from assistant.export.markdown import plan_as_markdown

    return {".md": plan_as_markdown, ".html": plan_as_html}[suffix](document).encode()
