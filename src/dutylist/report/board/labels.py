"""The words that stand on every board, and how values are put into words on it.

Texts of files are made safe here; the template escapes whatever it is given.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from dutylist.index import ListHead
from dutylist.query import Row
from dutylist.safe import show_text
from dutylist.standing import Lamp
from dutylist.words import Catalogue, Message, say

GLYPHS: Mapping[str, str] = {Lamp.RED: "■", Lamp.YELLOW: "▲", Lamp.GREEN: "●"}
"""The shape of each lamp: whoever tells no colours apart, or has them printed grey, needs it."""

LABELS: Mapping[str, Message] = {
    "title": say("Duty lists: how they stand"),
    "skip": say("Skip to the table of all duties"),
    "sections": say("Sections"),
    "figures": say("Overview"),
    "lamps": say("Lamps"),
    "by_leader": say("By leader"),
    "by_department": say("By department"),
    "leader": say("leader"),
    "department": say("department"),
    "total": say("total"),
    "bar": say("shares"),
    "calendar": say("Calendar of the year"),
    "calendar_legend": say(
        "Below a day stands how many things fall on it, and the worst lamp among them."
    ),
    "today": say("this day"),
    "nothing": say("Nothing falls in this month."),
    "course": say("How it has come along"),
    "course_table": say("The figures of the chart"),
    "month_end": say("as of"),
    "bulletin": say("Bulletin"),
    "duties": say("All duties"),
    "filters": say("Choose duties"),
    "search": say("Words"),
    "search_hint": say("content, names, progress …"),
    "all": say("all"),
    "reset": say("Show all again"),
    "none_fit": say("No duty fits these filters."),
    "list": say("list"),
    "class": say("class"),
    "status": say("status"),
    "lamp": say("lamp"),
    "bucket": say("bucket"),
    "no": say("no."),
    "content": say("content"),
    "leaders": say("leaders"),
    "departments": say("departments"),
    "deadline": say("deadline"),
    "progress": say("latest progress"),
    "supporting": say("supporting"),
    "notes": say("How it is counted"),
    "unnamed": say("(none named)"),
}
"""What the template says by itself; the key is what it calls it."""

COUNTS = say("{shown} of {all} duties are shown; {hidden} do not fit the filters")
SORTED_UP, SORTED_DOWN = say("; by {column}, ascending"), say("; by {column}, descending")
"""What the page itself fills in as it is used."""

_DAY = say("{year}-{month:02}-{day:02}")
_SHORT_DAY = say("{month}/{day}")


def tell_labels(catalogue: Catalogue) -> dict[str, str]:
    """Return the labels in the reader's language."""
    return {key: message.text(catalogue) for key, message in LABELS.items()}


def tell_gaps(message: Message, catalogue: Catalogue, *names: str) -> str:
    """Return a sentence whose facts are yet to be filled in, with their names in braces."""
    return message._replace(facts={name: f"{{{name}}}" for name in names}).text(catalogue)


def tell_day(day: date, catalogue: Catalogue) -> str:
    """Write a day as a document does: 2022年10月15日."""
    facts = {"year": day.year, "month": day.month, "day": day.day}
    return _DAY._replace(facts=facts).text(catalogue)


def tell_short_day(day: date, catalogue: Catalogue) -> str:
    """Write a day of a known year: 10月15日."""
    return _SHORT_DAY._replace(facts={"month": day.month, "day": day.day}).text(catalogue)


def tell_share(tenths: int) -> str:
    """Write a share that is known in tenths of a percent."""
    return f"{tenths // 10}.{tenths % 10}%"


def clean(text: str) -> str:
    """Return a text of a file as it may stand on a page: nothing in it turns or hides others."""
    lines = text.replace("\t", " ").replace("\r\n", "\n").strip().split("\n")
    return "\n".join(map(show_text, lines))


def clean_all(texts: Iterable[str]) -> tuple[str, ...]:
    """Return texts as they may stand on a page."""
    return tuple(map(clean, texts))


def name_list(head: ListHead) -> str:
    """Return the title of a list, after who issued it where it does not say so."""
    issuer = head.issuer if head.issuer and head.issuer not in head.title else ""
    return clean(f"{issuer}{head.title}")


def shorten_folders(folders: Collection[str]) -> dict[str, str]:
    """Return as much of the end of each path as tells it from the others.

    Whoever gets a page need not learn where on a machine its lists lie.
    """
    parts = {folder: [part for part in folder.split("/") if part] for folder in folders}
    longest = max(map(len, parts.values()), default=0)
    for length in range(1, longest + 1):
        short = {folder: "/".join(each[-length:]) for folder, each in parts.items()}
        if len(set(short.values())) == len(short):
            return short
    return {folder: folder for folder in folders}


def label_lists(rows: Sequence[Row]) -> dict[tuple[str, str], str]:
    """Return what tells each list from the others, by folder and id; nothing where it is one.

    That is its annex, else its title, that with who issued it, its id, or the folder as well: the
    first that is enough.
    """
    heads = list({(row.head.folder, row.head.list_id): row.head for row in rows}.values())
    if len(heads) < 2:
        return {(head.folder, head.list_id): "" for head in heads}
    folders = shorten_folders({head.folder for head in heads})
    ways = (
        [head.annex or "" for head in heads],
        [head.title for head in heads],
        [name_list(head) for head in heads],
        [head.list_id for head in heads],
        [f"{folders[head.folder]}/{head.list_id}" for head in heads],
    )
    names = next(names for names in ways if len(set(names)) == len(heads) and all(names))
    return {
        (head.folder, head.list_id): clean(name) for head, name in zip(heads, names, strict=True)
    }
