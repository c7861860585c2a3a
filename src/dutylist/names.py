"""Names and texts made comparable: how a filter's word meets what a list prints.

Width, case and blanks do not tell names apart (吕  乐 is 吕乐, ＡＢＢ is abb); nothing else is
folded, so that two offices never become one.
"""

import unicodedata


def fold_name(name: str) -> str:
    """Return the form in which two spellings of one name are equal."""
    return "".join(_fold(name).split())


def fold_text(text: str) -> str:
    """Return the form in which a search finds a text."""
    return " ".join(_fold(text).split())


def _fold(text: str) -> str:
    # An argument that was not UTF-8 holds halves of characters, which SQLite takes none of.
    sound = text.encode("utf-8", "backslashreplace").decode()
    return unicodedata.normalize("NFKC", sound).casefold()
