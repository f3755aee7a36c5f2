# The commands of the project; each does its own set-up, and what is already done is not done again.
#
#   make demo      the demonstration: real pictures are learned, first in C++, then in Python
#   make test      every test; the last line counts them
#   make build     the release build and the Python package, importable by .venv/bin/python
#   make fuzz      100000 random graphs in all modes against the oracle; GRAPHS=n and SEED=n choose others
#   make bench     ours against the rivals, all rows; ROWS=words, QUICK=1, SYSTEMS=names, THREADS=1,2 choose
#   make sanitize  the C++ tests under the address, undefined-behaviour and thread sanitizers
#   make clean     removes what was built (.venv stays)

.PHONY: demo test build fuzz bench bench-rooms sanitize clean setup
.DEFAULT_GOAL := build

release := build/release
python := .venv/bin/python

setup:
	@tools/setup.sh

# CMake itself runs again when one of its files or folders has changed; ninja sees to that.
build/%/build.ninja: | setup
	@cmake --preset $*

build: setup $(release)/build.ninja
	@ninja -C $(release) --quiet

demo: build
	@tools/demo.sh $(release)

test: build
	@$(python) tools/run_tests.py $(release)

GRAPHS ?= 100000
SEED ?= 1000000
fuzz: build
	@THEANO_FUZZ_GRAPHS=$(GRAPHS) THEANO_FUZZ_SEED=$(SEED) $(release)/tests/test_fuzz --gtest_filter='RandomGraphs.*' --gtest_brief=1

# What the rivals need comes when it is first wanted; see benchmarks/README.md.
bench_options := $(if $(ROWS),--rows "$(ROWS)") $(if $(QUICK),--quick) $(if $(SYSTEMS),--systems "$(SYSTEMS)") \
  $(if $(THREADS),--threads "$(THREADS)") $(if $(LIST),--list)
bench: build
	@ninja -C $(release) --quiet benchmarks
	@benchmarks/rivals/setup.sh
	@PYTHONPATH=benchmarks $(python) -m compare --build $(release) $(bench_options)

bench-rooms: build
	@ninja -C $(release) --quiet benchmarks
	@for program in interpreted_kernels rewrite_ladder; do $(release)/benchmarks/$$program; done

sanitize: setup build/asan/build.ninja build/tsan/build.ninja
	@ninja -C build/asan --quiet
	@$(python) tools/run_tests.py build/asan
	@ninja -C build/tsan --quiet
	@$(python) tools/run_tests.py build/tsan

clean:
	@rm -rf build output
