#!/usr/bin/env bash
# One would guess: `target.bin.output` in a bake file is what target "bin" has. Files that add to "bin" leave it alone.
# What is so: a reference sees the last block of that name alone, not the merged target. An override file that only adds
# `platforms` to "bin" leaves bin's own output as it was, but `target.bin.output` elsewhere becomes empty. A target that took
# its output from there silently gets none: it exports an image where it wrote files.
# Seen with buildx 0.29.1 and 0.13.1. The same holds for docker-bake.override.hcl, which bake reads by itself.
# Source: https://docs.docker.com/build/bake/reference/#file-format (merging),
# https://github.com/docker/buildx/blob/v0.29.1/bake/hclparser/hclparser.go (a reference evaluates all blocks of a name in turn and keeps the last)
# Needs docker with buildx. Exit 1 when this is no longer so, 2 when it could not be set up.
set -euo pipefail
docker buildx version || { echo "needs docker with buildx"; exit 2; }
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
cat > docker-bake.hcl <<'H'
group "default" {
  targets = ["bin", "tools"]
}
target "bin" {
  output = ["out"]
}
target "tools" {
  output = target.bin.output
}
H
outputs() { docker buildx bake --print 2>/dev/null | tr -d ' \n' | grep -o '"\(bin\|tools\)":{"context[^}]*}*' | sed 's/"context":"[^"]*",*//; s/"dockerfile":"[^"]*",*//'; }
echo "without an override:"; outputs | tee one
cat > docker-bake.override.hcl <<'H'
target "bin" {
  platforms = ["linux/amd64"]
}
H
echo "with an override of bin's platforms:"; outputs | tee two
[ "$(grep -c '"output"' one)" = 2 ] || { echo "set-up: both have an output at first"; exit 2; }
grep '"bin"' two | grep -q '"output"' || { echo "CHANGED: bin has no output"; exit 1; }
if grep '"tools"' two | grep -q '"output"'; then echo "CHANGED: the reference sees the merged target"; exit 1; fi
