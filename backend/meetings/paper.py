"""Frozen figures on paper: PDF/A by typst, the same bytes every time, and never a failure over a name.

The fonts that typst brings show Latin, Greek and Cyrillic, a package of Noto fonts shows Arabic: such a paper is the
same on every machine. For another script the fonts of the machine are tried; when these lack a letter too, the paper
is an ordinary PDF.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pylopdf_fonts_ar
import typst

ARABIC = Path(pylopdf_fonts_ar.__file__).parent


def canonical(figures: Mapping[str, Any]) -> bytes:
    """The figures as bytes that are always the same: sorted keys, no spaces, UTF-8."""
    return json.dumps(figures, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def checksum(figures: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical(figures)).hexdigest()


def pdf(template: Path, inputs: Mapping[str, str]) -> bytes:
    """The template with these inputs, which it reads as ``sys.inputs``.

    Raises:
        typst.TypstError: the template itself is wrong.
    """
    for bundled_fonts_only in (True, False):
        try:
            return typst.compile(
                template,
                sys_inputs=dict(inputs),
                font_paths=[ARABIC],
                ignore_system_fonts=bundled_fonts_only,
                pdf_standards=["a-2b"],
            )
        except typst.TypstError as error:
            if "could not be displayed" not in str(error):
                raise
    return typst.compile(template, sys_inputs=dict(inputs), font_paths=[ARABIC])
