"""What a phone gets: plain letters, Western digits, and how many parts it takes (3GPP TS 23.038 and 23.040).

With letters of the GSM alphabet a text message holds 160 signs, or 153 a part; with any other letter (Arabic,
say) 70, or 67 a part. One stray letter more than halves it, so Latin text is brought back to that alphabet.
"""

import re
import unicodedata
from dataclasses import dataclass

_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_TWICE = "^{}\\[~]|€\f"  # these take two places
_GSM = set(_BASIC + _TWICE)
_DIGITS = {ord(sign): str(unicodedata.digit(sign)) for sign in "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"}
_UNSEEN = "\u2066\u2067\u2068\u2069\u200e\u200f\u202a\u202b\u202c\u200b\ufeff"  # old phones show boxes for them
_PLAIN: dict[int, str | None] = {
    **_DIGITS,
    **dict.fromkeys(map(ord, _UNSEEN)),
    **dict.fromkeys(map(ord, "–—−‑"), "-"),
    **dict.fromkeys(map(ord, "‘’‚`´"), "'"),
    **dict.fromkeys(map(ord, "“”„«»"), '"'),
    ord("…"): "...",
    ord("\u00a0"): " ",
    ord("\u202f"): " ",
}
_SINGLE = {True: 160, False: 70}
_EACH = {True: 153, False: 67}


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much a text takes on the way: ``units`` are septets in the GSM alphabet, else UTF-16 code units."""

    is_gsm: bool
    units: int
    parts: int


def plain(text: str) -> str:
    """The text with simple signs and Western digits; in the GSM alphabet when only accents stand in the way."""
    written = _tidy(unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).translate(_PLAIN)))
    simple = "".join(sign if sign in _GSM else _without_accent(sign) for sign in written)
    return _tidy(simple) if set(simple) <= _GSM else written


def _tidy(text: str) -> str:
    """One blank between words, one line end between lines, none around them."""
    return re.sub(r" ?\n\s*", "\n", re.sub(r"[^\S\n]+", " ", text)).strip()


def _without_accent(sign: str) -> str:
    bare = "".join(part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part))
    return bare if bare and set(bare) <= _GSM else sign


def size(text: str) -> Size:
    """What it takes. An empty text takes one part, as on a phone."""
    is_gsm = set(text) <= _GSM
    units = len(text) + sum(sign in _TWICE for sign in text) if is_gsm else len(text.encode("utf-16-le")) // 2
    parts = 1 if units <= _SINGLE[is_gsm] else -(-units // _EACH[is_gsm])
    return Size(is_gsm=is_gsm, units=units, parts=parts)
