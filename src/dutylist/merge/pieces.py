"""A list's text cut into pieces: fields, duties, and entries, each with the comments before it.

A piece holds whole lines, as they stand. Cutting and writing are inverse to each other: pieces
written where they stood give the same lines. What cannot be cut along lines stays `shut`.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from dutylist.store.syntax import Node

_DASH = re.compile(r" *- +")
_LONE_DASH = re.compile(r" *- *(#.*)?[\r\n]+")
_KEEPS_BLANKS = re.compile(r"[|>][0-9]*\+")

CONTAINERS = ("duties", "progress", "extended")
Lines = tuple[str, ...]


class Piece(NamedTuple):
    """Lines that say one thing.

    `column` is where its first line begins: a field's key, an item's dash. `trivia` are the
    comments and blank lines before it, `body` its lines up to its first part. `inner` is how far
    right of `column` its parts begin. A duty's lines are all in its parts; the first of these has
    a blank where the duty's dash stands. A `shut` piece has parts that could not be cut.
    """

    key: str
    column: int
    trivia: Lines
    body: Lines = ()
    parts: tuple["Piece", ...] = ()
    inner: int = 0
    shut: bool = False

    @property
    def level(self) -> tuple[object, ...]:
        """Return the piece as if it began in the first column, to be compared with others."""
        return (
            move(self.trivia, -self.column),
            move(self.body, -self.column),
            self.inner,
            tuple(part.level for part in self.parts),
        )

    @property
    def rank(self) -> tuple[object, ...]:
        """Return what puts pieces in order; only those of the same text have the same."""
        return (self.level, self.column, tuple(write(self)))


def cut(lines: Sequence[str], root: Node) -> tuple[Piece, ...]:
    """Cut a list's lines into its fields; the last piece, without a key, is what follows them."""
    cutter = _Cutter(lines)
    if not _is_block(root, lines):
        return (Piece("", 0, (), tuple(lines), shut=True),)
    stop = cutter.find_stop(root, root.column - 1)
    fields = cutter.cut_fields(root, 0, stop)
    return (*fields, Piece("", root.column - 1, tuple(lines[stop:])))


def write(piece: Piece, column: int | None = None) -> list[str]:
    """Return the lines of a piece, as they stand or moved to a column."""
    at = piece.column if column is None else column
    lines = [*move((*piece.trivia, *piece.body), at - piece.column)]
    for part in piece.parts:
        first = len(lines)
        lines += write(part, at + piece.inner)
        if part is piece.parts[0] and not piece.body:
            _put_dash(lines, first + len(part.trivia), at)
    return lines


def _put_dash(lines: list[str], line: int, column: int) -> None:
    lines[line] = f"{lines[line][:column]}-{lines[line][column + 1 :]}"


def move(lines: Sequence[str], columns: int) -> Lines:
    """Return the lines moved to the right, or to the left as far as there are blanks."""
    if columns >= 0:
        return tuple(" " * columns + line if line.strip() else line for line in lines)
    return tuple(line[min(-columns, len(line) - len(line.lstrip(" "))) :] for line in lines)


def is_comment(line: str) -> bool:
    """Tell whether a line between pieces is a comment."""
    return line.lstrip(" ").startswith("#")


class _Uncut(Exception):
    """A part of the text does not keep to lines."""


class _Cutter:
    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._text = "".join(lines)
        self._starts = [0, *accumulate(len(line) for line in lines[:-1])]

    def cut_fields(self, node: Node, at: int, stop: int) -> tuple[Piece, ...]:
        """Cut the lines from `at` to `stop` into the fields of a mapping."""
        pieces = []
        column = node.column - 1
        for index, (key, value) in enumerate(node.value):
            last = index + 1 == len(node.value)
            end = stop if last else self.find_stop(value, column)
            pieces.append(self._cut_field((key, value), column, at, end))
            at = end
        return tuple(pieces)

    def _cut_field(self, pair: tuple[Node, Node], column: int, at: int, stop: int) -> Piece:
        """Cut one field, whose key or its `?` stands at `column`."""
        key, value = pair
        first = key.line - 1
        if first < at:
            raise _Uncut
        trivia, body = tuple(self._lines[at:first]), tuple(self._lines[first:stop])
        piece = Piece(key.value, column, trivia, body)
        if key.value not in CONTAINERS or value.kind != "sequence" or not value.value:
            return piece
        try:
            parts = self._cut_items(value, first + 1, stop)
        except _Uncut:
            return piece._replace(shut=True)
        body = tuple(self._lines[first : first + 1])
        return piece._replace(body=body, parts=parts, inner=parts[0].column - column)

    def _cut_items(self, sequence: Node, at: int, stop: int) -> tuple[Piece, ...]:
        pieces = []
        for index, item in enumerate(sequence.value):
            first = self._find_dash(item)
            column = self._lines[first].index("-")
            last = index + 1 == len(sequence.value)
            end = stop if last else self.find_stop(item, column)
            lines = tuple(self._lines[first:end])
            piece = Piece(_find_no(item), column, tuple(self._lines[at:first]), lines)
            pieces.append(self._cut_duty(piece, item, first, end) if piece.key else piece)
            at = end
        return tuple(pieces)

    def _find_dash(self, item: Node) -> int:
        """Return the line of an item's dash: its first line, or one above with nothing else."""
        first = item.line - 1
        if _DASH.fullmatch(self._lines[first][: item.column - 1]):
            return first
        if self._lines[first][: item.column - 1].strip():
            raise _Uncut
        while first and (is_comment(self._lines[first - 1]) or not self._lines[first - 1].strip()):
            first -= 1
        if not first or not _LONE_DASH.fullmatch(self._lines[first - 1]):
            raise _Uncut
        return first - 1

    def _cut_duty(self, piece: Piece, item: Node, first: int, stop: int) -> Piece:
        if first != item.line - 1 or not _is_block(item, self._lines):
            return piece._replace(shut=True)
        try:
            field, *fields = self.cut_fields(item, first, stop)
        except _Uncut:
            return piece._replace(shut=True)
        line = field.body[0]
        blanked = f"{line[: piece.column]} {line[piece.column + 1 :]}"
        parts = (field._replace(body=(blanked, *field.body[1:])), *fields)
        return piece._replace(body=(), parts=parts, inner=item.column - 1 - piece.column)

    def find_stop(self, node: Node, column: int) -> int:
        """Return the line after a node and the comments below it that stand right of `column`."""
        stop = self._find_end(node)
        while stop < len(self._lines) and _is_right_of(self._lines[stop], column):
            stop += 1
        return stop

    def _find_end(self, node: Node) -> int:
        while node.value and node.kind != "scalar" and _is_block(node, self._lines):
            node = node.value[-1][1] if node.kind == "mapping" else node.value[-1]
        end = bisect_right(self._starts, max(node.start, node.end - 1))
        if node.style in ("|", ">") and not _KEEPS_BLANKS.match(self._text, node.start):
            while not self._lines[end - 1].strip():
                end -= 1
        return end


def _find_no(item: Node) -> str:
    """Return a duty's number; an entry or extension has none."""
    return next((str(value.value) for key, value in item.value if key.value == "no"), "")


def _is_block(node: Node, lines: Sequence[str]) -> bool:
    return lines[node.line - 1][node.column - 1] not in "[{"


def _is_right_of(line: str, column: int) -> bool:
    return is_comment(line) and len(line) - len(line.lstrip(" ")) > column
