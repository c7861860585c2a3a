"""The sandbox that templates run in: they reach facts alone, and can make nothing huge of them.

Whatever joins texts is bounded, so that a template that doubles a text in a loop is told its line
and takes no machine down. What cannot be bounded is not there.
"""

from collections.abc import Iterable, Sized
from typing import Any

from jinja2 import pass_eval_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.filters import do_join, do_replace, make_attrgetter
from jinja2.nodes import Concat, EvalContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

LONGEST = 20_000_000
"""So many characters a paper may have, or any text on its way into it."""

FILTERS = (
    "abs", "attr", "capitalize", "count", "d", "default", "dictsort", "first", "float", "groupby",
    "int", "items", "join", "last", "length", "list", "lower", "map", "max", "min", "reject",
    "rejectattr", "replace", "reverse", "round", "select", "selectattr", "sort", "string", "sum",
    "title", "trim", "truncate", "unique", "upper", "wordcount",
)  # fmt: skip
"""The filters of Jinja2 that there are: none gives more than it takes, or is for web pages."""

_HUGE = frozenset(
    {"center", "expandtabs", "format", "format_map", "join", "ljust", "replace", "rjust",
     "to_bytes", "translate", "zfill"}
)  # fmt: skip
_NUMBERS_ONLY = frozenset({"*", "**", "%"})
_MOST_BITS = 256


class _Generator(CodeGenerator):
    """Compiles `~` so that what it makes is bounded."""

    def visit_Concat(self, node: Concat, frame: Frame) -> None:  # noqa: N802 - Jinja2 looks for it
        self.write("environment.bound(")
        super().visit_Concat(node, frame)
        self.write(")")


class Sandbox(ImmutableSandboxedEnvironment):
    """A sandbox in which nothing can be made huge, by one sign or by many."""

    code_generator_class = _Generator
    intercepted_binops = _NUMBERS_ONLY | {"+"}

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        del self.globals["lipsum"]  # which is random
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.filters.update(join=_join, replace=_replace)

    @staticmethod
    def concat(parts: Iterable[str]) -> str:
        """Join what a template, a block or a macro puts out, as long as it is not too much."""
        kept, length = [], 0
        for part in parts:
            length += len(part)
            _check(length)
            kept.append(part)
        return "".join(kept)

    @staticmethod
    def bound(text: str) -> str:
        """Return a text that is not too long."""
        _check(len(text))
        return text

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Count with numbers; `+` joins texts and lists as well."""
        numbers = isinstance(left, int | float) and isinstance(right, int | float)
        if operator == "**" or (operator in _NUMBERS_ONLY and not numbers):
            raise SecurityError(f"{operator} is for numbers, and ** for none")
        if operator == "*" and _count_bits(left) + _count_bits(right) > _MOST_BITS:
            raise SecurityError("the number is too large")
        if isinstance(left, Sized) and isinstance(right, Sized):
            _check(len(left) + len(right))
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Tell whether a template may have it: no method that makes much of one argument."""
        if attr in _HUGE and isinstance(obj, str | bytes | int):
            return False
        return super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, _value: Any) -> None:
        """Wrap no `format`, for there is none: a width in it makes any length."""


@pass_eval_context
def _join(
    context: EvalContext, values: Iterable[Any], between: str = "", attribute: str | None = None
) -> str:
    if attribute is not None:
        values = map(make_attrgetter(context.environment, attribute), values)
    each = list(values)
    _check(sum(len(str(value)) for value in each) + len(str(between)) * len(each))
    joined: str = do_join(context, each, between)
    return joined


@pass_eval_context
def _replace(context: EvalContext, text: str, old: str, new: str, count: int | None = None) -> str:
    _check(len(str(text)) + str(text).count(str(old)) * len(str(new)))
    return do_replace(context, text, old, new, count)


def _count_bits(number: float) -> int:
    return number.bit_length() if isinstance(number, int) else 0


def _check(length: int) -> None:
    if length > LONGEST:
        raise SecurityError(f"a text has at most {LONGEST} characters")
