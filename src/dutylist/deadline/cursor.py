"""Where the rules stand in a wording: the tokens, a place among them, and the year in force.

The rules take what they know and leave the rest; whoever is left with a rest refuses it.
"""

from dutylist.deadline.lexicon import Kind
from dutylist.deadline.tokens import Token

LONGEST_QUOTE = 40
_END = Token(Kind.END, "", 0, 0)


def clip(text: str) -> str:
    """Return a text that is short enough to stand in a sentence."""
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"


class Cursor:
    """A place in a list of tokens; `year` is the list's, `current` the one last named."""

    def __init__(self, wording: str, tokens: list[Token], year: int) -> None:
        self.wording = wording
        self.tokens = tokens
        self.year = year
        self.current = year
        self.at = 0

    def mark(self) -> tuple[int, int]:
        """Return where the cursor stands, for `go_back`."""
        return self.at, self.current

    def go_back(self, mark: tuple[int, int]) -> None:
        """Return to a mark, as if nothing had been read since."""
        self.at, self.current = mark

    def peek(self, ahead: int = 0) -> Token:
        """Return the token here or further on; past the end, an END token."""
        at = self.at + ahead
        return self.tokens[at] if 0 <= at < len(self.tokens) else _END

    def take(self, *texts: str) -> Token | None:
        """Take the token here if it reads as one of these texts."""
        token = self.peek()
        if token.kind is not Kind.END and token.text in texts:
            self.at += 1
            return token
        return None

    def take_kind(self, *kinds: Kind) -> Token | None:
        """Take the token here if it is of one of these kinds."""
        token = self.peek()
        if token.kind in kinds:
            self.at += 1
            return token
        return None

    def sees(self, *pattern: Kind | str, ahead: int = 0) -> bool:
        """Tell whether the tokens from here on are of these kinds, or read as these texts."""
        for offset, wanted in enumerate(pattern):
            token = self.peek(ahead + offset)
            if (token.text if isinstance(wanted, str) else token.kind) != wanted:
                return False
        return True

    def written(self, start: int, end: int | None = None) -> str:
        """Return what was written from one token up to another, by their places."""
        end = self.at if end is None else end
        if start >= end or start >= len(self.tokens):
            return ""
        return self.wording[self.tokens[start].start : self.tokens[end - 1].end]

    def rest(self) -> str:
        """Return what is written from here to the end, short enough to quote."""
        return clip(self.written(self.at, len(self.tokens)))

    def whole(self) -> str:
        """Return the wording, short enough to quote."""
        return clip(self.wording)
