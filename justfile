# `just` lists the recipes; .ci/run is the whole list that a change must pass.

library := env("AMITY_LIBRARY", "../shared/data")

_default:
    @just --list

# Format, lint, types, tests, docs
check:
    uv run ruff format
    uv run ruff check
    uv run pyright
    uv run pytest -n 2
    uv run python docs/generate.py --check
    uv run zensical build --strict

# Tests
test *args:
    uv run pytest {{ args }}

# Write the generated pages, then the site
docs:
    uv run python docs/generate.py
    uv run zensical build --strict

# Start-up times and the hot paths
bench:
    for file in benchmarks/*.py; do uv run python "$file"; done

# Rebuild the shipped atlas from the raw files
atlas:
    uv run amity build --from {{ library }} --to src/amity/atlas/data

# Measure every score against what is known, and write the figures into its page of the docs
validate *names:
    uv run python validation/run.py {{ names }}

# Do the raw files give the shipped atlas, byte for byte?
atlas-check:
    uv run amity build --from {{ library }} --to src/amity/atlas/data --check
