# Everything there is to do with symdemote. `make demo` and `make test` are for newcomers.

PREFIX ?= /usr/local
DESTDIR ?=
STATIC := .build/static
TOOL := $(STATIC)/release/symdemote

BUILD_PACKAGES := gcc g++ libc6-dev pkg-config libelf-dev libmd-dev zlib1g-dev \
  libpcre2-dev libiberty-dev libpkgconf-dev
DEMO_PACKAGES := $(BUILD_PACKAGES) binutils libdbus-1-dev
TEST_PACKAGES := $(DEMO_PACKAGES) elfutils lld lld-14 mold musl-tools patchelf attr libcap2-bin \
  llvm binutils-s390x-linux-gnu binutils-source dpkg-dev libtool-bin xz-utils chrpath debugedit dwz \
  gdb qemu-user acl e2fsprogs parallel valgrind \
  bash-completion man-db mandoc fish zsh shellcheck graphviz python3 python3-jsonschema \
  python3-venv \
  chromium chromium-driver python3-selenium fonts-dejavu-core
# Compilers and C libraries for other machines: about 365 MB to fetch beside the others.
MACHINE_PACKAGES := gcc-aarch64-linux-gnu libc6-dev-arm64-cross gcc-i686-linux-gnu \
  libc6-dev-i386-cross gcc-arm-linux-gnueabihf libc6-dev-armhf-cross gcc-arm-linux-gnueabi \
  libc6-dev-armel-cross gcc-riscv64-linux-gnu libc6-dev-riscv64-cross gcc-powerpc64le-linux-gnu \
  libc6-dev-ppc64el-cross gcc-powerpc64-linux-gnu libc6-dev-ppc64-cross gcc-s390x-linux-gnu \
  libc6-dev-s390x-cross gcc-powerpc-linux-gnu libc6-dev-powerpc-cross gcc-alpha-linux-gnu \
  libc6.1-dev-alpha-cross binutils-sparc64-linux-gnu
# Hosts of plugins, each with a plugin that it loads: about 45 MB to fetch beside the others.
HOST_PACKAGES := apache2-bin bash-builtins curl libdbi-perl libjson-xs-perl libnginx-mod-http-echo \
  libnginx-mod-http-lua lua-lpeg lua-socket lua5.4 nginx perl php-cli postgresql-15 python3 \
  redis-redisearch redis-tools ruby zsh
SWEEP_PACKAGES := python3 zsh lua5.4 lua5.3 luajit php-cli redis-tools weechat-headless znc \
  uwsgi-core apache2-bin mariadb-client-core iproute2 openssh-client curl openssl sqlite3 \
  xz-utils bzip2 git make
BENCH_PACKAGES := $(BUILD_PACKAGES) binutils lld llvm elfutils patchelf valgrind python3 python3-venv \
  python3-pyelftools python3-matplotlib ffmpeg gdb pax-utils libtree btrfs-progs xfsprogs mount

# The pipelines that ship binaries, for the integrations with them.
INTEGRATION_PACKAGES := \
  cargo cmake cpio debhelper debugedit dwz fakeroot faketime gcc-aarch64-linux-gnu gdb libarchive-tools \
  libc6-dev-arm64-cross lintian makepkg mandoc meson ninja-build nix-bin pacman-package-manager \
  pax-utils pre-commit python3-dev python3-pip python3-setuptools python3-venv python3-wheel \
  python3-yaml rpm rustc shellcheck

DIST_PACKAGES := $(BUILD_PACKAGES) git python3 xz-utils

# Beside these, Scripts/fetch-foreign-binaries fetches, and does not install, about 135 MB of packages of
# other machines, and the lists in which they stand (60 MB); Scripts/fetch-sarif-validator fetches 3 MB of
# Python, Scripts/fetch-mermaid 2, Scripts/fetch-portage 2, and Scripts/fetch-auditwheel one.

# A crash in a test is a failure; the toolchain's backtracer may hang over it.
export SWIFT_BACKTRACE := enable=no
SWIFT_TEST := swift test --disable-xctest

.PHONY: demo build dist check-reproducible install test test-all test-integrations \
  check-loader-model check lint strict bench format clean \
  fuzz fuzz-short fuzz-coverage

demo:
	@Scripts/install-packages $(DEMO_PACKAGES)
	@$(MAKE) --no-print-directory static
	Samples/two-copies/run.sh
	Samples/embedded-dbus/run.sh

# The release: one fully static executable.
build:
	@Scripts/install-packages $(BUILD_PACKAGES)
	@$(MAKE) --no-print-directory static

# Generic types named in code are asked for by function, and not by mangled name: demangling them, and
# seeking their conformances, takes longer than the work on a small file.
DIRECT_METADATA := -Xswiftc -Xfrontend \
  -Xswiftc -disable-concrete-type-metadata-mangled-name-accessors
# The hashes by which the compiler would spare itself unchanged files name the folder of the build.
SAME_ANYWHERE := -Xswiftc -Xfrontend -Xswiftc -disable-incremental-llvm-codegen

.PHONY: static
static:
	swift build -c release --product symdemote --scratch-path $(STATIC) \
	  -Xswiftc -static-executable -Xswiftc -cross-module-optimization $(DIRECT_METADATA) \
	  $(SAME_ANYWHERE) -Xlinker --gc-sections -Xlinker -s -Xlinker -Map=$(STATIC)/symdemote.map

# What is released: Distribution/README.md.
dist:
	@Scripts/install-packages $(DIST_PACKAGES)
	@$(MAKE) --no-print-directory static
	Scripts/dist

# All of it once more in another folder, which takes as long as a build: the same bytes.
check-reproducible: dist
	Scripts/check-reproducible

# The manual and the completions, from the tables of the program. They are kept in the repository, so that
# who packages the tool for another machine, or installs it, has to run nothing of it.
.PHONY: manual
manual:
	swift run write-manual Manual

install: build
	Scripts/install-tree $(DESTDIR)$(PREFIX)

test:
	@Scripts/install-packages $(TEST_PACKAGES) $(MACHINE_PACKAGES) $(HOST_PACKAGES) \
	  $(INTEGRATION_PACKAGES)
	@Scripts/fetch-foreign-binaries
	@Scripts/fetch-sarif-validator
	@Scripts/fetch-mermaid
	@Scripts/fetch-portage
	@Scripts/fetch-auditwheel
	@$(MAKE) --no-print-directory static
	$(SWIFT_TEST)

# The sweeps over every file of the system, in full.
test-all:
	@Scripts/install-packages $(TEST_PACKAGES) $(SWEEP_PACKAGES)
	@Scripts/fetch-foreign-binaries
	@$(MAKE) --no-print-directory static
	SYMDEMOTE_SWEEP=full $(SWIFT_TEST) --filter SweepTests

# The pipelines alone: each integration on a small package that leaks a bundled library.
test-integrations:
	@Scripts/install-packages $(TEST_PACKAGES) $(INTEGRATION_PACKAGES)
	@Scripts/fetch-portage
	@Scripts/fetch-auditwheel
	@$(MAKE) --no-print-directory static
	$(SWIFT_TEST) --filter IntegrationTests

# The bindings of every installed program, and what demotions do to them: the model against ld.so.
check-loader-model:
	@Scripts/install-packages $(TEST_PACKAGES)
	@$(MAKE) --no-print-directory static
	SYMDEMOTE_SWEEP=full $(SWIFT_TEST) --filter 'StartupTests|PredictionTests'

check: lint strict test

lint:
	swift format lint --strict -r Sources Tests Fuzz Package.swift

# An import that no door allows passes an incremental build; this one rejects it.
strict:
	@Scripts/install-packages $(BUILD_PACKAGES)
	swift build --build-tests --scratch-path .build/strict \
	  --explicit-target-dependency-import-check error

# Each target of Fuzz for TIME seconds; KEEP=-k keeps the smallest set of inputs that reaches as much.
TIME ?= 900
FUZZ_PACKAGES := $(BUILD_PACKAGES) binutils binutils-s390x-linux-gnu xz-utils

fuzz:
	@Scripts/install-packages $(FUZZ_PACKAGES)
	Fuzz/run -t $(TIME) $(KEEP) $(TARGETS)

fuzz-short:
	@$(MAKE) --no-print-directory fuzz TIME=20

# The lines that the inputs of the last runs reach.
fuzz-coverage:
	@Scripts/install-packages $(FUZZ_PACKAGES)
	Fuzz/coverage $(TARGETS)

bench:
	@Scripts/install-packages $(BENCH_PACKAGES)
	@$(MAKE) --no-print-directory static
	Benchmarks/run.py --instructions

format:
	swift format -i -r Sources Tests Fuzz Package.swift

clean:
	rm -rf .build
