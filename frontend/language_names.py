"""Names of languages by ISO 639-3 code: in the reader's language, and in the language itself."""

from functools import cache

from babel import Locale
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

# ISO 639-3 -> code that CLDR knows, for the languages of domain.md's list
CODES = {
    "apc": "apc", "acm": "", "ary": "ary", "arz": "arz", "apd": "", "arb": "ar", "tir": "ti", "amh": "am",
    "orm": "om", "som": "so", "ukr": "uk", "rus": "ru", "tur": "tr", "kmr": "", "ckb": "ckb", "pes": "fa",
    "prs": "", "pus": "ps", "uzn": "uz", "rif": "rif", "shi": "shi", "tzm": "tzm", "pol": "pl", "ron": "ro",
    "bul": "bg", "hun": "hu", "spa": "es", "por": "pt", "ita": "it", "ell": "el", "fra": "fr", "eng": "en",
    "deu": "de", "nld": "nl", "sqi": "sq", "srp": "sr", "bos": "bs", "hrv": "hr", "hye": "hy", "kat": "ka",
    "azj": "az", "aii": "", "tru": "tru", "cmn": "zh", "yue": "yue", "vie": "vi", "tha": "th", "ind": "id",
    "tgl": "fil", "urd": "ur", "pnb": "", "hin": "hi", "tam": "ta", "ben": "bn", "npi": "ne", "srn": "srn",
    "hns": "hif", "pap": "pap", "lin": "ln", "swh": "sw", "fuf": "ff", "mnk": "", "twi": "tw", "yor": "yo",
    "kri": "kri", "dse": "",
}  # fmt: skip
BY_HAND = {
    "apc": (_("Arabic (Syria, Lebanon)"), "العربية (شامي)"),
    "acm": (_("Arabic (Iraq)"), "العربية (عراقي)"),
    "ary": (_("Arabic (Morocco)"), "الدارجة"),
    "arz": (_("Arabic (Egypt)"), "العربية (مصري)"),
    "apd": (_("Arabic (Sudan)"), "العربية (سوداني)"),
    "kmr": (_("Kurdish (Kurmanji)"), "Kurmancî"),
    "ckb": (_("Kurdish (Sorani)"), "سۆرانی"),
    "pes": (_("Persian (Farsi)"), "فارسی"),
    "prs": (_("Dari"), "دری"),
    "aii": (_("Assyrian"), "ܣܘܪܝܬ"),
    "mnk": (_("Mandinka"), "Mandinka"),
    "dse": (_("Dutch Sign Language"), "Nederlandse Gebarentaal"),
    "hns": (_("Sarnami"), "Sarnami"),
    "tir": (_("Tigrinya"), "ትግርኛ"),
    "rif": (_("Tarifit"), "Tarifit"),
    "pnb": (_("Punjabi (Pakistan)"), "پنجابی"),
    "tru": (_("Turoyo"), "Surayt"),
    "kri": (_("Krio"), "Krio"),
    "srn": (_("Sranantongo"), "Sranantongo"),
    "twi": (_("Twi"), "Twi"),
}


def is_known(code: str) -> bool:
    """Whether this is a language that people can choose."""
    return code in CODES


@cache
def _cldr(code: str, reader: str) -> str:
    return str(Locale.parse(reader, sep="-").languages.get(CODES.get(code) or code, ""))


def name(code: str) -> str:
    """In the reader's language; the code itself when nobody named it."""
    if code in BY_HAND:
        return str(BY_HAND[code][0])
    found = _cldr(code, get_language() or "nl")
    return found[:1].upper() + found[1:] if found else code


@cache
def own_name(code: str) -> str:
    """In the language itself, so that whoever speaks it recognises it."""
    if code in BY_HAND:
        return BY_HAND[code][1]
    found = _cldr(code, CODES[code])
    return found[:1].upper() + found[1:] if found else code


def every() -> list[tuple[str, str]]:
    """(code, name) of all languages, by name in the reader's language."""
    return sorted(((code, name(code)) for code in CODES), key=lambda each: each[1])
