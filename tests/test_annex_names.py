"""Cells into names: tables of what is one name and what is two, and of what is never sure."""

import pytest

from dutylist.annex.reading.forms import find_role, is_person, is_unit, read_number
from dutylist.annex.reading.lexicon import Role
from dutylist.annex.reading.names import Words, split_names
from dutylist.annex.reading.people import split_people

KNOWN = Words(printed=frozenset({"蔬菜园艺特产管理中心"}), parted=frozenset({("区委", "办公室")}))


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["财政局"], ["财政局"]),
        (["乡、街", "区直相关部门"], ["乡、街", "区直相关部门"]),
        (["各街道", "法院、司法局"], ["各街道", "法院", "司法局"]),
        (["平西乡、农业农村局", "工信局"], ["平西乡", "农业农村局", "工信局"]),
        (["卫健局 财政局"], ["卫健局", "财政局"]),
        (["蔬菜园艺特产", "管理中心"], ["蔬菜园艺特产管理中心"]),
        (
            ["市发改委,市教育局；市财政局/市审计局"],
            ["市发改委", "市教育局", "市财政局", "市审计局"],
        ),
        (["各乡镇、街道，区直相关部门"], ["各乡镇、街道", "区直相关部门"]),
        (["乡、镇、街道办"], ["乡、镇、街道办"]),
        (["各县（市、区）政府、市直有关部门"], ["各县（市、区）政府", "市直有关部门"]),
        (["成员单位（住建局、城管局）、教育局"], ["成员单位（住建局、城管局）", "教育局"]),
        (["1.县发改局", "2.县财政局"], ["县发改局", "县财政局"]),
        (["①县水利局 ②县林业局"], ["县水利局", "县林业局"]),
        (["区发改局及区财政局"], ["区发改局", "区财政局"]),
        (["市发展和改革委员会"], ["市发展和改革委员会"]),
        (["区委", "办公室"], ["区委", "办公室"]),
        (["县", "大数据中心"], ["县大数据中心"]),
        (["—"], []),
        ([], []),
    ],
)
def test_a_cell_of_departments_is_parted_without_a_doubt(
    lines: list[str], names: list[str]
) -> None:
    found = split_names(lines, KNOWN)

    assert (list(found.names), found.doubts) == (names, ())


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["区住房和城乡建", "设局"], ["区住房和城乡建设局"]),
        (["节能与综合 利用司"], ["节能与综合利用司"]),
        (["市委", "组织部"], ["市委组织部"]),
        (["红旗镇", "人民政府"], ["红旗镇人民政府"]),
        (["云岭县", "自然资源局"], ["云岭县", "自然资源局"]),
        (["市生态环境局", "云岭分局"], ["市生态环境局", "云岭分局"]),
        (["市发改委、市税务局等"], ["市发改委", "市税务局"]),
        (["县教育局等4部门"], ["县教育局"]),
        (["县住建局、县城管局等12个单位"], ["县住建局", "县城管局"]),
        (["市政府各部门、各直属机构"], ["市政府各部门", "各直属机构"]),
        (["各镇（办）、园区"], ["各镇（办）、园区"]),
        (["县发改局县财政局"], ["县发改局县财政局"]),
        (["县发改局+县财政局"], ["县发改局+县财政局"]),
        (["县发改局（王小明）"], ["县发改局（王小明）"]),
        (["*县公安局、县司法局"], ["县公安局", "县司法局"]),
        (["周启明"], ["周启明"]),
        (["见附件"], ["见附件"]),
    ],
)
def test_what_only_looks_decide_about_departments_is_doubted(
    lines: list[str], names: list[str]
) -> None:
    found = split_names(lines, KNOWN)

    assert list(found.names) == names
    assert len(found.doubts) == 1


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["吕  乐"], ["吕乐"]),
        (["常晓红", "薛英辉"], ["常晓红", "薛英辉"]),
        (["周启明、林若水，陆知远"], ["周启明", "林若水", "陆知远"]),
        (["周启明 林若水"], ["周启明", "林若水"]),
        (["欧阳 修"], ["欧阳修"]),
        (["王 建 国"], ["王建国"]),
        (["周启明（常务副区长）"], ["周启明"]),
        (["阿布都·热合曼"], ["阿布都·热合曼"]),
        (["/"], []),
    ],
)
def test_a_cell_of_leaders_is_parted_without_a_doubt(lines: list[str], names: list[str]) -> None:
    found = split_people(lines)

    assert (list(found.names), found.doubts) == (names, ())


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["市长"], ["市长"]),
        (["副区长 周启明"], ["周启明"]),
        (["周启明副区长"], ["周启明"]),
        (["区委副书记、区长 林若水"], ["林若水"]),
        (["沈砚秋、分管副市长"], ["沈砚秋", "分管副市长"]),
        (["常", "晓红"], ["常晓红"]),
        (["吕 乐 张 三"], ["吕乐", "张三"]),
        (["张平李刚"], ["张平李刚"]),
        (["沈县长"], ["沈县长"]),
        (["工信局"], ["工信局"]),
        (["红旗镇"], ["红旗镇"]),
    ],
)
def test_what_is_no_plain_name_of_a_leader_is_doubted(lines: list[str], names: list[str]) -> None:
    found = split_people(lines)

    assert list(found.names) == names
    assert found.doubts


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("序 号", Role.NO),
        ("工  作  内  容", Role.CONTENT),
        ("政府牵头领导", Role.LEADERS),
        ("牵头单位", Role.LEAD),
        ("责任单位", Role.RESPONSIBLE),
        ("协同责任单位", Role.SUPPORTING),
        ("责任主体与协同单位", Role.MIXED),
        ("责任单位及责任人", Role.SHARED),
        ("配合单位及责任人", Role.SUPPORTING),
        ("工作进度时限要求", Role.DEADLINE),
        ("完成时限（月）", Role.DEADLINE),
        ("第一季度目标", Role.STAGE),
        ("1-10月推进情况", Role.ASIDE),
        ("配合领导", Role.ASIDE),
        ("责任人", Role.PERSON),
        ("备注", Role.REMARK),
        ("甲", None),
        ("姓名", None),
        ("今年以来我们认真落实各项任务，取得了明显成效。", None),
    ],
)
def test_a_title_tells_what_its_column_holds(title: str, role: Role | None) -> None:
    assert find_role(title) == role


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("5", 5), ("5.", 5), ("5、", 5), ("05", 5), ("（5）", 5), ("５", 5), ("⑤", 5), ("五", 5),
        ("（十二）", 12), ("一百零一", 101), ("第3项", 3), ("5.1", "5.1"), ("5-1", "5.1"),
        ("5（1）", "5.1"), ("1.1.1", None), ("O4", None), ("2★", None), ("", None), ("0", None),
        ("工信局", None), ("1234567", None),
    ],
)  # fmt: skip
def test_a_printed_number_is_read_or_is_none(text: str, number: int | str | None) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    "name",
    [
        "财政局", "国网四平供电公司", "区残联", "人武部", "各街道", "乡、街", "县护城河指挥部",
        "城投集团", "人行六安市中心支行", "红开区", "相关街道", "市一中",
    ],
)  # fmt: skip
def test_offices_look_like_offices_and_not_like_people(name: str) -> None:
    assert is_unit(name)
    assert not is_person(name)


@pytest.mark.parametrize("name", ["周启明", "吕乐", "欧阳修", "司马相如", "王镇", "买买提·吐尔逊"])
def test_people_look_like_people(name: str) -> None:
    assert is_person(name)
