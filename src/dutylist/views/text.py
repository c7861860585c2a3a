"""Text measured in the cells of a terminal."""

import re

# ASCII, Chinese punctuation, Han characters and full-width forms: nearly all that lists hold.
_NARROW = "“”‘’—…●"
_COMMON = re.compile(f"[ -~{_NARROW}\u3001-\u3029\u4e00-\u9fff\uff01-\uff60]*")


def measure(text: str) -> int:
    """Return the cells that `text` takes on a terminal; a Chinese character takes two."""
    if text.isascii():
        return len(text)
    if _COMMON.fullmatch(text):
        # Of these characters the ones of three bytes take two cells, but for the narrow marks.
        narrow = sum(map(text.count, _NARROW))
        return len(text) + (len(text.encode()) - len(text)) // 2 - narrow
    # Imported here: its tables cost more than most answers need.
    from rich.cells import cell_len  # noqa: PLC0415

    return cell_len(text)


def pad(text: str, width: int) -> str:
    """Fill `text` up with blanks to `width` cells."""
    return text + " " * (width - measure(text))
