"""The official terms for the closed sets of words, as they are shown and as they are accepted.

English words are the values of files, options and JSON; people who read Chinese see the official
terms, and may type them, too: `--class 长期保持` is `--class ongoing`.
"""

from collections.abc import Mapping

from dutylist.words import Message, say

TERMS: Mapping[str, Message] = {
    "by-date": say("by-date"),
    "within-year": say("within-year"),
    "milestone": say("milestone"),
    "ongoing": say("ongoing"),
    "periodic": say("periodic"),
    "staged": say("staged"),
    "relative": say("relative"),
    "unstated": say("unstated"),
    "unparsed": say("unparsed"),
    "pending": say("pending"),
    "active": say("active"),
    "blocked": say("blocked"),
    "done": say("done"),
    "repealed": say("repealed"),
    "completed": say("completed"),
    "on-schedule": say("on-schedule"),
    "behind": say("behind"),
    "overdue": say("overdue"),
    "unreported": say("unreported"),
    "adjusted": say("adjusted"),
    "red": say("red"),
    "yellow": say("yellow"),
    "green": say("green"),
    "none": say("none"),
    "deadline": say("deadline"),
    "checkpoint": say("checkpoint"),
    "report": say("report"),
    "monthly": say("monthly"),
    "quarterly": say("quarterly"),
    "half-yearly": say("half-yearly"),
    "yearly": say("yearly"),
    "weekly": say("weekly"),
    "daily": say("daily"),
    "every 10 days": say("every 10 days"),
    "every working day": say("every working day"),
    "responsible": say("responsible"),
    "supporting": say("supporting"),
    "any": say("any"),
    "department": say("department"),
    "leader": say("leader"),
    "class": say("class"),
    "status": say("status"),
    "lamp": say("lamp"),
    "list": say("list"),
    "bucket": say("bucket"),
    "fixed dates": say("fixed dates"),
    "repeal": say("repeal"),
    "extend": say("extend"),
    "reinstate": say("reinstate"),
}
"""The message of each value: its English word, and in Chinese its official term."""

CLASSES: Mapping[str, str] = {
    "限期完成": "by-date",
    "按期完成": "by-date",
    "年内完成": "within-year",
    "年底前完成": "within-year",
    "当年完成": "within-year",
    "节点推进": "milestone",
    "节点": "milestone",
    "年内有实质性进展": "milestone",
    "长期保持": "ongoing",
    "长期坚持": "ongoing",
    "持续推进": "ongoing",
    "定期": "periodic",
    "分阶段": "staged",
    "相对时限": "relative",
    "未列时限": "unstated",
    "未识别": "unparsed",
}
STATUSES: Mapping[str, str] = {
    "未启动": "pending",
    "推进中": "active",
    "受阻": "blocked",
    "办结": "done",
    "废止": "repealed",
}
ROLES: Mapping[str, str] = {
    "责任": "responsible",
    "责任部门": "responsible",
    "配合": "supporting",
    "配合部门": "supporting",
    "全部": "any",
}
GROUPS: Mapping[str, str] = {
    "责任部门": "department",
    "牵头领导": "leader",
    "时限类别": "class",
    "状态": "status",
    "灯": "lamp",
    "清单": "list",
    "通报类别": "bucket",
    "发文机关": "issuer",
}
