#!/usr/bin/env bash
# One would guess: `docker buildx bake --print` only prints ("Print the options without building"). Nothing is written.
# What is so: it opens the file that an output names for writing. `type=tar,dest=out.tar` empties an existing out.tar, and
# `type=oci,dest=new.tar` makes an empty file. It exits with 0. No builder is asked, and no `--allow` either.
# Why: bake makes the build options before it prints them, and CreateExports opens the destination.
# Seen with buildx 0.29.1 and 0.13.1; the source of 0.38.2 has the same order. To print safely: --set '*.output=type=cacheonly'.
# Source: https://docs.docker.com/reference/cli/docker/buildx/bake/#print,
# https://github.com/docker/buildx/blob/v0.29.1/commands/bake.go, https://github.com/docker/buildx/blob/v0.29.1/build/opt.go
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
target "default" {
  output = ["type=tar,dest=out.tar"]
}
target "layout" {
  output = ["type=oci,dest=new.tar"]
}
H
echo "the release of yesterday" > out.tar
before=$(wc -c < out.tar)
./buildx bake --print default layout > printed.json 2> log || { cat log; exit 2; }
after=$(wc -c < out.tar)
made=$([ -e new.tar ] && wc -c < new.tar || echo "no file")
echo "out.tar: $before bytes before --print, $after after it; new.tar: $made bytes"
echo "the release of yesterday" > out.tar
./buildx bake --print --set '*.output=type=cacheonly' default > printed.json 2> log
echo "out.tar with --set '*.output=type=cacheonly': $(wc -c < out.tar) bytes"
[ "$after" = 0 ] && [ "$made" = 0 ] || { echo "CHANGED: --print writes no longer"; exit 1; }
