"""The shell of every page: Streamlit's index.html in the reader's language, with our style and a first sight.

The style is in the shell, not in the page, so that nothing jumps when it arrives; and the scripts a page is
going to ask for are named there, or the browser would learn of each only after the one before.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from dashboard.style import DARK, LIGHT
from dashboard.text import t

STYLES = Path(__file__).parent / "css"  # read in the order of their names
# Streamlit's scripts by the beginning of their names, which end in a digest of their content.
EVERYWHERE = ("Html", "purify.es", "PageLink", "Selectbox", "ButtonGroup", "BidiComponent")
LATER = {"mapa": ("Slider", "DataFrame", "DownloadButton", "PlotlyChart")}
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_IMPORT = re.compile(r'(?:from|import)\s*"\./([\w.\-]+\.js)"')


def _static() -> Path:
    found = find_spec("streamlit")
    if found is None or found.origin is None:
        raise RuntimeError("Streamlit is not installed: the shell of its pages cannot be read")
    return Path(found.origin).parent / "static"


@lru_cache(maxsize=1)
def index_page() -> str:
    """Streamlit's own index.html, as installed."""
    return (_static() / "index.html").read_text(encoding="utf-8")


def policy() -> str:
    """The content security policy: the shell's own inline scripts by hash, and nothing from elsewhere."""
    codes = _INLINE.findall(index_page())
    hashes = " ".join(f"'sha256-{b64encode(hashlib.sha256(c.encode()).digest()).decode()}'" for c in codes)
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' blob: {hashes}",  # blob: is how Streamlit loads a component's script
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self' data: blob:",
            "worker-src 'self' blob:",
            "frame-src 'self' blob:",
            "frame-ancestors 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
        )
    )


@lru_cache(maxsize=16)
def page(language: str, address: str = "") -> str:
    """The shell of the page at `address` ("mapa"), with a first sight of it until the scripts have come."""
    name = t("site.name", language)
    head = (
        f"<style>{_boot()}</style>"
        f'<meta name="description" content="{t("site.description", language)}">{_preloads(address)}'
    )
    # after the head, where Streamlit adds its own styles: of two rules of the same weight the later one holds
    style = "".join(f"<style>{path.read_text(encoding='utf-8')}</style>" for path in sorted(STYLES.glob("*.css")))
    root = f'<div id="root"><p class="boot"><b>{name}</b>{t("site.loading", language)}</p></div>'
    script_off = f"<noscript><p>{t('site.noscript', language)}</p></noscript>"
    shell = re.sub(r"<noscript>.*?</noscript>", script_off, index_page(), flags=re.DOTALL)
    shell = re.sub(r'<link rel="service-desc"[^>]*>', "", shell)
    return (
        shell.replace('<html lang="en">', f'<html lang="{language}">')
        .replace("<title>Streamlit</title>", f"<title>{name}</title>")
        .replace("</head>", head + "</head>")
        .replace('<div id="root"></div>', root + style)
    )


def _boot() -> str:
    """Colours of the first sight, before Streamlit knows the theme."""
    return (
        f"body{{background:{LIGHT.background}}}.boot{{font:16px/1.5 sans-serif;padding:64px 24px;color:{LIGHT.muted}}}"
        f".boot b{{display:block;font-size:28px;line-height:1.25;color:{LIGHT.text}}}"
        f"@media(prefers-color-scheme:dark){{body{{background:{DARK.background}}}"
        f".boot{{color:{DARK.muted}}}.boot b{{color:{DARK.text}}}}}"
    )


def _preloads(address: str) -> str:
    """Links to the scripts the page will need; the heavy ones of its charts after everything else."""
    first = scripts(EVERYWHERE)
    later = [name for name in scripts(LATER.get(address, ())) if name not in first]
    link = '<link rel="modulepreload" crossorigin href="./static/js/{}"{}>'
    return "".join([link.format(n, "") for n in first] + [link.format(n, ' fetchpriority="low"') for n in later])


def scripts(beginnings: tuple[str, ...]) -> list[str]:
    """Names of the scripts and of all they import, but for those the shell loads already."""
    room, known = _static() / "static" / "js", index_page()
    waiting = [path.name for begin in beginnings for path in sorted(room.glob(f"{begin}.*.js"))]
    found: list[str] = []
    while waiting:
        name = waiting.pop(0)
        if name not in found and name not in known and (room / name).exists():
            found.append(name)
            waiting += _IMPORT.findall((room / name).read_text(encoding="utf-8"))
    return found
