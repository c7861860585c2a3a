"""Duties made from dates alone, so that the deadline language has no say in them."""

from datetime import date

from dutylist.duty import Deadline, DeadlineClass, Duty, Entry, Extension, Repeal, Status


def make_duty(
    cls: DeadlineClass = DeadlineClass.BY_DATE,
    due: str = "",
    *parts: str,
    reports: tuple[date, ...] = (),
    checkpoints: tuple[date, ...] = (),
) -> Duty:
    """Return a duty with the parts, as `active 2022-04-08` or `extended 2022-09-01 2022-12-31`."""
    duty = Duty(
        no=1,
        content="推进老旧小区改造。",
        departments=("住建局",),
        supporting=(),
        leaders=("张三",),
        deadline="10月末前完成",
        meaning=Deadline(
            cls, date.fromisoformat(due) if due else None, checkpoints, reports=reports
        ),
    )
    for part in parts:
        duty = amend(duty, *part.split())
    return duty


def amend(duty: Duty, word: str, *texts: str) -> Duty:
    """Return the duty with one part more, as `amend(duty, "active", "2022-04-08")`."""
    days = [date.fromisoformat(text) for text in texts]
    if word == "repealed":
        return duty._replace(repealed=Repeal(days[0] if days else None))
    if word == "due":
        return duty._replace(given_due=days[0])
    if word == "extended":
        return duty._replace(extended=(*duty.extended, Extension(days[0], days[1])))
    return duty._replace(progress=(*duty.progress, Entry(days[0], Status(word), "进展")))
