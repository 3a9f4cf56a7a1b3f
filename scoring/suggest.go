package scoring

import (
	"strings"

	"zhunsheng/scoring/target"
)

// SuggestMethod proposes how an indicator is scored, from its target and its level-2 heading. Importers and the editor offer it; a
// person may choose another.
//
//   - A sign decides first: ≥ is proportional, ≤ a ceiling, = equality; a range is an interval and a date a deadline.
//   - A satisfaction rate scores by the scheme's satisfaction bands.
//   - Of figures without a sign, zero is all or nothing (0次), an amount of money among the costs is a ceiling, and the rest is "the
//     more the better".
//   - 是 and 完成 are yes/no; other words are judged by tier; without a target there is nothing but points by hand.
func SuggestMethod(t target.Value, level2 string) MethodKind {
	switch t.Kind {
	case target.Number:
		return suggestForNumber(t, level2)
	case target.Range:
		return MethodInterval
	case target.DateKind:
		return MethodDeadline
	case target.YesNo:
		return MethodYesNo
	case target.Words:
		return MethodTier
	default:
		return MethodManual
	}
}

func suggestForNumber(t target.Value, level2 string) MethodKind {
	switch {
	case t.Sign == target.AtMost || t.Sign == target.Below:
		return MethodCeiling
	case strings.Contains(level2, "满意"):
		return MethodSatisfaction
	case t.Sign == target.Equal, t.Sign == target.NoSign && t.Low.IsZero():
		return MethodEquality
	case t.Sign == target.NoSign && strings.Contains(level2, "成本") && target.Convertible(t.Unit, "元"):
		return MethodCeiling
	default:
		return MethodProportional
	}
}
