"""What is to be done by a deadline: the verb that decides, and how firmly it is meant."""

from collections.abc import Sequence
from itertools import zip_longest

from dutylist.deadline.lexicon import FINAL, VERBS, Kind, word_set
from dutylist.deadline.tokens import Token

_DECISIVE = frozenset({Kind.DONE, Kind.MILESTONE, Kind.ONGOING})
# What may only describe a thing to be made: 建立长效机制.
_LASTING = word_set(
    """长期 长期性 长效 常态化 常态 常态长效 日常 日常工作 经常 经常性 常年 长年 持久 永久
    动态管理 动态更新 动态调整 实时更新 实时监测"""
)


def deciding_verb(words: Sequence[Token]) -> Kind | None:
    """Return the part of the verb that says what "done" means by a day of the calendar.

    The last of several joined actions decides (建成并投入使用 is about use), but going on
    afterwards does not unmake an end (完成并长期保持).
    """
    return _last_decided([_ending(action) for action in _joined(words)])


def goes_on(words: Sequence[Token]) -> bool:
    """Tell whether words without such a day ask to keep at it."""
    return _last_decided(_joined(words)) is Kind.ONGOING


def is_final(words: Sequence[Token]) -> bool:
    """Tell whether something is to be finished for good: 确保完成, 整改到位."""
    return any(word.text in FINAL for word in words)


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


def _last_decided(actions: Sequence[Sequence[Token]]) -> Kind | None:
    decided: Kind | None = None
    for action in actions:
        verb = _verb_of(action)
        if verb and not (verb is Kind.ONGOING and decided):
            decided = verb
    return decided


def _ending(action: Sequence[Token]) -> list[Token]:
    """Return an action less what goes on beside an end: 建立长效机制, 整改到位长期坚持."""
    final = is_final(action)
    kept: list[Token] = []
    verbs: set[Kind] = set()
    for word, following in zip_longest(action, action[1:]):
        described = bool(following and verbs) and word.text in _LASTING
        if word.kind is Kind.ONGOING and (final or described or Kind.RESULT in verbs):
            continue
        kept.append(word)
        verbs |= {word.kind} & VERBS
    return kept


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
