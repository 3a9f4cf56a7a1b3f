package review

import "zhunsheng/scoring/lexicon"

// The word lists of the text checks, in folded glyphs (see fold). They are general words of the field; nothing here depends on a
// single project. A list is changed here and nowhere else.
var (
	// spendingNames are indicators that measure what the execution row already measures (A9).
	spendingNames = lexicon.New(`预算执行率 资金执行率 资金支出率 资金使用率 资金支付率 预算支出率 支出进度 支出完成率 预算完成率 资金拨付率 预算执行进度
		资金执行进度 资金支付进度 预算资金执行率 资金预算执行率 资金支出进度 预算支出进度 财政资金执行率 财政资金支出率 预算资金支出率 经费执行率 经费使用率 经费支出率`)

	// gradeSuffixes follow a grade's letter in common speech (A10): 优秀, 良好, 中等, 差评 is none of them.
	gradeSuffixes = lexicon.New(`秀 好 等 级 等级 秀等级 好等级`)

	// noReasons stand in the cell of a reason and state none (B1, B2, B4, answers).
	noReasons = lexicon.New(`无 没有 暂无 不适用 无偏差 无偏离 未偏离 无需说明 空 none None 略 同上 见上 - / \ 待补充 待填 待定`)

	// lessIsBetter mark the name of an indicator of which less is better (B8, B9).
	lessIsBetter = lexicon.New(`事故 投诉 故障 违规 违纪 违法 差错 错误 死亡 伤亡 受伤 发病 病死 污染 排放 能耗 消耗 上访 信访 案件 发案 逾期 超标 超期 误差 缺陷 返工
		损失 浪费 丢失 停电 停水 超支 控制 压减 减少 降低 下降 缩短 上限 时间 时长 天数 工期 周期 密度 浓度 负债 债务 返贫 辍学 流失 空置 闲置 缺勤 编制 会议 纠纷 诉讼
		隐患 漏损 死亡率 淘汰 退回 退票 拥堵 等候 等待 三公 不合格 不良 复发 虚报 截留 挪用 变更 偏差 波动 贫困 失业 失信 风险 冲突 群体性事件 舆情 负面 脱管 反弹`)

	// savingNames mark a cost indicator of which more is better (B8).
	savingNames = lexicon.New(`节约 节省 降低 下降 减少 压减 减免 节支 结余 收入 产出 投入产出 回收 自筹 配套 控制率 达标 合规`)

	// benchmarks are levels judged against a standard of their own, so that no target has to be stated (B5).
	benchmarkLevels = lexicon.New(`决策 过程 投入 管理`)

	// unfinished words say that work goes on (B11). Those that end in 中 count only where the word ends there: 建设中, not 建设中心.
	unfinished = lexicon.New(`建设中 实施中 进行中 推进中 施工中 办理中 审批中 审核中 招标中 采购中 调试中 筹备中 筹建中 整改中 编制中 安装中 验收中 执行中 开展中 研发中
		仍在建 尚在建 在建中 待验收 待审计 待结算 待决算 待完工 待完成 待拨付 待支付 待安装 待启动 待开工 未验收 未完工 未竣工 未完成 未开工 未启动 未动工 未建成 未结算 未投入使用
		未实施 未开展 尚未 还未 正在 部分完成 基本完成 大部分完成 未全部 未达到 暂未 仍在 逐步推进 陆续 继续推进 主体完工 已完成主体`)

	// negations before a word turn it round: 无待验收项目, 不存在未完成事项.
	negations = lexicon.New(`无 没有 不存在 未发现 未出现 未发生 杜绝 消除 避免 零 解决 清零`)

	// hollow are the words of which an empty phrase is made (D3): 效果明显, 显著提升, 达成预期指标.
	hollow = lexicon.New(`效果 成效 效益 效率 作用 影响 水平 能力 质量 显著 明显 有效 不断 持续 进一步 较好 良好 逐步 大幅 稳步 大力 得到 有所 已 均 都 基本 全部 全面
		达到 达成 达标 实现 完成 取得 发挥 产生 获得 具有 预期 预定 既定 指标 目标 要求 值 年度 绩效 提升 提高 改善 增强 加强 促进 优化 好转 增加 推动 保障 正常 好 优 优秀 优良 长期
		稳定 高 较 很 非常 十分 强 大 显现 了 的 和 与 情况 可持续 经济 社会 生态 积极 合理 到位 有力 有一定 一定 较为 比较 圆满 顺利 按要求 符合 满足 满意 充分 健全 完善`)

	// surveyWords name how satisfaction was asked for, surveyUnits what a sample is counted in (D2).
	surveyWords = lexicon.New(`问卷 样本 调查对象 受访 回收 抽样 访谈 测评 评价表 调查表 满意度调查 随机调查 电话回访 回访 发放调查 参评 参与调查 参与评价 有效评价 抽查`)
	surveyUnits = lexicon.New(`份 人 户 家 名 个 位 次 件 单 条 组 张`)
	surveyFiles = lexicon.New(`问卷 调查 测评 访谈 回访 评价表 满意度`)

	// prompts are sentences of a form that were left in (D6). Those of bracketWords count at the start of a bracket.
	prompts = lexicon.New(`请填写 请简要 请在此 请对照 请说明 请按照要求填 此处填写 此处说明 在此填写 填写说明: 填报说明: 示例: 样例: 可另附页 可附页 可加行 可自行增加行
		可自行添加 (略) 待填写 待补充 XX XXX xxx`)
	bracketWords = lexicon.New(`请填 请简 请说明 请列 请对照 请概 请按 请在 请详 请逐 此处填 此处写 此处简 填写 简述 概述 简要描述 简要概括 简要介绍 对照年度目标 按实际填
		根据实际填 需填 必填 选填 可选填`)
	// goalPrompt is what the form asks in the cell of the outcome; promptVerbs are the verbs with which it goes on.
	goalPrompt  = "对照年度目标"
	promptVerbs = lexicon.New(`填写 逐项 逐条 说明 描述 概述 简述 分析 进行填 填报 阐述`)

	// doneAll claim that everything was reached (D13); wholeWords say that the claim is about the whole.
	doneAll = lexicon.New(`全部完成 全部已完成 已全部完成 均已完成 均完成 均已达成 均达成 均已实现 全部达成 全部实现 全部达标 均达标 均已达标 全面完成 圆满完成 超额完成 全部达到
		均达到 均已达到 100%完成 百分之百完成 全面达成 全面实现 圆满实现 如期完成 按期完成 如期实现 均按期完成 均按时完成 全部如期完成`)
	wholeWords = lexicon.New(`目标 任务 指标 计划 各项工作 所有工作 全部工作 年度工作`)
	// notWhole before such a claim take it back or make it conditional.
	notWhole = lexicon.New(`未 没有 尚未 不能 若 如果 如 除 以外 之外 外 部分 大部分 多数 确保 力争 争取 预计 计划于 将 拟 保证 努力 要 应 需 必须 推动 促进 上年 去年 上一年 往年 三项
		两项 二项 其中`)

	// gradeNouns introduce the grade of the evaluation, scoreNouns its total (D13).
	gradeNouns = lexicon.New(`等级 等次 自评结果 自评结论 评价结果 评价结论 自评为 自评评为 绩效评价为`)
	scoreNouns = lexicon.New(`自评得分 自评总分 自评总得分 自评综合得分 自评分 总得分 总分 综合得分 最终得分 综合评分 评价得分 评价总分 绩效得分`)
	linkWords  = lexicon.New(`为 是 : 达到 达 共 共计 计 得 合计 数 评定 确定 定 评 属于 均 “ " 「 ‘ 综合 最终 被 自评 值 实际`)
	// otherMatter says that a clause is about something else than this evaluation as a whole.
	otherMatter = lexicon.New(`指标 执行率 产出 效益 满意 成本 过程 决策 管理 满分 专项 若 如果 假如 假设 如按 上年 去年 上一年 往年 以往 历年 以前年度 第三方 单位整体 部门整体 各 每
		分别 群众 专家 审计 企业 最高 原 目标值 预期 权重 分值 扣 同类 平均 全国 全省 全市 其他 其它`)
	// conditions make what follows in the sentence a supposition.
	conditions = lexicon.New(`若 如果 假如 假设 如按 倘若 一旦 应为 原为 建议`)
	// rateNouns introduce the execution rate, otherRate says that a clause means another one.
	rateNouns = lexicon.New(`预算执行率 资金执行率 预算完成率 资金使用率`)
	otherRate = lexicon.New(`上年 去年 上一年 往年 以往 历年 以前年度 专项 其中 目标 要求 不低于 低于 高于 若 如果 假如 各 每 分别 季度 月 平均 全国 全省 全市 财政拨款 其他资金 自筹 结转 阶段
		截至 截止 年初 子项目 明年 下年 下一年 计划 预计 力争 确保`)

	// yearOf stand behind a year and make it the year a text is about (D5).
	yearOf = lexicon.New(`项目支出绩效自评 绩效自评 绩效评价 自评 绩效目标 年度目标 预算执行情况 支出情况 绩效情况 完成情况 项目支出 部门预算 预算安排`)
	// selfNames are how a unit speaks of itself.
	selfNames = lexicon.New(`我局 我委 我厅 我院 我校 我中心 我单位 本单位 本局 本部门 我部 我市 我县 我区 我镇 我街道`)
	// stableSections describe what does not change from year to year, so that likeness with last year says nothing (D5).
	stableSections = map[string]bool{"basis": true, "scope": true, "overview": true}

	// comparisons stand before a year that figures are compared with (B10, D5).
	comparisons = lexicon.New(`较 比 与 对比 相比 同比 于 自 从 到 至 以 超过 高于 低于 按 按照 以来`)
	// sinceWords stand behind a year from which something counts.
	sinceWords = lexicon.New(`以来 起 至 - ~ 到 —`)
)

// misplaced says which words in the name of an indicator do not fit a block (D8). The table is conservative: only what is never
// right there is listed.
var misplaced = []struct {
	block  string           // part of the level-2 heading, or of the level-1 heading where wide is true
	wide   bool             //
	words  *lexicon.Lexicon // the name holds or, for names ending in 率, ends with one of these
	unless *lexicon.Lexicon // and none of these
	belong string           // where it belongs
}{
	{"数量", false, lexicon.New(`满意度 满意率`), nil, "满意度"},
	{"数量", false, lexicon.New(`合格率 优良率 优秀率 达标率 准确率 通过率 正确率 完好率 成活率 验收率`), nil, "质量"},
	{"数量", false, lexicon.New(`及时率 及时性 按时完成率 按期完成率 准时率 完成时间 完成时限 完成及时`), nil, "时效"},
	{"质量", false, lexicon.New(`满意度 满意率`), nil, "满意度"},
	{"质量", false, lexicon.New(`及时率 及时性 按时完成率 按期完成率 准时率 完成时间 完成时限`), nil, "时效"},
	{"时效", false, lexicon.New(`满意度 满意率`), nil, "满意度"},
	{"时效", false, lexicon.New(`合格率 优良率 优秀率 达标率 准确率 正确率`), lexicon.New(`及时 按时 按期 时限 时间`), "质量"},
	{"时效", false, lexicon.New(`总成本 单位成本 成本控制 成本节约`), nil, "成本"},
	{"成本", false, lexicon.New(`满意度 满意率`), nil, "满意度"},
	{"成本", false, lexicon.New(`及时率 及时性 按时完成率 按期完成率 合格率 验收率`), lexicon.New(`成本 费用 经费 资金 支出`), "时效"},
	{"效益", true, lexicon.New(`满意度 满意率`), nil, "满意度"},
	{"效益", true, lexicon.New(`验收合格率 工程合格率 质量合格率 产品合格率 按时完成率 按期完成率 完成及时率 拨付及时率 发放及时率`), nil, "产出"},
	{"经济效益", false, lexicon.New(`总成本 单位成本 成本控制`), lexicon.New(`降低 节约 节省`), "成本"},
	{"生态", false, lexicon.New(`经济收入 营业收入 销售收入 税收 利润`), nil, "经济效益"},
	{"可持续", false, lexicon.New(`满意度 满意率`), nil, "满意度"},
	{"满意", true, lexicon.New(`合格率 及时率 完成率 覆盖率 到位率 数量 金额 天数 成本 收入 人数 户数 次数 家数 面积`), lexicon.New(`满意 认可 好评 投诉 评价 支持`), "产出"},
}

// sameCounts are counting words for one thing, so that B7 does not ask about them.
var sameCounts = []string{"人 名 位", "个 项", "次 场 场次 期", "份 本 册", "条 项 个", "件 个 项", "台 套 台套 台(套)", "天 日", "家 个", "处 个", "座 个"}
