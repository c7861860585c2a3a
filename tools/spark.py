"""The questions of docs/scaling.md on Apache Spark: a cluster of two workers, each a process.

    PYTHONPATH=tests python tools/spark.py PROGRAM     PROGRAM is dutylist; `make spark` does this

Lists are drawn, handed over as Parquet by the program, and asked about on several days, by SQL and
by the program. Every row must be the same; exit 1 where one is not. Needs pyspark and Java 17.
"""

import json
import os
import random
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pyspark
from pyspark.sql import SparkSession
from questions import (
    COUNT_KEYS,
    DUE_KEYS,
    OVERDUE_KEYS,
    SHOWN_FOLDER,
    pick,
    read_questions,
    show_rows,
    split,
)

MASTER = "local-cluster[2,1,1024]"
LISTS, DUTIES = 4, 80
EXPORTED = date(2023, 1, 31)
DAYS = (date(2022, 3, 31), date(2022, 10, 1), EXPORTED)
WORDINGS = (
    "6月底前完成", "10月末前完成", "12月末前完成，按月实施推进", "年内完成", "长期保持",
    "每月25日前", "7月底前开工；11月底前建成", "会后7日内",
    "3月底前启动；6月底前完成主体；10月底前竣工，按月实施推进",
)  # fmt: skip
NAMES = ("财政局", "教育局", "住建局", "乡、街")
TABLES = ("duties", "parties", "progress", "asked", "extensions")
# By its name, how the program is asked the same, and which keys are compared.
QUESTIONS: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    "due": (("due", "--month=10", "--year=2022"), DUE_KEYS),
    "overdue": (("overdue",), OVERDUE_KEYS),
    "stats by department": (("stats", "--by=department"), COUNT_KEYS),
    "stats by bucket": (("stats", "--by=bucket"), COUNT_KEYS),
}


def main(program: str) -> int:
    """Ask all questions on all days; return 1 if any answer differs."""
    with TemporaryDirectory() as top:
        data, lists = Path(top, "data"), Path(top, "lists.parquet")
        draw_lists(data)
        options = (f"--data={data}", f"--as-of={EXPORTED}", f"--out={lists}")
        subprocess.run([program, "export", *options], check=True)
        with start_spark(Path(top)) as spark:
            tell(f"Spark {spark.version}, {MASTER}")
            open_tables(spark, lists)
            differing = [ask(spark, program, data, name, day) for day in DAYS for name in QUESTIONS]
    return int(any(differing))


def tell(line: str) -> None:
    """Say how far it has come; Spark itself says much on standard error."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def draw_lists(folder: Path) -> None:
    """Write lists of duties to which all may have happened that can; always the same."""
    chance = random.Random(5)
    folder.mkdir()
    for number in range(LISTS):
        duties = [{"no": no, **draw_duty(chance)} for no in range(1, DUTIES + 1)]
        told = {"title": f"清单{number}", "year": 2022, "duties": duties}
        path = folder / f"tasks_{number:02}.yaml"
        path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def draw_duty(chance: random.Random) -> dict[str, object]:
    """Draw a duty, without its number."""
    duty: dict[str, object] = {
        "content": "推进重点工作。",
        "departments": chance.sample(NAMES, chance.randint(1, 2)),
        "deadline": chance.choice(WORDINGS),
        "leaders": ["张三"],
    }
    if chance.random() < 0.7:
        duty["progress"] = [draw_entry(chance) for _ in range(chance.randint(1, 5))]
    if chance.random() < 0.2:
        duty["extended"] = [{"on": draw_day(chance), "to": draw_day(chance)} for _ in range(2)]
    if chance.random() < 0.1:
        duty["repealed"] = {"on": draw_day(chance)}
    return duty


def draw_entry(chance: random.Random) -> dict[str, object]:
    """Draw a progress entry."""
    status = chance.choice(("pending", "active", "active", "active", "blocked", "done"))
    return {"on": draw_day(chance), "status": status, "note": "按计划推进"}


def draw_day(chance: random.Random) -> str:
    """Draw a day of the year."""
    return (date(2022, 1, 1) + timedelta(days=chance.randrange(365))).isoformat()


def start_spark(work: Path) -> SparkSession:
    """Start the cluster; all that it writes goes to `work`."""
    os.environ["SPARK_HOME"] = str(Path(pyspark.__file__).parent)
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    os.environ["SPARK_WORKER_DIR"] = str(work / "workers")
    session: SparkSession = (
        SparkSession.builder.master(MASTER)
        .appName("dutylist")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.warehouse.dir", str(work / "warehouse"))
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    return session


def open_tables(spark: SparkSession, lists: Path) -> None:
    """Make the tables and the views of the document."""
    blocks = read_questions()
    for name in ("spark", "standing", "owed"):
        for statement in split(blocks[name].replace(SHOWN_FOLDER, lists.as_posix())):
            spark.sql(statement)
    for name in TABLES:
        spark.catalog.cacheTable(name)


def ask(spark: SparkSession, program: str, data: Path, name: str, day: date) -> bool:
    """Put one question both ways, say what came of it, and tell whether the answers differ."""
    spark.sql(f"CREATE OR REPLACE TEMPORARY VIEW the_day AS SELECT DATE '{day}' AS day")
    options, keys = QUESTIONS[name]
    (statement,) = split(read_questions()[name])
    seen = show_rows(spark.sql(statement).collect())
    command = [program, *options, f"--data={data}", f"--as-of={day}", "--format=json"]
    told = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    expected = pick(told, keys)
    # Where the program's order tells of lists as printed, that of counts is SQL's own.
    equal = sorted(seen, key=repr) == sorted(expected, key=repr)
    tell(f"{day}  {name}: {len(seen)} rows, {'the same' if equal else 'NOT the same'}")
    return not equal


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
