#!/usr/bin/env bash
# One would guess: a layer is a whole tar, as tar(5) has it: each file padded to 512 bytes, and two blocks of zeros at the end.
# What is so: `umoci insert` of 0.4.7 writes a layer that ends with the last byte of the last file, without padding and without an end.
# GNU tar and Python's tarfile call it cut off. Go's archive/tar reads it without an error (a missing padding is io.EOF), so Docker, podman and
# skopeo take it. Who reads layers strictly refuses images that every engine runs. umoci 0.6.0 writes whole tars again.
# Source: https://github.com/opencontainers/umoci/blob/v0.4.7/oci/layer/generate.go (GenerateInsertLayer, without tar.Writer.Close),
# https://pkg.go.dev/archive/tar (Reader.Next)
# Builds umoci 0.4.7 and 0.6.0 from the Go module proxy in a temporary folder. Exit 1 when this is no longer so, 2 when it could not be set up.
set -euo pipefail
command -v go > /dev/null || { echo "needs go, which builds umoci from the module proxy"; exit 2; }
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
export GOPATH=$dir/go GOFLAGS=-modcacherw GOCACHE=$dir/cache HOME=$dir
umoci() {
  mkdir "$1"
  (
    cd "$1"
    printf 'module m\n' > go.mod
    go get "github.com/opencontainers/umoci/cmd/umoci@$1" && go build -o umoci github.com/opencontainers/umoci/cmd/umoci
  ) > log 2>&1 || { tail -3 log; exit 2; }
}
umoci v0.4.7
umoci v0.6.0
mkdir folder; printf 'some bytes\n' > folder/note
cat > reader.go <<'G'
package main

import (
	"archive/tar"
	"fmt"
	"io"
	"os"
)

func main() {
	reader, files := tar.NewReader(os.Stdin), 0
	for {
		_, err := reader.Next()
		if err == io.EOF {
			fmt.Printf("%d entries, no error\n", files)
			return
		}
		if err != nil {
			fmt.Println(err)
			return
		}
		files++
	}
}
G
layer() {
  "$1/umoci" init --layout "$1/layout" > /dev/null; "$1/umoci" new --image "$1/layout:v1" > /dev/null
  "$1/umoci" insert --rootless --image "$1/layout:v1" folder /opt > /dev/null
  for blob in "$1"/layout/blobs/sha256/*; do gzip -dc "$blob" 2> /dev/null > "$1.tar" && break; done
  echo "$1: $(wc -c < "$1.tar") bytes, $(($(wc -c < "$1.tar") % 512)) after the last whole block"
  echo "  GNU tar: $(tar -tf "$1.tar" 2>&1 > /dev/null | head -1)"
  echo "  Go: $(go run reader.go < "$1.tar")"
}
old=$(layer v0.4.7); new=$(layer v0.6.0)
printf '%s\n%s\n' "$old" "$new"
grep -q 'bytes, 0 after' <<< "$old" && { echo "CHANGED: 0.4.7 writes whole blocks"; exit 1; }
grep -q 'GNU tar: .*Unexpected EOF' <<< "$old" || { echo "CHANGED: GNU tar takes it"; exit 1; }
grep -q 'Go: 2 entries, no error' <<< "$old" || { echo "CHANGED: Go reads it otherwise"; exit 1; }
grep -q 'bytes, 0 after' <<< "$new" || { echo "CHANGED: 0.6.0 writes no whole blocks"; exit 1; }
