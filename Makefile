# Two commands: `make site` and `make test`. Both set up first; after that `.venv/bin/inv -l` lists the verbs.
PYTHON ?= python3
VENV := .venv
PIP := $(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes

.PHONY: site test
site: $(VENV)/ready
	@$(VENV)/bin/inv site

test: $(VENV)/ready
	@$(VENV)/bin/inv test

$(VENV)/ready: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit("需要 Python 3.11 或更高的版本（可写 make PYTHON=python3.12）") if sys.version_info < (3, 11) else None'
	@echo "正在建立虚拟环境 $(VENV)/ 并安装锁定的依赖（只在第一次和依赖变动时）…"
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) --only-binary :all: -r requirements.lock
	@touch $@
