# demo · test · setup · check · journeys · bench · docs
.DEFAULT_GOAL := help
PORT ?= 8000
ARGS ?=
BIN := .venv/bin

help: ## What can be made here
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## / · /'

setup: ## Install everything that testing and changing Amanah needs, into .venv
	@tools/setup dev

demo: ## A populated demo on http://localhost:8000 (PORT=… moves it)
	@tools/setup base
	@$(BIN)/amanah demo --port $(PORT)

docs: setup ## Check the documents: links, names of files, examples
	@AMANAH_HOME="$$(mktemp -d)" $(BIN)/python -m tools.check_docs

lock: setup ## Resolve requirements/*.in into hash-locked files
	@tools/lock

.PHONY: help setup demo docs lock
