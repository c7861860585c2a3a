"""The words of official papers: column titles, endings of offices, titles of officials, surnames.

Tables only; the rules that use them are in the files beside this one. Column titles are folded:
without blanks, in half width. An office may add its own in a profile.
"""

import re
from enum import StrEnum


class Role(StrEnum):
    """What a column or a label of an item holds.

    `lead` and `responsible` are both 责任部门 where they stand alone; side by side the first are
    those that answer. `mixed` names both kinds of departments at once, `shared` departments with
    people. `stage` is a column for a part of the year. `aside` is known, and not kept.
    """

    NO = "no"
    CONTENT = "content"
    LEAD = "lead"
    RESPONSIBLE = "departments"
    SUPPORTING = "supporting"
    MIXED = "mixed"
    SHARED = "shared"
    DEADLINE = "deadline"
    LEADERS = "leaders"
    PERSON = "person"
    STAGE = "stage"
    REMARK = "remark"
    ASIDE = "aside"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES: dict[Role, frozenset[str]] = {
    Role.NO: _words("序号 编号 项目序号 任务序号 序 项目编号 任务编号 事项编号 项号 No no NO № 号"),
    Role.CONTENT: _words(
        "工作内容 主要内容 工作任务 重点任务 主要任务 任务内容 重点工作 工作事项 事项 事项内容 "
        "民生实事 实事 实事项目 民生实事项目 项目名称 任务名称 目标任务 年度目标任务 "
        "全年目标任务 工作目标 任务目标 年度目标 全年目标 主要目标 具体内容 具体任务 主要工作 "
        "任务 内容 工作要点 责任事项 工作措施 具体措施 工作举措 主要举措 具体举措 措施 "
        "指标名称 指标 预期效果 预期目标 建设内容 项目内容 项目建设内容 督查事项 督办事项 "
        "交办事项 议定事项 决定事项 会议议定事项 任务分解 分解任务 工作 重点工作任务 "
        "重点工作内容 年度重点任务 主要指标 工作名称 项目 事项名称 工程名称 民生工程 "
        "建设内容及规模 建议内容 提案内容 案由 承诺事项 整改任务 整改措施 问题 任务事项 目标 "
        "目标要求"
    ),
    Role.LEAD: _words(
        "牵头单位 牵头部门 牵头责任单位 牵头责任部门 牵头负责单位 牵头负责司局 牵头主管部门 "
        "牵头司局 牵头科室 牵头处室 主办单位 主办部门 第一责任单位 主责单位 主责部门 "
        "主要责任单位 主要责任部门 主牵头单位 总牵头单位 牵头责任主体 牵头 主办"
    ),
    Role.RESPONSIBLE: _words(
        "责任部门 责任单位 承办单位 承办部门 落实单位 落实部门 实施单位 实施主体 责任主体 "
        "负责单位 负责部门 责任科室 责任处室 责任股室 主管部门 主管单位 项目单位 业主单位 "
        "责任司局 具体责任单位 执行单位 办理单位 完成单位 整改责任单位 交办单位 承担单位"
    ),
    Role.SUPPORTING: _words(
        "配合部门 配合单位 协同责任单位 协同单位 协同部门 协办单位 协办部门 协助单位 协助部门 "
        "参与单位 参与部门 参加单位 会办单位 支持单位 支持部门 配合责任单位 配合 协办 配合科室 "
        "会同单位"
    ),
    Role.DEADLINE: _words(
        "工作进度时限要求 完成时限 完成时间 时限要求 时间要求 时间节点 进度要求 办结时限 时限 "
        "完成期限 工作时限 推进时限 计划完成时间 截止时间 截止日期 完成日期 完成时间节点 "
        "工作进度 进度安排 时间安排 办理时限 期限 落实时限 计划时间 完成节点 时间进度 整改时限 "
        "拟完成时间 办结时间 完成时限要求 进度时限 时序进度 工作时限要求"
    ),
    Role.LEADERS: _words(
        "政府牵头领导 牵头领导 分管领导 责任领导 负责领导 包保领导 包抓领导 联系领导 挂点领导 "
        "挂钩领导 区领导 市领导 县领导 牵头负责领导 分管区长 分管副区长 分管市长 分管副市长 "
        "分管县长 分管副县长 主管领导 牵头县领导 牵头市领导 牵头区领导 责任市领导 责任县领导 "
        "责任区领导 区分管领导 市分管领导 县分管领导 主抓领导 督办领导 领导 包联领导 "
        "分管负责同志 牵头负责同志 市级领导 县级领导 区级领导 责任县级领导 责任市级领导 "
        "包案领导 领衔领导 主要领导"
    ),
    Role.PERSON: _words(
        "责任人 负责人 具体责任人 直接责任人 责任人员 单位负责人 项目负责人 部门负责人 承办人 "
        "第一责任人"
    ),
    Role.REMARK: _words("备注 说明 备 注 附注"),
    Role.ASIDE: _words(
        "指标属性 属性 类别 分类 类型 任务类别 项目类别 任务来源 来源 联系人 联系电话 电话 "
        "联系方式 资金来源 投资 总投资 投资额 计划投资 年度投资 投资金额 资金 目前进展 "
        "进展情况 推进情况 完成情况 工作进展 形象进度 工作进展情况 进展 是否达序 是否完成 "
        "存在问题 问题及原因 下步计划 下一步计划 下一步工作 下步打算 下一步打算 下一步工作打算 "
        "落实情况 办理情况 督查情况 评分 分值 考核分值 权重 计量单位 单位 上年完成 去年完成 "
        "建设地点 地点 领域 板块 专项 层级 序时进度 状态 办理结果 本期进展 工作进度情况"
    ),
}
"""What stands in the header above a column, or before the colon of a label, by role."""

_UNIT = "(?:单位|部门|主体|科室|处室|股室|司局|机构|乡镇|街道)"
_SOMEBODY = "(?:责任人|负责人|领导)"
_AND = r"(?:及|和|与|、|/|\()"
TITLE_PATTERNS: tuple[tuple[re.Pattern[str], Role], ...] = (
    (re.compile(r"进展|推进情况|完成情况|落实情况|达序|问题(?:描述)?$|存在问题"), Role.ASIDE),
    (re.compile(r"下步|下一步|打算|联系|电话|投资|资金|得分"), Role.ASIDE),
    (re.compile(r"(?:配合|协助|协同|协管).*(?:领导|[市县区镇]长)"), Role.ASIDE),
    (re.compile(r"^(?:第?[一二三四1-4]季度|[上下]半年)"), Role.STAGE),
    (re.compile(r"^[0-9一二三四五六七八九十]{1,3}月"), Role.STAGE),
    (re.compile(rf"(?:责任|牵头|主办|承办).*{_AND}.*(?:配合|协同|协办|协助|参与|责任{_UNIT})"),
     Role.MIXED),
    (re.compile(rf"(?:配合|协办|协同|协助).*{_UNIT}.*{_AND}.*{_SOMEBODY}"), Role.SUPPORTING),
    (re.compile(rf"{_UNIT}.*{_AND}.*{_SOMEBODY}"), Role.SHARED),
    (re.compile(r"(?:单位|部门)(?:主要|分管)?领导$"), Role.PERSON),
    (re.compile(r"领导|[市县区镇]长|副主任|组长"), Role.LEADERS),
    (re.compile(r"责任人|负责人|负责同志"), Role.PERSON),
    (re.compile(rf"(?:配合|协同|协办|协助|参与|参加|会办).*{_UNIT}"), Role.SUPPORTING),
    (re.compile(rf"(?:牵头|主办|主责|第一责任).*{_UNIT}"), Role.LEAD),
    (re.compile(rf"(?:责任|承办|负责|落实|实施|办理|承担).*{_UNIT}"), Role.RESPONSIBLE),
    (re.compile(r"时限|期限|时间节点"), Role.DEADLINE),
    (re.compile(r"(?:整改|完成|截止|办结|计划|时间).*(?:时间|日期|节点|要求)"), Role.DEADLINE),
    (re.compile(r"备注|说明"), Role.REMARK),
    (re.compile(r"序号|编号"), Role.NO),
    (re.compile(r".*(?:内容|任务|事项|目标|举措|措施|项目|指标|工程|要点|实事)"), Role.CONTENT),
)  # fmt: skip
"""What a title that stands in no list above is taken for, the first that fits."""

_ENDINGS = (
    "局 委 办 部 厅 院 会 所 站 队 处 科 司 室 股 中心 公司 集团 银行 支行 分行 学校 大学 学院 "
    "中学 小学 街道 街 乡 镇 村 社区 园区 园 开发区 新区 区 县 市 旗 政府 指挥部 专班 单位 "
    "部门 机构 联社 供电 馆 台 社 厂 校 工委 党委 纪委 监委 团委 联 科协 编办 工商联 组 街办 "
    "场 库 基地 盟 协 庭 电信 移动 联通 铁塔 邮政 烟草 企业 项目部 平台 港 军分区 人武部 苏木 "
    "行 段 团 一中 二中 三中 四中"
)
UNIT_ENDING = re.compile(f"(?:{'|'.join(sorted(_ENDINGS.split(), key=len, reverse=True))})$")
SHORT_UNITS = _words(
    "残联 妇联 科协 文联 工会 团委 法院 侨联 红会 编办 人大 政协 纪委 党校 银行 电信 移动 联通 "
    "铁塔 邮政 烟草 消防 气象 公安 税务 社联 各县 各区 各市 各镇 各乡 各村 财办 市委 县委 区委 "
    "省委 住建 教体 民政 街道 乡镇 镇街 乡街 园区 社区 村居 县区 商会 军区 电力 国网"
)
BARE_ENDINGS = _words(
    "人民政府 政府 管理局 管理中心 服务中心 指挥部 委员会 办公室 分局 支队 大队 中队 总队 "
    "管委会 管理委员会 办事处 服务局 监督局 管理处 管理站 管理所 服务站 事务中心 发展中心 总站 "
    "总公司 分公司 有限公司 管理部 保障局 资源局 规划局 建设局 发展局 改革局 改革委 执法局 "
    "生态局 卫生局 环境局 旅游局 体育局 农村局 保障中心 建设中心 执法大队 消防大队 研究院 "
    "事务局 管理办公室 领导小组 工作组 监管局 监督管理局"
)
"""Ends of names that are hardly names by themselves: such a line may go on with the one above."""
DEPENDENT_ENDINGS = _words(
    "人民政府 政府 分局 支队 大队 中队 总队 办公室 委员会 管理委员会 办事处 分公司 领导小组 "
    "工作组 管委会 管理办公室"
)
"""Those of them that belong to the name before even where that is whole by itself."""

ORGANS = _words("市委 县委 区委 省委 旗委 党工委 市政府 县政府 区政府 省政府 市人大 县人大 区人大")
"""Bodies whose offices are printed behind them: 区委 / 组织部 may be one name or two."""

GENERIC_PARTIES = re.compile(
    r"(?:乡镇?|镇|街道?|街办|办事处|街道办(?:事处)?|园区|开发区|社区|村|居|部门|单位|新区|旗|县|区|市|"
    r"苏木|场|镇街|直属机构|功能区|管委会|有关部门|相关部门|街道办事处|县区)(?:[（(].*[）)])?"
)
"""What 各 may go on to govern behind a 、: 各乡镇、街道 is one party."""

ROLE_TITLE = re.compile(
    r"(?:(?:各|分管|联系|主管|主抓|牵头|责任)*(?:省|市|区|县|旗|镇|乡|街道|开发区|高新区|经开区|新区)?"
    r"(?:委|政府|党工委|管委会|人大|政协|党组)?"
    r"(?:(?:常务|党组|二级|三级|四级|一级)?副?(?:书记|市长|区长|县长|旗长|镇长|乡长|主任|部长|局长|"
    r"主席|秘书长|巡视员|调研员|组长|司令员|政委|总工程师|总工|总经理|董事长|院长|检察长|行长|处长|科长)"
    r"|常委|党组成员|主要领导|分管领导|主要负责人|负责人|主要负责同志|分管负责同志|负责同志|领导班子成员))+"
)
"""A title of office, which may stand before, behind or in place of a name."""

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛"
    "奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康"
    "伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵"
    "席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗"
    "丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫"
    "乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄"
    "印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴鬱胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂"
    "濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘"
    "匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相"
    "查后荆红游竺权逯盖益桓公仉督岳帅缑亢况郈有琴归海墨哈谯笪年爱阳佟言福肖闫付代邸佘晋覃底由"
    "岩仝苑初刀玉衣展户矫逄修官冼撒战原矣字信来苟门仵但邝樊药者苌鹿么力恽洛才保朴揭粟亓郇禚银"
    "侬普召罕额"
)
SURNAMES = frozenset(_SURNAMES)
DOUBLE_SURNAMES = _words(
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 司徒 令狐 长孙 宇文 轩辕 夏侯 端木 百里 呼延 "
    "东郭 南宫 西门 独孤 澹台 公冶 濮阳 淳于 单于 太叔 申屠 仲孙 钟离 鲜于 闾丘 亓官 司寇 子车 "
    "颛孙 巫马 公西 漆雕 乐正 壤驷 公良 拓跋 夹谷 宰父 谷梁 段干 第五 南门 羊舌 微生 赫连 完颜 "
    "纳兰 那拉"
)
