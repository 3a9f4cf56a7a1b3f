package target

// scaledUnits are the units that can be turned into each other: within a dimension, num/den of its base unit.
var scaledUnits = []struct {
	dimension string
	names     string // name, or written form>canonical form; blank-separated
	num, den  int64
}{
	{"money", "元 ￥>元 ¥>元 元人民币>元 人民币>元", 1, 1},
	{"money", "角", 1, 10},
	{"money", "千元", 1e3, 1},
	{"money", "万元 万人民币>万元 万元人民币>万元", 1e4, 1},
	{"money", "百万元", 1e6, 1},
	{"money", "千万元", 1e7, 1},
	{"money", "亿元", 1e8, 1},
	{"money", "万亿元", 1e12, 1},
	{"usd", "美元", 1, 1},
	{"usd", "万美元", 1e4, 1},
	{"usd", "亿美元", 1e8, 1},
	{"eur", "欧元", 1, 1},
	{"eur", "万欧元", 1e4, 1},
	{"hkd", "港元", 1, 1},
	{"hkd", "万港元", 1e4, 1},
	{"share", "% 百分比>% percent>% ﹪>%", 1, 100},
	{"share", "‰ 千分比>‰", 1, 1000},
	{"share", "成", 1, 10},
	{"points", "个百分点 百分点>个百分点", 1, 1},
	{"area", "㎡ 平方米 平米 平方 m²>㎡ m2>㎡ M2>㎡ M²>㎡ m^2>㎡", 1, 1},
	{"area", "平方厘米 cm² c㎡>cm²", 1, 1e4},
	{"area", "公顷 hm²", 1e4, 1},
	{"area", "平方公里 平方千米 km²", 1e6, 1},
	{"area", "亩", 2000, 3},
	{"volume", "立方米 m³ m3>m³ ㎥>m³ 立方 方", 1, 1},
	{"volume", "升 L", 1, 1e3},
	{"volume", "毫升 ml mL>ml", 1, 1e6},
	{"length", "米 m 延米 延长米", 1, 1},
	{"length", "公里 千米 km KM>km", 1e3, 1},
	{"length", "厘米 cm ㎝>cm", 1, 100},
	{"length", "毫米 mm ㎜>mm", 1, 1e3},
	{"length", "里", 500, 1},
	{"mass", "千克 公斤 kg KG>kg Kg>kg ㎏>kg", 1, 1},
	{"mass", "吨 t", 1e3, 1},
	{"mass", "斤", 1, 2},
	{"mass", "克 g", 1, 1e3},
	{"mass", "毫克 mg", 1, 1e6},
	{"energy", "千瓦时 度 kwh kWh KWH>kWh", 1, 1},
	{"energy", "兆瓦时 MWh", 1e3, 1},
	{"power", "千瓦 kw kW KW>kW", 1, 1},
	{"power", "兆瓦 MW", 1e3, 1},
	{"time", "天 日", 1, 1},
	{"time", "周", 7, 1},
	{"time", "小时 h", 1, 24},
	{"time", "分钟 min", 1, 1440},
	{"time", "秒 s", 1, 86400},
	{"months", "个月", 1, 1},
	{"months", "年 周年", 12, 1},
	{"workdays", "个工作日 工作日", 1, 1},
	{"count", "万", 1e4, 1},
	{"count", "亿", 1e8, 1},
}

// countedUnits are the words that things are counted by; each is a dimension of its own.
const countedUnits = `个 家 户 人 名 位 项 次 件 台 套 辆 条 篇 部 本 册 份 场 场次 期 班 批 批次 处 座 所 间 栋 幢 头 只 羽 匹 株 棵 尾 口 根 块 片 张 幅 支
		枝 把 台套 台(套) 套(台) 台/套 人次 人天 人日 人份 户次 家次 件次 例 宗 起 笔 单 点 站 组 对 队 团 门 类 种 款 级 层 段 岗 盏 床 枚 副 架 艘 桶 箱 包
		袋 瓶 盒 分 倍 课时 学时 篇次 条次 标段 班次 车次 趟 轮 届 遍 样次 批件 册次    人/次 人·次 人次/年 季度 dB ℃ Mbps GB TB MB 吨标准煤 吨标煤
		盆 面 顶 丘 眼 孔 罐 卷 付 剂 针 针次 剂次 具 樘 扇 眼井 席 案 例次 人年 车 票  校 村 户/年  万株 颗 粒 道 路 联 柜 机 井    
		kW·h 公里/小时 千米/小时`
