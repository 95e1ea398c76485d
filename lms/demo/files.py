"""Reads the demo's files under `content/`; their shape is described in `docs/content.md`."""

from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from markdown_it import MarkdownIt

CONTENT = Path(settings.BASE_DIR) / "content"
PICTURES = CONTENT / "pictures"

_markdown = MarkdownIt("commonmark", {"html": False})


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def markdown(text: str) -> str:
    """Light Markdown to the HTML of Wagtail's rich text."""
    html = _markdown.render(text).strip()
    return html.replace("<strong>", "<b>").replace("</strong>", "</b>")
