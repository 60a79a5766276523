#!/bin/sh
# Resolve pyproject.toml for every supported Python on Linux and macOS.
# usage: lock.sh PATH_TO_UV
set -eu

export UV_CUSTOM_COMPILE_COMMAND="make lock"
"$1" pip compile --universal --quiet --no-annotate pyproject.toml -o requirements.txt
"$1" pip compile --universal --quiet --no-annotate pyproject.toml --extra dev --group demo -o requirements-dev.txt
"$1" pip compile --universal --quiet --no-annotate --group demo -c requirements.txt -o requirements-demo.txt

# uv repeats [tool.uv] environments as a marker behind every package; one that is true everywhere says nothing.
cpython="python_full_version < '3.14' and implementation_name == 'cpython' and sys_platform =="
everywhere=" ; \($cpython 'darwin'\) or \($cpython 'linux'\)"
for file in requirements.txt requirements-dev.txt requirements-demo.txt; do
  sed -E "s/$everywhere\$//" "$file" > "$file.new"
  mv "$file.new" "$file"
done
