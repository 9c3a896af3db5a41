#!/usr/bin/env bash
# One would guess: `target.bin.output` in a bake file is what target "bin" has. Files that add to "bin" leave it alone.
# What is so: a reference sees the last block of that name alone, not the merged target. An override file that only adds
# `platforms` to "bin" leaves bin's own output as it was, but `target.bin.output` elsewhere becomes empty. A target that took
# its output from there silently gets none: it exports an image where it wrote files.
# Seen with buildx 0.29.1 and 0.13.1. The same holds for docker-bake.override.hcl, which bake reads by itself.
# Source: https://docs.docker.com/build/bake/reference/#file-format (merging),
# https://github.com/docker/buildx/blob/v0.29.1/bake/hclparser/hclparser.go (a reference evaluates all blocks of a name in turn and keeps the last)
# Builds buildx 0.29.1 from the Go module proxy in a temporary folder (some minutes) and needs no Docker. Exit 1 when this is no longer so, 2 when it could not be set up.
set -euo pipefail
command -v go > /dev/null || { echo "needs go, which builds buildx from the module proxy"; exit 2; }
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
mkdir module
(
  cd module
  export GOPATH=$dir/go GOFLAGS=-modcacherw GOCACHE=$dir/cache
  printf 'module m\n' > go.mod
  go get github.com/docker/buildx/cmd/buildx@v0.29.1 && go build -o ../buildx github.com/docker/buildx/cmd/buildx
) > log 2>&1 || { tail -3 log; exit 2; }
export HOME=$dir
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
outputs() { ./buildx bake --print 2>/dev/null | tr -d ' \n' | grep -o '"\(bin\|tools\)":{"context[^}]*}*' | sed 's/"context":"[^"]*",*//; s/"dockerfile":"[^"]*",*//'; }
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
