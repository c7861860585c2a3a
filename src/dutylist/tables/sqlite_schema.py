"""The SQL by which an SQLite file is made: tables, indexes, and views of the day's questions."""

from collections.abc import Iterator

from dutylist.tables.schema import DUTIES, TABLES, Column, Table, Type

_TYPES = {
    Type.TEXT: "TEXT",
    Type.INTEGER: "INTEGER",
    Type.BOOLEAN: "INTEGER",  # 0 or 1
    Type.DATE: "TEXT",  # 2022-10-31, which sorts and which date() understands
}

INDEXES = (
    'CREATE INDEX duties_by_list ON duties ("list", "no")',
    "CREATE INDEX duties_by_due ON duties (due)",
    "CREATE INDEX parties_by_name ON parties (name, role)",
    "CREATE INDEX progress_by_day ON progress (day)",
    "CREATE INDEX asked_by_day ON asked (day) WHERE owed",
)

_SHOWN = """\
duties.ref, duties.content, duties.departments, duties.supporting, duties.leaders,
  duties.deadline, duties.status, duties.lamp, duties.reason, duties.duty_id"""

DUE = f"""\
CREATE VIEW due AS
WITH falling (duty_id, falls_on, kind, place) AS (
  SELECT duty_id, due, 'deadline', 1 FROM duties
  WHERE status NOT IN ('done', 'repealed') AND due IS NOT NULL
  UNION ALL
  SELECT duty_id, day, kind, CASE kind WHEN 'checkpoint' THEN 2 ELSE 3 END FROM asked
  WHERE owed
)
SELECT falling.falls_on, falling.kind, {_SHOWN}
FROM falling JOIN duties USING (duty_id)
ORDER BY falling.falls_on, falling.place, duties.position"""

OVERDUE = f"""\
CREATE VIEW overdue AS
SELECT duties.due, -duties.days_left AS days_overdue, {_SHOWN}
FROM duties
WHERE duties.overdue
ORDER BY duties.due, duties.position"""

STATS = """\
CREATE VIEW stats AS
WITH grouped ("by", "key", duty_id) AS (
  SELECT role, name, duty_id FROM parties WHERE role IN ('department', 'leader')
  UNION ALL SELECT 'class', class, duty_id FROM duties
  UNION ALL SELECT 'status', status, duty_id FROM duties
  UNION ALL SELECT 'lamp', COALESCE(lamp, 'none'), duty_id FROM duties
  UNION ALL SELECT 'list', "list", duty_id FROM duties
  UNION ALL SELECT 'bucket', bucket, duty_id FROM duties
)
SELECT "by", "key", COUNT(*) AS duties,
  SUM(status = 'pending') AS pending, SUM(status = 'active') AS active,
  SUM(status = 'blocked') AS blocked, SUM(status = 'done') AS done,
  SUM(status = 'repealed') AS repealed, SUM(overdue) AS overdue,
  COALESCE(SUM(lamp = 'red'), 0) AS red, COALESCE(SUM(lamp = 'yellow'), 0) AS yellow,
  COALESCE(SUM(lamp = 'green'), 0) AS green
FROM grouped JOIN duties USING (duty_id)
GROUP BY "by", "key"
ORDER BY "by", COUNT(*) DESC, "key\""""


def list_statements() -> Iterator[str]:
    """Give the statements that make an empty database."""
    yield from map(_make_table, TABLES)
    yield from INDEXES
    yield from (DUE, OVERDUE, STATS)


def _make_table(table: Table) -> str:
    lines = [_make_column(column) for column in table.columns]
    lines.append(f"PRIMARY KEY ({', '.join(table.key)})")
    if table is not DUTIES:
        lines.append("FOREIGN KEY (duty_id) REFERENCES duties")
    body = ",\n  ".join(lines)
    return f"CREATE TABLE {table.name} (\n  {body}\n) WITHOUT ROWID"


def _make_column(column: Column) -> str:
    return f'"{column.name}" {_TYPES[column.type]}{"" if column.may_lack else " NOT NULL"}'
