# What people type. Each target installs what it needs and is missing (Debian or Ubuntu), builds in .build, and runs.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := build
.PHONY: demo test soak fuzz build bench eval format lint packages

PACKAGES := git universal-ctags libcurl4-openssl-dev libedit-dev libsqlite3-dev libssl-dev zlib1g-dev
TEST_PACKAGES := python3-venv
SOURCES := Benchmarks/Package.swift Benchmarks/Sources Package.swift Prompts Sources Tests Tools
CASES ?= ../shared/data

# Shows a good deploy, a bad deploy and the report on it, on real telemetry of a recorded shop.
demo: build
	.build/debug/whyd demo

# Format, warnings as errors, all tests, the short soak; prints what failed and the runner's closing lines. All of the
# tests' output is in .build/test.log.
test: PACKAGES += $(TEST_PACKAGES)
test: lint packages
	swift build --build-tests
	swift test --skip-build --no-parallel > .build/test.log 2>&1 \
	  || { grep -E '✘|error:|Fatal' .build/test.log | head -200; tail -5 .build/test.log; exit 1; }
	tail -5 .build/test.log
	.build/debug/Soak --short

# Campaigns against the real program: kills, faults, hostile input, full disks, leaks. SHORT=1 takes about a minute.
soak: packages
ifdef SHORT
	swift build --product whyd
	swift build --product Soak
	.build/debug/Soak --short
else
	swift build -c release --scratch-path .build-release --product whyd
	swift build -c release --scratch-path .build-release --product Soak
	.build-release/release/Soak --whyd .build-release/release/whyd
endif

# Fuzzes the readers of OTLP and TraceQL, a minute each; FUZZ_SECONDS says how long.
FUZZ_SECONDS ?= 60
fuzz: packages
	Tests/Fuzz/run $(FUZZ_SECONDS)

build: packages
	swift build --product whyd

bench: PACKAGES += $(TEST_PACKAGES)
bench: packages
	Benchmarks/run

# Scores whyd on cases with known truth; WHYD_REPOS=FOLDER of clones or mirrors adds the cases on real histories.
eval: packages
	swift build -c release --scratch-path .build-release --product whyd
	.build-release/release/whyd eval $(CASES)

format:
	swift format -i -r $(SOURCES)

lint:
	swift format lint --strict -r $(SOURCES)

# sudo only for those who are not root; quiet unless something is missing.
packages:
	@missing=(); \
	for package in $(PACKAGES); do \
	  dpkg-query -W -f='$${Status}' "$$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$$package"); \
	done; \
	if (( $${#missing[@]} == 0 )); then exit 0; fi; \
	command -v apt-get >/dev/null || { echo "please install: $${missing[*]}" >&2; exit 1; }; \
	echo "installing with apt: $${missing[*]}"; \
	run=(); if (( EUID != 0 )); then run=(sudo); fi; \
	export DEBIAN_FRONTEND=noninteractive; \
	"$${run[@]}" apt-get update -qq >/dev/null; \
	"$${run[@]}" apt-get install -y -qq --no-install-recommends "$${missing[@]}" >/dev/null
