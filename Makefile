# demo · test · setup · check · journeys · bench · docs · lock · messages
.DEFAULT_GOAL := help
PORT ?= 8000
ARGS ?=
export ARGS
BIN := .venv/bin

help: ## What can be made here
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## / · /'

demo: ## A populated demo on http://localhost:8000 (PORT=… moves it)
	@tools/setup base
	@$(BIN)/amanah demo --port $(PORT)

test: setup ## Everything, on SQLite and PostgreSQL and in a browser (ARGS="-k rest" narrows it)
	@tools/check --all

setup: ## Install everything that testing and changing Amanah needs, into .venv
	@tools/setup dev

check: setup ## What every change must pass, in under five minutes
	@tools/check

journeys: setup ## The stories told in a real browser
	@tools/check --only journeys

lighthouse: setup ## Lighthouse's scores of Today on a phone
	@tools/check --only lighthouse

bench: setup ## How fast it is, and whether a power cut loses anything
	@tools/bench

docs: setup ## Check that the documents keep up with the code: links, names, examples, registers
	@ARGS="tests/house -k doc $(ARGS)" tools/check --only tests

lock: setup ## Resolve requirements/*.in into hash-locked files
	@tools/lock

messages: setup ## Gather the texts on screen into the catalogues to be translated
	@tools/messages

.PHONY: help demo test setup check journeys lighthouse bench docs lock messages
