"""Which language to speak, and its catalogue.

DUTYLIST_LANG decides, else the locale as gettext reads it: LC_ALL, LC_MESSAGES, LANG, the first
that is set; where none is, Windows is asked, which sets none. Any Chinese is answered in Simplified
Chinese, all else in English.
"""

import sys
from collections.abc import Mapping
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

DOMAIN = "dutylist"
LOCALES = Path(__file__).parent.parent / "locale"
_VARIABLES = ("DUTYLIST_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def load_catalogue(environment: Mapping[str, str]) -> NullTranslations:
    """Return the catalogue of the reader's language; English needs none and knows no words."""
    named = (environment[name] for name in _VARIABLES if environment.get(name))
    wanted = next(named, None) or _ask_windows()
    if not wanted.lower().startswith("zh"):
        return NullTranslations()
    with (LOCALES / "zh_CN" / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as catalogue:
        return GNUTranslations(catalogue)


def _ask_windows() -> str:
    """Return the language of Windows' own windows, as zh_CN; nothing on other systems."""
    if sys.platform != "win32":
        return ""
    import ctypes  # noqa: PLC0415 - only there
    import locale  # noqa: PLC0415

    return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
