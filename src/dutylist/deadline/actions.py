"""What is to be done by a deadline: the verb that decides, and how firmly it is meant."""

from collections.abc import Sequence

from dutylist.deadline.lexicon import VERBS, Kind
from dutylist.deadline.tokens import Token

_DECISIVE = frozenset({Kind.DONE, Kind.MILESTONE, Kind.ONGOING})


def deciding_verb(words: Sequence[Token]) -> Kind | None:
    """Return the part of the verb that says what "done" means.

    The last of several joined actions decides (建成并投入使用 is about use), but going on
    afterwards does not unmake an end (完成并长期保持).
    """
    decided: Kind | None = None
    for action in _joined(words):
        verb = _verb_of(action)
        if verb and not (verb is Kind.ONGOING and decided):
            decided = verb
    return decided


def is_soft(words: Sequence[Token]) -> bool:
    """Tell whether 力争, 争取, 预计 … stands before the verb."""
    return _stands_before_verb(words, Kind.SOFT)


def is_firm(words: Sequence[Token]) -> bool:
    """Tell whether 确保, 务必 … stands before the verb."""
    return _stands_before_verb(words, Kind.FIRM) and not is_soft(words)


def _joined(words: Sequence[Token]) -> list[list[Token]]:
    actions: list[list[Token]] = [[]]
    for word in words:
        if word.kind is Kind.AND:
            actions.append([])
        else:
            actions[-1].append(word)
    return actions


def _verb_of(action: Sequence[Token]) -> Kind | None:
    """Return the first verb that decides alone, else the first that there is."""
    verbs = [word.kind for word in action if word.kind in VERBS]
    if Kind.MEASURE in verbs and any(word.kind is Kind.NUMBER for word in action):
        return Kind.MEASURE
    return next((verb for verb in verbs if verb in _DECISIVE), verbs[0] if verbs else None)


def _stands_before_verb(words: Sequence[Token], kind: Kind) -> bool:
    for word in words:
        if word.kind is kind:
            return True
        if word.kind in VERBS:
            return False
    return False
