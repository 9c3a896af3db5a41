#!/usr/bin/env bash
# One would guess: a newer Go compresses about as well as the one before, so the same Dockerfile makes a layer of about the same size.
# What is so: Go 1.27 has another encoder in compress/flate. At its default level it stores a block of 65,535 bytes as it is when it finds
# no match in it, though codes of 6 bits a character would do. Base64 becomes a third larger, and a tar of sources 2.5 %.
# Docker and BuildKit compress with it, so layers grow when the engine is built with another Go.
# Seen with Go 1.26.8 and 1.27.1.
# Source: https://github.com/golang/go/blob/go1.27.1/src/compress/flate/deflate.go (deflateFast: "If we made zero matches, store the block as is")
# Needs go and the Go module proxy, which gives both toolchains. Exit 1 when this is no longer so, 2 when it could not be set up.
set -euo pipefail
command -v go > /dev/null || { echo "needs go, which fetches both toolchains from the module proxy"; exit 2; }
dir=$(mktemp -d); trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT; cd "$dir"
export GOPATH=$dir/go GOFLAGS=-modcacherw GOCACHE=$dir/cache
mkdir module; printf 'module m\n\ngo 1.24\n' > module/go.mod
cat > module/main.go <<'G'
package main

import (
	"compress/gzip"
	"io"
	"os"
)

func main() {
	w := gzip.NewWriter(os.Stdout)
	io.Copy(w, os.Stdin)
	w.Close()
}
G
(cd module && GOTOOLCHAIN=go1.26.8 go build -o ../gzip-1.26.8 . && GOTOOLCHAIN=go1.27.1 go build -o ../gzip-1.27.1 .) 2> log || { tail -3 log; exit 2; }
head -c 3000000 /dev/urandom | base64 -w 0 > data
before=$(./gzip-1.26.8 < data | wc -c); after=$(./gzip-1.27.1 < data | wc -c)
echo "$(stat -c %s data) bytes of base64: Go 1.26.8 makes $before, Go 1.27.1 makes $after"
[ "$after" -gt $((before * 13 / 10)) ] || { echo "CHANGED: Go 1.27.1 is not a third larger"; exit 1; }
