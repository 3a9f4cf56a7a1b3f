# Everything a developer runs. "make demo" does the main job on the embedded example; "make test" runs every test.

SHELL := /bin/bash
GO ?= go
OUT ?= out

# The desktop needs cgo and OpenGL; nothing else does. Keep one set of tags: changing one rebuilds the OpenGL bindings.
DESKTOP_TAGS := no_emoji,migrated_fynedo,x11
TEST_TAGS := ci,migrated_fynedo
PURE = $(shell $(GO) list -e ./... | grep -v '^zhunsheng/cmd/zhunsheng$$')

# What the toolkit has laid out is forgotten after a minute in which nothing was painted, unless FYNE_CACHE says otherwise. A window is painted
# all the time; a test paints when it says so, and on a slow machine that may be later.

# Tools, pinned; built from their modules on first use.
GOFUMPT := $(GO) run mvdan.cc/gofumpt@v0.12.0
STATICCHECK := $(GO) run honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOVULNCHECK := $(GO) run golang.org/x/vuln/cmd/govulncheck@v1.9.0
GOCYCLO := $(GO) run github.com/fzipp/gocyclo/cmd/gocyclo@v0.6.0

export GOFLAGS := -mod=readonly

.PHONY: demo run build test test-pure test-ui-threads e2e screenshots test-all torture tools lint bench fonts licences packages packages-all windows linux darwin test-windows clean help

help: ## list the targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 18

demo: ## the main job on the embedded example: score, review, signed PDF, verification
	@CGO_ENABLED=0 $(GO) run ./cmd/zs demo -o $(OUT)/demo

run: packages ## open the desktop app with the example year in it
	$(GO) run -tags $(DESKTOP_TAGS) ./cmd/zhunsheng --demo

build: ## both commands into $(OUT)
	mkdir -p $(OUT)
	CGO_ENABLED=0 $(GO) build -o $(OUT)/zs ./cmd/zs
	$(GO) build -tags $(DESKTOP_TAGS) -o $(OUT)/zhunsheng ./cmd/zhunsheng

test: packages test-pure test-ui-threads e2e ## every test, the window under Xvfb included

test-pure: ## all packages but the desktop's main, without cgo
	FYNE_CACHE=24h CGO_ENABLED=0 $(GO) test -tags $(TEST_TAGS) -timeout 30m $(PURE)
	@echo "not run here, but by make test-all: signatures judged by PDFBox with BouncyCastle and by mutool, tokens of SoftHSM2, PDF/A judged by preflight"
	@echo "not run here, but by make test-all: LibreOffice on what goes out, 10,000 bundles, DuckDB and PostgreSQL, rates of export and import on 1 GB, a real session keyring"
	@echo "not run here, but by make torture: 1,000 kills, power cuts, full disks; by make test-windows: the Windows programs under Wine"

test-ui-threads: ## the screens once more without migrated_fynedo, which finds calls off the UI goroutine
	FYNE_CACHE=24h CGO_ENABLED=0 $(GO) test -tags ci -timeout 30m ./app/ui/...

e2e: packages ## the real window under Xvfb, driven by mouse and keyboard
	$(GO) test -tags $(DESKTOP_TAGS),e2e -count=1 -timeout 60m ./cmd/zhunsheng

screenshots: packages ## the pictures of docs/images, taken of the real window under Xvfb
	sh docs/images/take.sh $(DESKTOP_TAGS)

test-all: packages-all test ## also what needs heavier programs: Java, MuPDF, SoftHSM2, LibreOffice, PostgreSQL, DuckDB
	CGO_ENABLED=0 $(GO) test -tags $(TEST_TAGS),all -count=1 -timeout 20m ./app/sign/... ./app/report ./app/exchange ./cmd/zs
	ZS_TEST_ALL=1 CGO_ENABLED=0 $(GO) test -tags $(TEST_TAGS) -count=1 -timeout 30m -v -run 'TenThousand|DuckDB|Postgres|Rates|GnomeKeyring' ./app/collect ./storage/handover ./storage/keyring

torture: ## the store under 1,000 kills, power cuts and full disks (superuser: it mounts file systems)
	ZS_TORTURE=1 CGO_ENABLED=0 $(GO) test -count=1 -timeout 60m ./storage ./storage/place
	ZS_TORTURE=1 CGO_ENABLED=0 $(GO) test -count=1 -timeout 20m -run DiskFull ./storage/handover

tools: ## fetch the modules and the tools of lint
	$(GO) mod download
	$(GOFUMPT) -version
	$(STATICCHECK) -version
	$(GOVULNCHECK) -version
	$(GOCYCLO) -over 1000 .ci

lint: ## formatting, vet, staticcheck with doc comments, import directions, links of documents, complexity, known vulnerabilities
	@echo "gofumpt"; test -z "$$($(GOFUMPT) -l .ci app assets cmd scoring storage | tee /dev/stderr)"
	CGO_ENABLED=0 $(GO) vet -tags $(TEST_TAGS) $(PURE)
	CGO_ENABLED=0 $(STATICCHECK) -tags $(TEST_TAGS) -checks all $(PURE)
	$(GO) run ./.ci/imports
	$(GO) run ./.ci/links
	@echo "gocyclo"; $(GOCYCLO) -over 15 -ignore '_test\.go$$' app assets cmd scoring storage
	@echo "govulncheck"; sh .ci/vulnerabilities $(GOVULNCHECK) -tags $(TEST_TAGS) $(PURE)

bench: ## the benchmarks of docs/benchmarks.md
	CGO_ENABLED=0 $(GO) test -tags $(TEST_TAGS) -run '^$$' -bench . -benchmem ./scoring/... ./storage/... ./app ./app/report/... ./app/sign/... ./app/pdf/... ./app/ui/...
	CGO_ENABLED=0 $(GO) run ./.ci/benchreport -o $(OUT)/bench
	cd .ci/decimals && CGO_ENABLED=0 $(GO) test -bench . -benchmem
	cd .ci/stores && CGO_ENABLED=0 $(GO) run .
	$(GO) build $$(.ci/smaller) -tags $(DESKTOP_TAGS),e2e -o $(OUT)/bench/zhunsheng ./cmd/zhunsheng
	ZHUNSHENG_PROGRAM=$(abspath $(OUT)/bench/zhunsheng) $(GO) test -tags $(DESKTOP_TAGS),e2e -run '^$$' -bench Start -benchtime 3x ./cmd/zhunsheng
	ZHUNSHENG_PROGRAM=$(abspath $(OUT)/bench/zhunsheng) $(GO) test -tags $(DESKTOP_TAGS),e2e -run '^$$' -bench Held -benchtime 1x -timeout 30m ./cmd/zhunsheng

fonts: ## build the embedded fonts from their published packages (npm and apt)
	@sh .ci/packages fonts
	sh cmd/fontpack/fetch.sh build/fonts
	$(GO) run ./cmd/fontpack -from build/fonts -to assets/fonts

licences: ## the licences of others in the programs, for assets/licences.txt; after a change of go.mod
	$(GO) run ./cmd/licencepack

packages: ## install what the tests and the desktop need
	@sh .ci/packages

packages-all: ## also what test-all and the comparisons of bench need
	@sh .ci/packages all

windows: ## Zhunsheng.exe, zs.exe, portable zip and installer into $(OUT)/windows
	@sh .ci/packages windows
	GOFLAGS= .ci/release windows $(OUT)/windows

linux: ## tar.xz of the desktop and zs for linux/amd64, zs for linux/arm64 into $(OUT)/linux
	@sh .ci/packages linux
	GOFLAGS= .ci/release linux $(OUT)/linux

darwin: ## zs for Macs into $(OUT)/darwin; all but the desktop's main is built for a Mac
	GOFLAGS= .ci/release darwin $(OUT)/darwin

test-windows: ## the Windows programs under Wine: packages, both renderers, no OpenGL, installer, portable zip
	@sh .ci/packages wine
	GOFLAGS= .ci/wine/run

clean: ## remove what was built
	rm -rf $(OUT) build
