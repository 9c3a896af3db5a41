#!/usr/bin/env bash
# One would guess: `--output type=oci,compression=gzip` writes layers as gzip.
# What is so: a layer that the builder has compressed before, for another output, is written in that form. `compression` is for layers that have
# none yet. Only `force-compression=true` converts, of the base image's layers too, and it converts no gzip to another level.
# So the size of an image depends on what the builder exported before.
# Seen with Docker 28.5.2 (containerd store) and buildx 0.29.1.
# Source: https://github.com/moby/buildkit/blob/v0.25.1/cache/remote.go (GetRemotes: "compressionopt is applied only to *newly created layers*")
# Needs docker with buildx on a builder that exports OCI layouts. Exit 1 when this is no longer so, 2 when it could not be set up.
set -euo pipefail
docker buildx version > /dev/null 2>&1 || { echo "needs docker with buildx"; exit 2; }
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
mkdir context; head -c 300000 /dev/urandom | base64 > context/data
printf 'FROM scratch\nCOPY data /data\n' > context/Dockerfile
layer() { # the media type and size of the layer that an export has
  docker buildx build -q --provenance=false -o "type=oci,dest=$dir/out.tar,oci-mediatypes=true,$1" context > /dev/null 2> log || { tail -3 log; exit 2; }
  rm -rf out; mkdir out; tar -xf out.tar -C out
  manifest=$(grep -al '"schemaVersion"' out/blobs/sha256/* | head -1)
  tr -d ' \n' < "$manifest" | grep -oE 'layer\.v1\.tar[+a-z]*","digest":"[^"]*","size":[0-9]+'
}
first=$(layer compression=zstd); again=$(layer compression=gzip); forced=$(layer compression=gzip,force-compression=true)
level=$(layer compression=gzip,compression-level=9,force-compression=true)
printf '%s\n' "asked for zstd:          $first" "then for gzip:           $again" "gzip, forced:            $forced" "gzip, level 9, forced:   $level"
[[ $first == *+zstd* ]] || { echo "set-up: the first export is zstd"; exit 2; }
[[ $again == *+zstd* ]] || { echo "CHANGED: gzip is written where gzip is asked for"; exit 1; }
[[ $forced == *+gzip* && $level == "$forced" ]] || { echo "CHANGED: forced gzip has another form"; exit 1; }
