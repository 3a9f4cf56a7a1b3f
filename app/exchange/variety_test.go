package exchange_test

import (
	"fmt"
	"strings"
	"testing"

	"zhunsheng/app/exchange"
	"zhunsheng/app/exchange/tablein"
	"zhunsheng/scoring"
	"zhunsheng/scoring/scoringtest"
)

// rowsOf says what was read of the indicators, one line each: level 1, level 2, name, target, actual, weight, score, reason.
func rowsOf(e *scoring.Evaluation) string {
	var out strings.Builder
	for i := range e.Indicators {
		ind := &e.Indicators[i]
		score := "-"
		if ind.Declared.Valid {
			score = ind.Declared.Decimal.String()
		}
		fmt.Fprintf(&out, "%s|%s|%s|%s|%s|%s|%s|%s\n", ind.Level1, ind.Level2, ind.Name, ind.Target.Text, ind.Actual.Text, ind.Weight, score, ind.Reason)
	}
	return strings.TrimSpace(out.String())
}

func fundsOf(e *scoring.Evaluation) string {
	var out strings.Builder
	for _, f := range e.Funds {
		fmt.Fprintf(&out, "%d %s", f.Depth, f.Name)
		for _, d := range []struct {
			name  string
			value fmt.Stringer
			valid bool
		}{
			{"initial", f.Initial.Decimal, f.Initial.Valid},
			{"adjusted", f.Adjusted.Decimal, f.Adjusted.Valid},
			{"executed", f.Executed.Decimal, f.Executed.Valid},
			{"weight", f.DeclaredWeight.Decimal, f.DeclaredWeight.Valid},
			{"rate", f.DeclaredRate.Decimal, f.DeclaredRate.Valid},
			{"score", f.DeclaredScore.Decimal, f.DeclaredScore.Valid},
		} {
			if d.valid {
				fmt.Fprintf(&out, " %s=%s", d.name, d.value)
			}
		}
		out.WriteString("\n")
	}
	return strings.TrimSpace(out.String())
}

// Tables as offices fill them: plain lists, one case for each habit.
func TestTablesAsOfficesFillThem(t *testing.T) {
	for _, c := range []struct {
		name, table, funds, rows string
		check                    func(e *scoring.Evaluation, tables []*tablein.Table) bool
	}{
		{
			"amounts in yuan, grouped, with signs, one in another unit",
			"2022年度项目支出绩效自评表\n单位：元\n项目名称,甲\n项目资金,,年初预算数,全年预算数,全年执行数,分值,执行率,得分\n,年度资金总额,\"1,234,567.89\",\"1,234,567.89\",123.4万元,10,99.95%,10\n,其中：财政拨款,\"1,000,000\",￥1000000,1000000,-,-,-\n三级指标,年度指标值,实际完成值,分值,得分\n人数,≥1人,2人,25分,25分",
			"0 年度资金总额 initial=1234567.89 adjusted=1234567.89 executed=1234000 weight=10 rate=99.95 score=10\n1 其中：财政拨款 initial=1000000 adjusted=1000000 executed=1000000",
			"||人数|≥1人|2人|25|25|",
			func(e *scoring.Evaluation, tables []*tablein.Table) bool {
				return e.MoneyUnit == "元" && hasDoubt(tables[0], "amount-converted")
			},
		},
		{
			"two tables on one sheet",
			"2022年度项目支出绩效自评表\n项目名称,甲\n三级指标,指标值,完成值,分值,得分\n人数,10,9,50,45\n总分,,,60,54\n填表人：甲\n\n2021年度项目支出绩效自评表\n项目名称,乙\n三级指标,指标值,完成值,分值,得分\n场次,5,5,50,50\n总分,,,60,60",
			"", "||人数|10|9|50|45|",
			func(e *scoring.Evaluation, tables []*tablein.Table) bool {
				return len(tables) == 2 && e.SignOff.Preparer == "甲" && rowsOf(tables[1].Evaluation) == "||场次|5|5|50|50|" && tables[1].Evaluation.FiscalYear == 2021 && e.FiscalYear == 2022
			},
		},
		{
			"two tables beside each other",
			"项目名称,甲,,,,,项目名称,乙,,,\n三级指标,年度指标值,实际完成值,分值,得分,,三级指标,年度指标值,实际完成值,分值,得分\n人数,10人,9人,10,9,,场次,5场,5场,20,20\n总分,,,20,19,,总分,,,20,20",
			"", "||人数|10人|9人|10|9|",
			func(e *scoring.Evaluation, tables []*tablein.Table) bool {
				return len(tables) == 2 && rowsOf(tables[1].Evaluation) == "||场次|5场|5场|20|20|" && tables[1].Evaluation.Project.Name == "乙"
			},
		},
		{
			"two columns of scores",
			"项目名称,甲\n一级指标,二级指标,三级指标,年度指标值,全年完成值,分值,自评得分,复核得分,扣分原因\n产出指标,数量指标,人数,≥10人,9人,10,9,8.5,少一人\n合计,,,,,10,9,8.5,",
			"", "产出指标|数量指标|人数|≥10人|9人|10|9|少一人",
			func(e *scoring.Evaluation, tables []*tablein.Table) bool {
				r := tables[0].Reviews
				return len(r) == 2 && r[0].Indicator == "i1" && r[0].Points == "8.5" && e.Declared.Total.Decimal.String() == "9"
			},
		},
		{
			"transfer payments: no weights, no scores, remarks on the money",
			"（2021年度）\n转移支付（项目）名称,某补助\n中央主管部门,农业农村部\n资金投入情况（万元）,,全年预算数（A）,全年执行数（B）,预算执行率（B/A×100%）\n,年度资金总额：,100,95,95%\n,其中：中央财政资金,80,80,100%\n资金管理情况,,情况说明,存在问题和改进措施\n,分配科学性,科学,无\n总体目标完成情况,总体目标,全年实际完成情况\n,改善条件,已改善\n绩效指标,一级指标,二级指标,三级指标,指标值,全年实际完成值,未完成原因和改进措施\n,产出指标,数量指标,面积,≥100亩,120亩,\n,,质量指标,合格率,100%,100%,",
			"0 年度资金总额 adjusted=100 executed=95 rate=95\n1 其中：中央财政资金 adjusted=80 executed=80 rate=100",
			"产出指标|数量指标|面积|≥100亩|120亩|0|-|\n产出指标|质量指标|合格率|100%|100%|0|-|",
			func(e *scoring.Evaluation, tables []*tablein.Table) bool {
				return e.Section("money") == "分配科学性：科学" && e.Goals[0].Actual == "已改善" && hasDoubt(tables[0], "no-score-column") && hasDoubt(tables[0], "no-weight-column")
			},
		},
		{
			"decision and process, without targets",
			"2023年度项目支出绩效评价评分表\n项目名称：某工程 主管部门：住建局\n一级指标,二级指标,三级指标,分值,指标解释,评价标准,得分\n决策（20分）,项目立项,立项依据充分性,5,是否有依据,有依据得满分,5\n过程（20分）,资金管理,预算执行率,10,执行率,每低1%扣0.5分,9\n总得分,,,15,,,14\n评价等级,优",
			"", "决策（20分）|项目立项|立项依据充分性|||5|5|\n过程（20分）|资金管理|预算执行率|||10|9|",
			func(e *scoring.Evaluation, _ []*tablein.Table) bool {
				return e.Declared.Grade == "优" && e.Project.Department == "住建局" && strings.Contains(e.Indicators[1].Note, "每低1%扣0.5分")
			},
		},
		{
			"money as labels and values",
			"某局2020年度预算项目绩效自评表\n单位名称,某局,,单位：万元\n项目名称,津贴\n预算执行情况,预算数,6.84,到位数,6.84,执行数,6.84\n三级指标,预期指标值,实际完成指标值,单项指标得分,权重占比(%),单项指标折算得分\n覆盖率,>= 98 %(百分比),100%,25.00,25.00,6.25",
			"0 年度资金总额 adjusted=6.84 executed=6.84", "||覆盖率|>= 98 %(百分比)|100%|25.00|25.00|",
			func(e *scoring.Evaluation, tables []*tablein.Table) bool {
				return len(tables[0].Unplaced) == 2 && e.MoneyUnit == "万元"
			},
		},
		{
			"the year in Chinese numerals, execution among the indicators, total and grade in a line of text",
			"项目绩效自评表（二〇二二年度）\n项目名称,甲\n资金（万元）,年度预算数,全年执行数\n合计,100,80\n一级指标,二级指标,三级指标,年初目标值,实际完成值,分值,得分\n预算执行率（10分）,预算执行率,预算执行率,100%,80%,10,8\n产出指标,数量指标,人数,≥10人,10人,50,50\n自评得分：58分  自评等级：差",
			"0 合计 adjusted=100 executed=80 weight=10 rate=80 score=8", "产出指标|数量指标|人数|≥10人|10人|50|50|",
			func(e *scoring.Evaluation, _ []*tablein.Table) bool {
				return e.FiscalYear == 2022 && e.Declared.Total.Decimal.String() == "58" && e.Declared.Grade == "差"
			},
		},
		{
			"sign, unit and kind in columns of their own",
			"项目名称,乙\n一级指标,二级指标,三级指标,指标性质,指标值,度量单位,指标属性,实际完成值,分值,自评得分\n产出指标,数量指标,期数,>=,5,期,定量指标,6期,20,20\n成本指标,经济成本指标,总成本,<=,50,万元,定量指标,48.5万元,20,20\n效益指标,社会效益指标,影响力,=,显著提升,,定性指标,显著提升,20,18",
			"", "产出指标|数量指标|期数|>=5期|6期|20|20|\n成本指标|经济成本指标|总成本|<=50万元|48.5万元|20|20|\n效益指标|社会效益指标|影响力|显著提升|显著提升|20|18|",
			func(_ *scoring.Evaluation, tables []*tablein.Table) bool { return len(tables[0].Unplaced) == 3 },
		},
		{
			"weight of execution in brackets, no weights, a date instead of a year, nothing to say",
			"慰问项目自评表\n单位名称：某局   填报日期：2023年4月6日\n项目名称,慰问\n预算执行情况（万元）（20分）,,预算数（A）,执行数（B）,执行率（B/A）,得分（20分*执行率）\n,年度财政资金总额,34.64,34.64,100%,20\n年度绩效目标（80分）,一级指标,二级指标,三级指标,年初目标值（A）,实际完成值（B）,得分\n,产出指标（60分）,数量指标,人数,100%,100%,20\n总分,,,,,,100\n改进措施及结果应用方案,无",
			"0 年度财政资金总额 adjusted=34.64 executed=34.64 weight=20 rate=100 score=20", "产出指标（60分）|数量指标|人数|100%|100%|0|20|",
			func(e *scoring.Evaluation, tables []*tablein.Table) bool {
				return e.FiscalYear == 2022 && e.Scheme.ID == "twenty-eighty" && hasDoubt(tables[0], "year-from-date") && hasDoubt(tables[0], "weight-from-heading") && len(e.Narrative) == 0
			},
		},
		{
			"four levels, money one amount a line",
			"2022年度项目自评\n项目名称,甲\n年初预算数（万元）,100\n全年预算数（万元）,120\n全年执行数（万元）,110\n预算执行率,91.67%\n序号,一级指标,二级指标,三级指标,四级指标,年度指标值,实际完成值,分值,得分\n1,产出,数量,培训,培训人数,10,10,50,50",
			"0 年度资金总额 initial=100 adjusted=120 executed=110 rate=91.67", "产出|数量|培训人数|10|10|50|50|",
			func(e *scoring.Evaluation, _ []*tablein.Table) bool {
				return e.Indicators[0].Note == "三级指标：培训"
			},
		},
		{
			"two levels, weights in percent, no project",
			"一级指标,二级指标,目标值,完成值,权重,自评分\n产出,完成数量,10个,10个,50%,50\n效益,服务人次,100人次,90人次,50%,45",
			"", "产出||完成数量|10个|10个|50|50|\n效益||服务人次|100人次|90人次|50|45|",
			func(_ *scoring.Evaluation, tables []*tablein.Table) bool {
				return hasDoubt(tables[0], "project-missing")
			},
		},
		{
			"figures with too many places, scores out of range, blanks and marks",
			"项目名称,乙\n三级指标,年度指标值,实际完成值,分值,得分,备注\n甲,≥5,/,10.123456,-1,见附件\n乙,无,,—,不适用,\n丙,5,6,1001,9,",
			"", "||甲|≥5|/|10.1235|-|\n||乙|无||0|-|\n||丙|5|6|0|9|",
			func(e *scoring.Evaluation, tables []*tablein.Table) bool {
				return e.Indicators[1].State == scoring.StateNotApplicable && e.Indicators[0].Note == "见附件" && len(tables[0].Unplaced) == 2 && hasDoubt(tables[0], "rounded")
			},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := exchange.Import("a.csv", []byte(c.table), exchange.Options{Options: tablein.Options{Schemes: scoringtest.Schemes(t)}})
			if err != nil {
				t.Fatal(err)
			}
			e := got.Tables[0].Evaluation
			if funds := fundsOf(e); funds != c.funds {
				t.Errorf("money:\n%s\nwant\n%s", funds, c.funds)
			}
			if rows := rowsOf(e); rows != c.rows {
				t.Errorf("indicators:\n%s\nwant\n%s", rows, c.rows)
			}
			if !c.check(e, got.Tables) {
				t.Errorf("declared %+v, sections %v, reviews %v, doubts %v, unplaced %v", e.Declared, e.Narrative, got.Tables[0].Reviews, got.Tables[0].All(), got.Tables[0].Unplaced)
			}
		})
	}
}

func hasDoubt(table *tablein.Table, key string) bool {
	for _, d := range table.All() {
		if d.Key == key {
			return true
		}
	}
	return false
}

// Merged cells in patterns that no list can show.
func TestMergedInOtherPatterns(t *testing.T) {
	d := newDrawing(t, true)
	put := func(row, col, endRow, endCol int, text string) { d.put(row, col, endRow, endCol, text) }
	put(5, 2, 5, 12, "2022年度项目支出绩效自评表")
	put(6, 2, 6, 3, "项目名称")
	put(6, 4, 6, 12, "甲项目")
	// Headings: one over the three levels, one over three cells of each target.
	put(7, 2, 7, 4, "绩效指标")
	put(7, 5, 8, 7, "年度指标值")
	put(7, 8, 8, 8, "实际完成值")
	put(7, 9, 8, 9, "分值")
	put(7, 10, 8, 10, "自评得分")
	put(7, 11, 8, 12, "偏差原因")
	put(8, 2, 8, 2, "一级指标")
	put(8, 3, 8, 3, "二级指标")
	put(8, 4, 8, 4, "三级指标")
	put(9, 2, 11, 2, "产\n出\n指\n标\n(50分)")
	put(9, 3, 9, 3, "数量指标")
	put(9, 4, 9, 4, "培训人数")
	put(9, 5, 9, 5, "≥")
	put(9, 6, 9, 6, "95")
	put(9, 7, 9, 7, "人")
	put(9, 8, 9, 8, "96人")
	put(9, 9, 10, 9, "20") // one weight and score over two rows
	put(9, 10, 10, 10, "20")
	put(10, 3, 10, 4, "按期完成率") // level 2 and name in one cell
	put(10, 5, 10, 7, "100%")
	put(10, 8, 10, 8, "100%")
	put(11, 3, 11, 3, "质量指标")
	put(11, 4, 11, 4, "合格率")
	put(11, 5, 11, 7, "≥95%")
	put(11, 8, 11, 8, "96%")
	put(11, 9, 11, 9, "30")
	put(11, 10, 11, 10, "29.5")
	put(11, 11, 11, 12, "一项返工")
	put(12, 2, 12, 8, "总分")
	put(12, 9, 12, 9, "50")
	d.must(d.file.SetCellFloat(d.sheet, "J12", 49.5, -1, 64))
	d.must(d.file.SetCellFormula(d.sheet, "J12", "SUM(J9:J11)"))
	d.must(d.file.SetRowVisible(d.sheet, 11, false))
	got, err := exchange.Import("a.xlsx", d.bytes(), exchange.Options{})
	if err != nil {
		t.Fatal(err)
	}
	table := got.Tables[0]
	e := table.Evaluation
	want := "产出指标(50分)|数量指标|培训人数|≥95人|96人|20|20|\n产出指标(50分)||按期完成率|100%|100%|0|-|\n产出指标(50分)|质量指标|合格率|≥95%|96%|30|29.5|一项返工"
	if rows := rowsOf(e); rows != want {
		t.Errorf("indicators:\n%s\nwant\n%s", rows, want)
	}
	if e.Declared.Total.Decimal.String() != "49.5" || len(table.Unplaced) > 0 {
		t.Errorf("total %v, unplaced %v", e.Declared.Total, table.Unplaced)
	}
	for _, key := range []string{"points-over-rows", "hidden-row", "cells-joined", "formulas"} {
		if !hasDoubt(table, key) {
			t.Errorf("no doubt %s among %v", key, table.All())
		}
	}
}

// A person names the columns of a table that nobody could guess.
func TestColumnsMappedByHand(t *testing.T) {
	const table = "某项目\n甲,乙,丙,丁,戊,己\n产出,验收合格率,96%,≥95%,10,9\n,培训人数,120人,100人,20,20\n"
	mapping, err := tablein.ParseMapping("", 2, "A=level1,B=name,C=actual,D=target,E=weight,F=score")
	if err != nil {
		t.Fatal(err)
	}
	got, err := exchange.Import("a.csv", []byte(table), exchange.Options{Options: tablein.Options{FiscalYear: 2022, MoneyUnit: "万元", Mappings: []tablein.Mapping{mapping}}})
	if err != nil {
		t.Fatal(err)
	}
	want := "产出||验收合格率|≥95%|96%|10|9|\n产出||培训人数|100人|120人|20|20|"
	if rows := rowsOf(got.Tables[0].Evaluation); rows != want {
		t.Errorf("indicators:\n%s\nwant\n%s", rows, want)
	}
	if said := got.Tables[0].Mapping(); said != "A=level1,B=name,C=actual,D=target,E=weight,F=score" {
		t.Errorf("mapping %q", said)
	}
	for _, bad := range []string{"", "A=level1", "A=name,A=target", "1=name", "A=name,B=nonsense"} {
		if _, err := tablein.ParseMapping("", 2, bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}
