package docx

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/govalues/decimal"
	"github.com/xuri/excelize/v2"

	"zhunsheng/app/exchange/ooxml"
)

// chart is a chart of columns side by side: series over the same names.
type chart struct {
	caption string
	names   []string
	series  []series
}

type series struct {
	name   string
	colour string // RRGGBB
	values []decimal.Decimal
}

// xml writes the chart with its values, so that it is drawn without opening the workbook beside it.
func (c *chart) xml() string {
	var out strings.Builder
	out.WriteString(`<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/><c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>`)
	for i, s := range c.series {
		column := string(rune('B' + i))
		fmt.Fprintf(&out, `<c:ser><c:idx val="%d"/><c:order val="%d"/><c:tx><c:strRef><c:f>Sheet1!$%s$1</c:f><c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>%s</c:v></c:pt></c:strCache></c:strRef></c:tx>`, i, i, column, escape(s.name))
		fmt.Fprintf(&out, `<c:spPr><a:solidFill><a:srgbClr val="%s"/></a:solidFill></c:spPr><c:invertIfNegative val="0"/>`, s.colour)
		out.WriteString(`<c:dLbls><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>`)
		fmt.Fprintf(&out, `<c:cat><c:strRef><c:f>Sheet1!$A$2:$A$%d</c:f><c:strCache><c:ptCount val="%d"/>`, len(c.names)+1, len(c.names))
		for k, name := range c.names {
			fmt.Fprintf(&out, `<c:pt idx="%d"><c:v>%s</c:v></c:pt>`, k, escape(name))
		}
		fmt.Fprintf(&out, `</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:f>Sheet1!$%s$2:$%s$%d</c:f><c:numCache><c:formatCode>General</c:formatCode><c:ptCount val="%d"/>`, column, column, len(c.names)+1, len(s.values))
		for k, v := range s.values {
			fmt.Fprintf(&out, `<c:pt idx="%d"><c:v>%s</c:v></c:pt>`, k, v)
		}
		out.WriteString(`</c:numCache></c:numRef></c:val></c:ser>`)
	}
	out.WriteString(`<c:gapWidth val="80"/><c:axId val="1001"/><c:axId val="1002"/></c:barChart>` +
		`<c:catAx><c:axId val="1001"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="b"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="1002"/><c:crosses val="autoZero"/></c:catAx>` +
		`<c:valAx><c:axId val="1002"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling><c:delete val="0"/><c:axPos val="l"/><c:majorGridlines><c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="D9D9D9"/></a:solidFill></a:ln></c:spPr></c:majorGridlines><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="1001"/><c:crosses val="autoZero"/></c:valAx>` +
		`</c:plotArea><c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend><c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart><c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="1000"/></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr><c:externalData r:id="data"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>`)
	return out.String()
}

// workbook writes the chart's data as the workbook that Word opens to edit it.
func (c *chart) workbook() ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	set := func(col, row int, value any) error {
		name, err := excelize.CoordinatesToCellName(col, row)
		if err != nil {
			return err
		}
		return f.SetCellValue("Sheet1", name, value)
	}
	for k, name := range c.names {
		if err := set(1, k+2, name); err != nil {
			return nil, err
		}
	}
	for i, s := range c.series {
		if err := set(i+2, 1, s.name); err != nil {
			return nil, err
		}
		for k, v := range s.values {
			binary, _ := v.Float64() // a sheet keeps nothing else
			if err := set(i+2, k+2, binary); err != nil {
				return nil, err
			}
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		return nil, err
	}
	return ooxml.Repack(out.Bytes(), nil)
}
