#!/usr/bin/env bash
# One would guess: `ko build --oci-layout-path DIR` takes any directory, as a path.
# What is so: the path becomes the name of a repository. A directory with an upper-case letter anywhere in its path is refused ("repository can only
# contain the characters …"), and so are the folders that mktemp makes. A relative path in lower case works from the same place.
# Source: https://github.com/ko-build/ko/blob/v0.19.1/pkg/publish/layout.go (Publish: name.NewDigest of the path)
# Builds ko 0.19.1 from the Go module proxy in a temporary folder (some minutes). Exit 1 when this is no longer so, 2 when it could not be set up.
set -euo pipefail
command -v go > /dev/null || { echo "needs go, which builds ko from the module proxy"; exit 2; }
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
mkdir module hello
export GOPATH=$dir/go GOFLAGS=-modcacherw GOCACHE=$dir/cache HOME=$dir
(
  cd module
  printf 'module m\n' > go.mod
  go get github.com/google/ko@v0.19.1 github.com/google/go-containerregistry/cmd/crane@v0.22.1
  go build -o ../ko github.com/google/ko && go build -o ../crane github.com/google/go-containerregistry/cmd/crane
) > log 2>&1 || { tail -3 log; exit 2; }
port=$((20000 + RANDOM % 20000))
./crane registry serve --address "127.0.0.1:$port" > /dev/null 2>&1 & registry=$!
trap 'kill $registry; rm -rf "$dir"' EXIT
sleep 2
tar -cf empty.tar -T /dev/null
./crane append --insecure -f empty.tar -t "127.0.0.1:$port/base:raw" > /dev/null 2>&1
./crane mutate --insecure "127.0.0.1:$port/base:raw" --set-platform linux/amd64 -t "127.0.0.1:$port/base:1" > /dev/null 2>&1
printf 'module example.org/hello\n' > hello/go.mod
printf 'package main\n\nfunc main() {}\n' > hello/main.go
export KO_DEFAULTBASEIMAGE=127.0.0.1:$port/base:1 KO_DOCKER_REPO=127.0.0.1:$port/app
ko() { (cd hello; ../ko build --insecure-registry --bare --push=false --sbom=none --oci-layout-path "$1" . 2>&1 | tail -1); }
upper=$(ko ./Layout || true); lower=$(ko ./layout || true)
echo "./Layout: $upper"; echo "./layout: $lower"
grep -q 'repository can only contain' <<< "$upper" || { echo "CHANGED: upper case is taken"; exit 1; }
grep -q 'sha256:' <<< "$lower" || { echo "CHANGED: lower case is refused"; exit 1; }
