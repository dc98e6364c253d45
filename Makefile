# Each command prepares what it needs: a clean clone of Debian or Ubuntu is enough to start.
SHELL := bash
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help run test bench gallery format lock clean

help: ## affiche cette aide
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s  %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## ouvre le cabinet de démonstration (sans écran : joue la visite guidée)
	@tools/bootstrap.sh run
	@tools/run.sh

test: ## vérifie la mise en forme, le style, les types, les frontières, et joue les tests
	@tools/bootstrap.sh dev
	@tools/check.sh

bench: ## mesure et affiche les rapports
	@tools/bootstrap.sh dev
	@QT_QPA_PLATFORM=offscreen .venv/bin/python -m tests.bench

gallery: ## dessine chaque écran dans build/gallery
	@tools/bootstrap.sh run
	@QT_QPA_PLATFORM=offscreen .venv/bin/python -m tests.gallery --out build/gallery

format: ## remet le code en forme
	@tools/bootstrap.sh dev
	@.venv/bin/ruff check --fix --exit-zero --quiet .
	@.venv/bin/ruff format .

lock: ## recalcule requirements/*.txt (OPTIONS=--upgrade pour monter les versions)
	@tools/bootstrap.sh dev
	@tools/lock.sh $(OPTIONS)

clean: ## efface build, dist et les caches (.venv reste)
	@rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage*
	@find . -path ./.venv -prune -o -name __pycache__ -type d -exec rm -rf {} +
