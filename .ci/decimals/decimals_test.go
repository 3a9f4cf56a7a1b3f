// Package decimals compares the decimal libraries on the operation that scoring does most: weight x actual / target, half-up to two
// places. It is a module of its own, so that the program does not depend on all of them.
//
//	cd .ci/decimals && go test -bench . -benchmem
package decimals

import (
	"testing"

	"github.com/cockroachdb/apd/v3"
	govalues "github.com/govalues/decimal"
	shopspring "github.com/shopspring/decimal"
)

func BenchmarkGovalues(b *testing.B) {
	weight, actual, target := govalues.MustParse("10"), govalues.MustParse("9459.61"), govalues.MustParse("12480.11")
	half := govalues.MustParse("0.005")
	b.ReportAllocs()
	for b.Loop() {
		product, err := weight.Mul(actual)
		if err != nil {
			b.Fatal(err)
		}
		quotient, err := product.Quo(target)
		if err != nil {
			b.Fatal(err)
		}
		sum, err := quotient.Add(half)
		if err != nil || sum.Trunc(2).String() != "7.58" {
			b.Fatal(sum, err)
		}
	}
}

func BenchmarkShopspring(b *testing.B) {
	weight, actual, target := shopspring.RequireFromString("10"), shopspring.RequireFromString("9459.61"), shopspring.RequireFromString("12480.11")
	b.ReportAllocs()
	for b.Loop() {
		if got := weight.Mul(actual).DivRound(target, 2); got.String() != "7.58" {
			b.Fatal(got)
		}
	}
}

func BenchmarkAPD(b *testing.B) {
	weight, _, _ := apd.NewFromString("10")
	actual, _, _ := apd.NewFromString("9459.61")
	target, _, _ := apd.NewFromString("12480.11")
	context := apd.BaseContext.WithPrecision(25)
	context.Rounding = apd.RoundHalfUp
	b.ReportAllocs()
	for b.Loop() {
		var product, quotient, rounded apd.Decimal
		if _, err := context.Mul(&product, weight, actual); err != nil {
			b.Fatal(err)
		}
		if _, err := context.Quo(&quotient, &product, target); err != nil {
			b.Fatal(err)
		}
		if _, err := context.Quantize(&rounded, &quotient, -2); err != nil || rounded.String() != "7.58" {
			b.Fatal(rounded.String(), err)
		}
	}
}
