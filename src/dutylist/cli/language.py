"""Which language to speak, and its catalogue.

DUTYLIST_LANG decides, else the locale as gettext reads it: LC_ALL, LC_MESSAGES, LANG, the first
that is set. Any Chinese is answered in Simplified Chinese, all else in English.
"""

from collections.abc import Mapping
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

DOMAIN = "dutylist"
LOCALES = Path(__file__).parent.parent / "locale"
_VARIABLES = ("DUTYLIST_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def load_catalogue(environment: Mapping[str, str]) -> NullTranslations:
    """Return the catalogue of the reader's language; English needs none and knows no words."""
    wanted = next((environment[name] for name in _VARIABLES if environment.get(name)), "")
    if not wanted.lower().startswith("zh"):
        return NullTranslations()
    with (LOCALES / "zh_CN" / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as catalogue:
        return GNUTranslations(catalogue)
