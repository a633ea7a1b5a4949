# Everything Seco is started, tested and checked with. Needs Python 3.11 or later and make; the rest is made in .venv.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --only-binary :all:
CATALOGUE := locale/en/LC_MESSAGES/django
STATIC_SOURCES := $(shell find static $(filter-out var/static,$(wildcard */static)) 2>/dev/null)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test check fix bench admin messages screenshots setup setup-dev

help: ## say what each word does
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 22

run: setup var/static/staticfiles.json ## start Seco at http://127.0.0.1:8000 (PORT and DATABASE_URL change that); Ctrl-C ends it
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py seed
	@SECO_ENV=$${SECO_ENV:-development} exec $(BIN)/gunicorn seco.wsgi

admin: setup ## make an administrator for /admin/
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py createsuperuser $(if $(DJANGO_SUPERUSER_PASSWORD),--noinput)

test: setup-dev ## run every test: SQLite, PostgreSQL where one answers, Chromium where one is installed
	@$(BIN)/python -m seco.tests.everywhere $(ARGS)

check: setup-dev ## change nothing; style, templates, types, imports, migrations, production settings, wording
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --quiet --lint templates
	$(BIN)/mypy
	$(BIN)/lint-imports
	DATABASE_URL=sqlite://:memory: $(BIN)/python manage.py makemigrations --check --dry-run
	SECO_ENV=production SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))') \
		ALLOWED_HOSTS=seco.example.jp HTTPS_REDIRECT=true DATABASE_URL=sqlite://:memory: \
		$(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/python manage.py messages --check

fix: setup-dev ## let ruff put right what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup-dev $(CATALOGUE).mo ## measure search, pages and exports, and print the figures
	@$(BIN)/python -m benchmarks $(ARGS)

messages: setup ## bring the catalogues up to date with the wording, and compile them
	@$(BIN)/python manage.py messages --update
	@$(BIN)/python manage.py messages --compile

screenshots: setup-dev $(CATALOGUE).mo ## take the pictures of the README anew (needs Chromium)
	@$(BIN)/python docs/screenshots.py

setup: .venv/.runtime $(CATALOGUE).mo ## only make the environment
setup-dev: .venv/.development $(CATALOGUE).mo ## … with what tests and checks need

.venv/.runtime: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit("Seco needs Python 3.11 or later." if sys.version_info < (3, 11) else 0)'
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv \
		|| { echo "Python cannot make an environment; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@echo "Seco: installing requirements.txt into .venv …"
	@$(PIP) -r requirements.txt
	@touch $@

.venv/.development: requirements-dev.txt .venv/.runtime
	@echo "Seco: installing requirements-dev.txt into .venv …"
	@$(PIP) -r requirements-dev.txt
	@touch $@

$(CATALOGUE).mo: $(CATALOGUE).po .venv/.runtime
	@$(BIN)/python manage.py messages --compile

var/static/staticfiles.json: $(STATIC_SOURCES) .venv/.runtime
	@$(BIN)/python manage.py collectstatic --noinput --verbosity 0
	@touch $@
