# Everything a developer does here. `make demo` and `make test` are the two that set up the rest by themselves.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

DEMO_DIR ?= demo
DEMO_OPTIONS ?=
BENCH_DIR ?= ../shared/bench
BENCH_CONTENDERS ?= nginx-mtls,gwanmun,gwanmun-durable
BENCH_MEASURES ?= h1,h2,lat1,hs_full,get1g,mem
BENCH_ROUNDS ?= 3
BASELINE ?= compare
FUZZ_SECONDS ?= 60
PYTEST_OPTIONS ?=

WORKERS ?= 4
PYTHON := .venv/bin/python
END_TO_END := $(PYTHON) -m pytest Tests/EndToEnd -c Tests/EndToEnd/pytest.ini

.PHONY: help setup demo test lint unit-test optimised end-to-end end-to-end-together end-to-end-alone build bench bench-check bench-crowd bench-logins bench-replay bench-storm format clean fuzz image image-test

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install what building and testing needs (Debian packages, Python environment)
	scripts/setup build test

demo: ## build the gateway and run the demo in ./demo (DEMO_DIR, DEMO_OPTIONS)
	scripts/setup build
	scripts/release gwanmun
	scripts/release gwanmun-pam
	exec .build/release/gwanmun demo --dir $(DEMO_DIR) $(DEMO_OPTIONS)

# The optimiser takes what the tests beside each other leave of the processors, for they wait most of the time; tests that want them for themselves come after it.
test: setup lint unit-test ## check everything: layout, warnings, unit tests, the program from outside
	@nice -n 19 $(MAKE) optimised >.build/optimised.log 2>&1 & optimised=$$!; \
	trap 'kill -- $$optimised 2>/dev/null || true' EXIT; \
	$(MAKE) end-to-end-together; \
	wait $$optimised || { cat .build/optimised.log; exit 1; }; \
	tail -n 1 .build/optimised.log; \
	$(MAKE) end-to-end-alone

lint: ## check the layout of the Swift sources
	swift format lint --strict --parallel --recursive Package.swift Sources Tests

unit-test: ## build with all checks on and run the Swift tests
	swift build --build-tests
	swift test --skip-build --parallel

optimised: ## build the programs as they are shipped: the optimiser refuses some of what the debug build takes
	scripts/release gwanmun
	scripts/release gwanmun-pam
	.build/release/gwanmun --version

end-to-end: end-to-end-together end-to-end-alone ## run the built program as people, tools and attackers do (WORKERS, PYTEST_OPTIONS)

end-to-end-together:
	$(END_TO_END) -m "not alone" --numprocesses $(WORKERS) --dist loadfile $(PYTEST_OPTIONS)

end-to-end-alone:
	$(END_TO_END) -m alone $(PYTEST_OPTIONS)

build: ## build the release programs: .build/release/gwanmun and gwanmun-pam
	scripts/setup build
	scripts/release gwanmun
	scripts/release gwanmun-pam

bench: build ## measure against bare nginx mTLS with the harness in BENCH_DIR
	scripts/setup bench
	bench/run "$(BENCH_DIR)" "$(BENCH_CONTENDERS)" "$(BENCH_MEASURES)" "$(BENCH_ROUNDS)"

bench-crowd: build ## time a logged-in person's requests beside 10,000 idle connections and a flood of handshakes
	scripts/setup test
	$(PYTHON) bench/crowd

bench-logins: build ## time logins, each with a handshake and a code, on the disk before they are answered
	scripts/setup test
	$(PYTHON) bench/logins

bench-storm: build ## time a logged-in person's requests beside 10,000 wrong codes a second
	scripts/setup test
	$(PYTHON) bench/storm

bench-replay: build ## replay a policy over a million recorded decisions: time and memory
	$(PYTHON) bench/replay

bench-check: ## count instructions against bench/instructions.json (BASELINE=update writes it anew)
	scripts/setup build bench
	scripts/release gwanmun-bench
	bench/check $(if $(filter update,$(BASELINE)),--update) .build/release/gwanmun-bench

format: ## lay out the Swift sources
	swift format --in-place --parallel --recursive Package.swift Sources Tests

fuzz: ## search for crashing inputs for FUZZ_SECONDS a target
	scripts/setup build
	scripts/fuzz "$(FUZZ_SECONDS)"

image: ## build the container image with buildah (base images: BUILD_IMAGE, RUN_IMAGE)
	scripts/setup image
	scripts/image build

image-test: ## build the image on base images made here, run it read-only as uid 65532, log in through it
	scripts/setup build image
	scripts/image test

clean: ## remove what was built
	rm -rf .build .build-* .venv Tests/EndToEnd/artefacts
