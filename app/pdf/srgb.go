package pdf

import (
	"encoding/binary"
	"math"
	"sync"
)

// SRGBName is the registered name of the colour space that [SRGB] describes.
const SRGBName = "sRGB IEC61966-2.1"

// SRGB returns an ICC profile (version 2, a display of three primaries with one tone curve) for the colour space sRGB, to be declared
// by [Writer.SetOutputIntent]. It is computed from the numbers of IEC 61966-2-1; the bytes must not be changed.
func SRGB() []byte { return srgb() }

var srgb = sync.OnceValue(func() []byte {
	tags := []struct {
		name string
		data []byte
	}{
		{"desc", iccDescription(SRGBName)},
		{"cprt", append([]byte("text\x00\x00\x00\x00"), "No copyright, use freely\x00"...)},
		{"wtpt", iccXYZ(0.9642, 1, 0.8249)}, // D50, to which the primaries below are adapted (Bradford)
		{"rXYZ", iccXYZ(0.43607, 0.22249, 0.01392)},
		{"gXYZ", iccXYZ(0.38515, 0.71687, 0.09708)},
		{"bXYZ", iccXYZ(0.14307, 0.06061, 0.71410)},
		{"rTRC", iccCurve()},
		{"gTRC", nil}, // the same curve
		{"bTRC", nil},
	}
	const header = 128
	table := binary.BigEndian.AppendUint32(nil, uint32(len(tags)))
	var body []byte
	offset, size := 0, 0
	start := header + 4 + 12*len(tags)
	for _, tag := range tags {
		if tag.data != nil {
			offset, size = start+len(body), len(tag.data)
			body = append(body, tag.data...)
			body = append(body, make([]byte, -len(body)&3)...)
		}
		table = append(table, tag.name...)
		table = binary.BigEndian.AppendUint32(table, uint32(offset))
		table = binary.BigEndian.AppendUint32(table, uint32(size))
	}
	out := make([]byte, header)
	binary.BigEndian.PutUint32(out, uint32(header+len(table)+len(body)))
	binary.BigEndian.PutUint32(out[8:], 0x02100000)
	copy(out[12:], "mntrRGB XYZ ")
	for i, v := range []uint16{2000, 1, 1, 0, 0, 0} { // a date has to be there
		binary.BigEndian.PutUint16(out[24+2*i:], v)
	}
	copy(out[36:], "acsp")
	copy(out[68:], iccXYZ(0.9642, 1, 0.8249)[8:])
	return append(append(out, table...), body...)
})

func iccXYZ(x, y, z float64) []byte {
	b := []byte("XYZ \x00\x00\x00\x00")
	for _, v := range []float64{x, y, z} {
		b = binary.BigEndian.AppendUint32(b, uint32(math.Round(v*65536)))
	}
	return b
}

// iccCurve is the tone curve of sRGB in 256 steps.
func iccCurve() []byte {
	const n = 256
	b := binary.BigEndian.AppendUint32([]byte("curv\x00\x00\x00\x00"), n)
	for i := range n {
		v := float64(i) / (n - 1)
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		b = binary.BigEndian.AppendUint16(b, uint16(math.Round(v*65535)))
	}
	return b
}

func iccDescription(text string) []byte {
	b := binary.BigEndian.AppendUint32([]byte("desc\x00\x00\x00\x00"), uint32(len(text)+1))
	b = append(append(b, text...), 0)
	return append(b, make([]byte, 4+4+2+1+67)...) // no text in other scripts
}
