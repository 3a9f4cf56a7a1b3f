#!/bin/sh
# Takes the pictures of the window for the documentation: the tests that drive the real window under Xvfb leave them behind. They are
# stored with a palette, which makes them a third as large and looks the same.
# The pictures show paths, so the homes of the two people in them, zhang and wang, are made in /home or in $ZHUNSHENG_HOMES, and removed
# at the end.
# Usage: take.sh BUILD_TAGS
set -eu
images=$(cd "$(dirname "$0")" && pwd)
homes=${ZHUNSHENG_HOMES:-/home}
for person in zhang wang; do
	[ ! -e "$homes/$person" ] || { echo "$homes/$person is somebody's: name another folder in ZHUNSHENG_HOMES" >&2; exit 1; }
done
[ -w "$homes" ] || { echo "cannot write to $homes: name another folder in ZHUNSHENG_HOMES" >&2; exit 1; }
shots=$(mktemp -d)
trap 'rm -rf "$shots"' EXIT

# take FROM TO: the window without what lies below it on the screen
take() {
	[ -s "$shots/$1.png" ] || { echo "no picture $1" >&2; exit 1; }
	convert "$shots/$1.png" -crop 1366x746+0+0 +repage -strip +dither -colors 96 -define png:compression-level=9 "PNG8:$images/$2.png"
}

ZHUNSHENG_SHOTS="$shots" ZHUNSHENG_HOMES="$homes" go test -tags "$1,e2e" -count=1 -timeout 25m -run 'TestEveryScreen|TestWholeStory|TestTwoPeople' ./cmd/zhunsheng
for screen in year guide basics money narrative preview verify compare exchange collect schemes history settings help commands english-dark; do
	take "$screen" "$screen"
done
take 40-empty empty
take 41-import import
take 45-checks checks
take 47-evidence-again evidence
take 49-exported exported
take 88-both incoming
take 90-conflicts conflicts
take 68-review review
take 72-comments-in-the-guide comments
take 74-answered answers
take 87-arbitrated panel

# The table and the result of the example's report, side by side
CGO_ENABLED=0 go run ./cmd/zs demo -o "$shots/demo" >/dev/null
for page in 14 17; do
	pdftoppm -r 80 -f "$page" -l "$page" -png -singlefile "$shots/demo/report.pdf" "$shots/page-$page"
done
convert "$shots/page-14.png" "$shots/page-17.png" -bordercolor '#ccc' -border 1 +append -strip +dither -colors 48 -define png:compression-level=9 "PNG8:$images/report.png"
