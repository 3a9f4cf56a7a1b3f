#!/bin/sh
# Takes the pictures of the window for the documentation: the test that drives the real window under Xvfb leaves them behind.
# Usage: take.sh BUILD_TAGS
set -eu
images=$(cd "$(dirname "$0")" && pwd)
shots=$(mktemp -d)
trap 'rm -rf "$shots"' EXIT
# take FROM TO: the window without what lies below it on the screen
take() { convert "$shots/$1" -crop 1366x746+0+0 +repage -strip "$images/$2"; }

ZHUNSHENG_SHOTS="$shots" go test -tags "$1,e2e" -count=1 -timeout 10m -run TestOneEvaluation ./cmd/zhunsheng
take 01-year.png year.png
take 08-reopened.png guide.png
take 09-narrative.png narrative.png
take 04-checks.png checks.png
take 10-shortcuts.png commands.png
take 11-english-dark.png english-dark.png
