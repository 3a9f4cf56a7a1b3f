package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"unicode"

	"zhunsheng/app/typeface"
)

// source is a published file, pinned.
type source struct {
	Package string `json:"package"` // where it is published, with the version
	Path    string `json:"-"`       // below the folder that fetch.sh fills
	SHA256  string `json:"sha256"`
}

var (
	notoSerif = source{
		"npm @expo-google-fonts/noto-serif-sc@0.4.3", "noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf",
		"c358a69de3df5f423a8946a7b03e3126fb6ba116f1130a463455b4e39e1f0742",
	}
	notoSans = source{
		"npm @expo-google-fonts/noto-sans-sc@0.4.3", "noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf",
		"d45f67f0a7c0ca3f256950777ce6a61cc7ce5f9696d02900cbbaac25f8aa7d16",
	}
	notoSansBold = source{
		"npm @expo-google-fonts/noto-sans-sc@0.4.3", "noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf",
		"9a38ae0ab28cd5a256f9ea8e00dedc688aac17f7915fcb000572990afa956b96",
	}
	wenkai = source{
		"Debian fonts-lxgw-wenkai 1.250+repack-1", "debian/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf",
		"bbf534b0ca093928f94d1782855e65a19a32cde82b075d495d072025521953c8",
	}
	dejavu = source{
		"Debian fonts-dejavu-core 2.37-6", "debian/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
		"abdc775b21b1bc470d50c97e790d276f2054b7504e56e5bd3e64f48d68582322",
	}
	hanazono = source{
		"Debian fonts-hanazono 20170904-2.1", "debian/usr/share/fonts/truetype/hanazono/HanaMinB.ttf",
		"829543436cdf7b4c6730e2af5806fa406f8ddf0d4b656e0cd49c58d4db1c8d3c",
	}
	unihan = source{
		"Debian unicode-data 15.0.0-1", "debian/usr/share/unicode/Unihan_OtherMappings.txt.bz2",
		"bdeef44d75d914e793b7f27ddc3bee01b2d11dd34f4e52de1a9fba74a1612dc2",
	}
	notoSerifLicense = source{
		"npm @expo-google-fonts/noto-serif-sc@0.4.3", "noto-serif-sc/LICENSE_FONT",
		"5e0da210fb04058a8c0087985d2d456b931c2579811a49655721d3cf0c36b6d6",
	}
	notoSansLicense = source{
		"npm @expo-google-fonts/noto-sans-sc@0.4.3", "noto-sans-sc/LICENSE_FONT",
		"1c05c68c34f9708415aada51f17e1b0092d2cea709bf4a94cd38114f9e73d7d9",
	}
)

// pack is one font file to build.
type pack struct {
	file       string
	source     source
	family     string // "" keeps the source's
	style      string
	postScript string
	set        charset
}

// built is what the manifest says of a pack.
type built struct {
	File       string `json:"file"`
	Source     source `json:"source"`
	Family     string `json:"family"`
	PostScript string `json:"postscript"`
	Characters int    `json:"characters"`
	Bytes      int    `json:"bytes"`  // of the font
	SHA256     string `json:"sha256"` // of the font
	Packed     int    `json:"packed"` // bytes of the file
}

type workshop struct {
	from, to string
	manifest struct {
		Characters source  `json:"standard_characters"`
		Fonts      []built `json:"fonts"`
	}
}

func build(from, to string) error {
	w := &workshop{from: from, to: to}
	w.manifest.Characters = unihan
	list, err := w.plan()
	if err != nil {
		return err
	}
	for _, p := range list {
		if err := w.write(p); err != nil {
			return fmt.Errorf("%s: %w", p.file, err)
		}
	}
	if err := w.licences(); err != nil {
		return err
	}
	text, err := json.MarshalIndent(w.manifest, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(to, "manifest.json"), append(text, '\n'), 0o644)
}

// plan decides which characters go into which file; see the package comment.
func (w *workshop) plan() ([]pack, error) {
	if _, err := w.read(unihan); err != nil {
		return nil, err
	}
	standard, err := standardCharacters(filepath.Join(w.from, unihan.Path))
	if err != nil {
		return nil, err
	}
	sans, err := w.face(notoSans)
	if err != nil {
		return nil, err
	}
	kai, err := w.face(wenkai)
	if err != nil {
		return nil, err
	}
	core := union(standard, gb2312(), symbols())
	inSans := drawn(sans)
	breadth := union(gb18030Level2(standard), ideographs(inSans)).minus(core)
	rare := ideographs(drawn(kai)).minus(inSans)
	signs := union(symbols(), moreLetters()).minus(inSans)
	return []pack{
		{"NotoSerifSC-Regular.ttf.zst", notoSerif, "", "Regular", "NotoSerifSC-Regular", core},
		{"NotoSansSC-Regular.ttf.zst", notoSans, "", "Regular", "NotoSansSC-Regular", core},
		{"NotoSansSC-Bold.ttf.zst", notoSansBold, "", "Bold", "NotoSansSC-Bold", core},
		{"NotoSansSC-Breadth.ttf.zst", notoSans, "Noto Sans SC Breadth", "Regular", "NotoSansSCBreadth-Regular", breadth},
		{"ZhunshengRare-Regular.ttf.zst", wenkai, "Zhunsheng Rare", "Regular", "ZhunshengRare-Regular", rare},
		{"ZhunshengScarce-Regular.ttf.zst", hanazono, "Zhunsheng Scarce", "Regular", "ZhunshengScarce-Regular", scarce()},
		{"ZhunshengSigns-Regular.ttf.zst", dejavu, "Zhunsheng Signs", "Regular", "ZhunshengSigns-Regular", signs},
	}, nil
}

// drawn returns the characters that a face truly draws, private ones excepted.
func drawn(f *typeface.Face) charset {
	out := charset{}
	for _, r := range f.Runes() {
		if f.Draws(r) && !unicode.Is(unicode.Co, r) {
			out[r] = true
		}
	}
	return out
}

func ideographs(s charset) charset {
	out := charset{}
	for r := range s {
		if unicode.Is(unicode.Han, r) {
			out[r] = true
		}
	}
	return out
}

// read returns a source's bytes if they are those that were pinned.
func (w *workshop) read(s source) ([]byte, error) {
	data, err := os.ReadFile(filepath.Join(w.from, s.Path))
	if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != s.SHA256 {
		return nil, fmt.Errorf("%s: SHA-256 %x, want %s of %s", s.Path, sum, s.SHA256, s.Package)
	}
	return data, nil
}

func (w *workshop) face(s source) (*typeface.Face, error) {
	data, err := w.read(s)
	if err != nil {
		return nil, err
	}
	return typeface.Parse(data)
}

func (w *workshop) write(p pack) error {
	face, err := w.face(p.source)
	if err != nil {
		return err
	}
	have := drawn(face)
	set := maps.Collect(maps.All(p.set))
	maps.DeleteFunc(set, func(r rune, _ bool) bool { return !have[r] })
	names := p.names(face)
	data, packed, err := face.Pack(charset(set).sorted(), names)
	if err != nil {
		return err
	}
	if _, err := typeface.Parse(data); err != nil {
		return fmt.Errorf("reading back what was built: %w", err)
	}
	sum := sha256.Sum256(data)
	squeezed, err := squeeze(data)
	if err != nil {
		return err
	}
	w.manifest.Fonts = append(w.manifest.Fonts, built{
		File: p.file, Source: p.source, Family: names[typeface.NameFamily], PostScript: p.postScript,
		Characters: len(packed), Bytes: len(data), SHA256: hex.EncodeToString(sum[:]), Packed: len(squeezed),
	})
	return os.WriteFile(filepath.Join(w.to, p.file), squeezed, 0o644)
}

// squeeze returns data compressed by the program zstd as far as it can: 6 % less than what the package that unpacks it would reach.
func squeeze(data []byte) ([]byte, error) {
	var out, said bytes.Buffer
	zstd := exec.Command("zstd", "--ultra", "-22", "--no-check", "--stream-size="+strconv.Itoa(len(data)), "--stdout", "--quiet")
	zstd.Stdin, zstd.Stdout, zstd.Stderr = bytes.NewReader(data), &out, &said
	if err := zstd.Run(); err != nil {
		return nil, fmt.Errorf("zstd: %w: %s", err, said.String())
	}
	return out.Bytes(), nil
}

// keptNames are the texts that stay as the source has them: copyright,
// trademark, makers, addresses and licence.
var keptNames = []typeface.NameID{0, 7, 8, 9, 10, 11, 12, 13, 14}

func (p pack) names(face *typeface.Face) map[typeface.NameID]string {
	family := p.family
	if family == "" {
		family = face.Name(typeface.NameFamily)
	}
	version := face.Name(typeface.NameVersion) + "; subset"
	names := map[typeface.NameID]string{
		typeface.NameFamily:     family,
		typeface.NameStyle:      p.style,
		typeface.NameFull:       family + " " + p.style,
		typeface.NamePostScript: p.postScript,
		typeface.NameVersion:    version,
		typeface.NameUnique:     p.postScript + "; " + version,
	}
	for _, id := range keptNames {
		names[id] = face.Name(id)
	}
	return names
}

// licences writes each pack's licence beside it.
func (w *workshop) licences() error {
	serif, err := w.read(notoSerifLicense)
	if err != nil {
		return err
	}
	sans, err := w.read(notoSansLicense)
	if err != nil {
		return err
	}
	kai, err := w.face(wenkai)
	if err != nil {
		return err
	}
	signs, err := w.face(dejavu)
	if err != nil {
		return err
	}
	openFontLicense := sans[max(bytes.Index(sans, []byte("This Font Software is licensed")), 0):]
	texts := map[string][]byte{
		"LICENSE-NotoSerifSC.txt": serif,
		"LICENSE-NotoSansSC.txt":  sans,
		// Debian's copyright file of the package names the reserved names.
		"LICENSE-ZhunshengRare.txt": slices.Concat(
			[]byte(kai.Name(typeface.NameCopyright)+"\nwith Reserved Font Names \"霞鹜\" and \"LXGW\".\n\n"), openFontLicense),
		"LICENSE-ZhunshengScarce.txt": slices.Concat([]byte("Copyright (c) 2011, GlyphWiki Project (kamichi@fonts.jp),\n"+
			"with Reserved Font Names \"Hanazono Font\", \"HanaMinA\", \"HanaMinB\", \"花園フォント\", \"花園明朝A\" and \"花園明朝B\".\n\n"), openFontLicense),
		"LICENSE-ZhunshengSigns.txt": []byte(signs.Name(typeface.NameCopyright) + "\n" + signs.Name(typeface.NameLicense) + "\n"),
	}
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		if err := os.WriteFile(filepath.Join(w.to, name), unixLines(texts[name]), 0o644); err != nil {
			return err
		}
	}
	return nil
}

func unixLines(text []byte) []byte { return bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")) }
