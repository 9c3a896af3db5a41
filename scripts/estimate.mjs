// Holds the estimates of an uncompressed layer's download against Go's own gzip: `node scripts/estimate.mjs FILE…`. Each file is read as a layer's tar,
// whatever it holds. Needs Go. Go itself takes the toolchain of the other generation from the Go module proxy.
import { createReadStream, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { estimateGzip } from '../src/oci/layer/estimate.ts';
import { findGo } from './engine/go.mjs';
import { run } from './engine/run.mjs';

const TOOLCHAINS = /** @type {const} */ ({ 'go-1.26': 'go1.26.8', 'go-1.27': 'go1.27.1' });
/** Seconds for one toolchain to compress all files. */
const LIMIT = 3_600;

const COUNTER = `package main

import (
	"compress/gzip"
	"fmt"
	"io"
	"os"
)

type counter int64

func (c *counter) Write(b []byte) (int, error) { *c += counter(len(b)); return len(b), nil }

func main() {
	for _, path := range os.Args[1:] {
		file, err := os.Open(path)
		if err != nil {
			panic(err)
		}
		var size counter
		writer := gzip.NewWriter(&size)
		if _, err := io.Copy(writer, file); err != nil {
			panic(err)
		}
		writer.Close()
		fmt.Println(int64(size))
	}
}
`;

/**
 * @param {string} go
 * @param {keyof typeof TOOLCHAINS} generation
 * @param {readonly string[]} files
 * @returns {Promise<number[]>} bytes of each file as this generation's gzip
 */
async function compress(go, generation, files) {
  const folder = mkdtempSync(join(tmpdir(), 'image-size-gate-estimate-'));
  try {
    writeFileSync(join(folder, 'go.mod'), 'module counter\n\ngo 1.26\n');
    writeFileSync(join(folder, 'main.go'), COUNTER);
    const env = { ...process.env, GOTOOLCHAIN: TOOLCHAINS[generation] };
    await run(go, ['build', '-o', 'counter', '.'], { cwd: folder, env, seconds: 600 });
    return (await run(join(folder, 'counter'), [...files], { seconds: LIMIT })).trim().split('\n').map(Number);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @param {keyof typeof TOOLCHAINS} generation @param {string} file */
async function estimate(generation, file) {
  const running = estimateGzip(generation);
  for await (const chunk of createReadStream(file, { highWaterMark: 256 * 1024 })) await running.write(chunk);
  return running.finish();
}

const files = process.argv.slice(2);
const go = findGo();
if (files.length === 0 || go === undefined) {
  console.error(go === undefined ? 'Go is not installed' : 'no file given: node scripts/estimate.mjs FILE…');
  process.exit(2);
}
console.log('| content | MB | generation | of its size | estimate |\n| --- | ---: | --- | ---: | ---: |');
for (const generation of /** @type {(keyof typeof TOOLCHAINS)[]} */ (Object.keys(TOOLCHAINS))) {
  const sizes = await compress(go, generation, files);
  for (const [at, file] of files.entries()) {
    const [size, { size: whole }] = [sizes[at] ?? Number.NaN, statSync(file)];
    const off = (await estimate(generation, file)) / size - 1;
    const cells = [(whole / 1e6).toFixed(0), generation, (size / whole).toFixed(3), `${(off * 100).toFixed(2)} %`];
    console.log(`| ${[basename(file), ...cells].join(' | ')} |`);
  }
}
