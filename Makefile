# make run    準備して起動する（http://localhost:8000）
# make test   準備してすべての試験を行う
# make screenshots 主な画面の写真を docs/screenshots に撮る
# make lint / eval / bench / lock
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# 固定した版を入れ、20個ごとに進み具合を知らせる。終了コードはパイプで失われないようにファイルで渡す。
install = { $(PIP) install --no-deps --require-hashes -r $(1) 2>$(VENV)/pip.log; echo $$? >$(VENV)/pip.status; } \
	| awk '/^Collecting/ { n++; if (n % 20 == 0) { print "  " n "個目：" $$2; fflush() } } /^Installing/ { print "  展開しています…"; fflush() }'; \
	test "$$(cat $(VENV)/pip.status)" = 0 || { cat $(VENV)/pip.log >&2; exit 1; }
.DEFAULT_GOAL := run
.PHONY: run test screenshots lint eval bench lock clean

run: $(VENV)/.ready
	@$(BIN)/kanmin serve

# 三つの処理で並べて試す。画面の試験は待つ時間が長い。多すぎると、試験用のサーバーとブラウザーが取り合いになる。長いもの（tests/conftest.py）から始める。
test: $(VENV)/.ready-dev
	@$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder $(PYTEST)

screenshots: $(VENV)/.ready-dev
	@$(BIN)/python -m pytest tests/browser/test_views.py --screenshots docs/screenshots

lint: $(VENV)/.ready-dev
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

eval: $(VENV)/.ready-dev
	@$(BIN)/python -m evals

bench: $(VENV)/.ready-dev
	@$(BIN)/python -m evals bench

$(VENV)/bin/python:
	@echo "仮想環境を作っています（$(VENV)）…"
	@$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info[:2] <= (3, 13) else "Python 3.11〜3.13 が必要です（いまは %d.%d）" % sys.version_info[:2])'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.ready: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "部品を入れています（初回は1〜3分かかります）…"
	@$(call install,requirements.lock)
	@$(PIP) --quiet install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.ready-dev: requirements-dev.lock $(VENV)/.ready
	@echo "試験用の部品を入れています…"
	@$(call install,requirements-dev.lock)
	@touch $@

# 部品の版を決め直す（uv が必要）。索引の住所は書き込まない。
lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url pyproject.toml --group build -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url -c requirements.lock pyproject.toml --group build --group dev -o requirements-dev.lock

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache
