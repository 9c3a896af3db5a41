// Holds what is told of the code in Go programs against Go's own tools: the modules against `go version -m`, and the code of each package against the
// symbols of `go tool nm -size`. Writes the table into docs/explanation.md. Needs Go and its module proxy. Not part of any test run.
//
//   node scripts/packages/go-code.mjs
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BuildInfoSearch } from '../../src/packages/programs/go/build-info.ts';
import { FunctionSizes } from '../../src/packages/programs/go/functions.ts';
import { formatBytes } from '../../src/text/amount.ts';

const DOCUMENT = join(import.meta.dirname, '../../docs/explanation.md');
const [START, END] = ['<!-- go code -->', '<!-- end of go code -->'];
const CHUNK = 65_536;

/** Programs of the module proxy that need no C compiler. */
const PROGRAMS = [
  'golang.org/x/example/hello@v0.0.0-20240925201653-1a5e218e5455',
  'github.com/rakyll/hey@v0.1.4',
  'github.com/google/go-containerregistry/cmd/crane@v0.20.2',
];

/** @param {string} path */
function readProgram(path) {
  const bytes = readFileSync(path);
  const functions = new FunctionSizes(bytes.length);
  /** @type {import('../../src/packages/programs/go/build-info.ts').BuildInfo | undefined} */
  let info;
  const search = new BuildInfoSearch((found) => {
    info = found;
  });
  for (const sink of [functions, search]) {
    for (let at = 0; at < bytes.length; at += CHUNK) sink.write(bytes.subarray(at, at + CHUNK));
    sink.end();
  }
  return { size: bytes.length, code: functions.sizes, info };
}

/** Code by package, from symbols: a package's path is up to the first dot after the last slash before any parameter. @param {string} path */
function symbolsOf(path) {
  const text = execFileSync('go', ['tool', 'nm', '-size', path], { encoding: 'utf8', maxBuffer: 2 ** 30 });
  const sums = new Map();
  for (const line of text.split('\n')) {
    const [, size = '0', name = ''] = /^\s*[0-9a-f]+\s+(\d+)\s+[Tt]\s+(.*)$/.exec(line) ?? [];
    const plain = name.replace(/[[(].*$/s, '');
    const slash = plain.lastIndexOf('/');
    const dot = plain.indexOf('.', slash + 1);
    if (dot > 0)
      sums.set(
        decodeURIComponent(plain.slice(0, dot)),
        (sums.get(decodeURIComponent(plain.slice(0, dot))) ?? 0) + Number(size),
      );
  }
  return sums;
}

const work = mkdtempSync(join(tmpdir(), 'go-code-'));
const rows = [];
try {
  for (const program of PROGRAMS) {
    const env = { ...process.env, GOBIN: work, GOFLAGS: '-mod=mod', CGO_ENABLED: '0' };
    const path = join(work, program.replace(/@.*$/, '').replace(/^.*\//, ''));
    execFileSync('go', ['install', '-ldflags=-s -w', program], { env, stdio: 'ignore' });
    const stripped = readProgram(path);
    const modules =
      execFileSync('go', ['version', '-m', path], { encoding: 'utf8' }).match(/^\t(?:dep|mod)\t/gm)?.length ?? 0;
    execFileSync('go', ['install', program], { env, stdio: 'ignore' });
    const { size, code } = readProgram(path);
    const symbols = symbolsOf(path);
    const sum = (/** @type {Iterable<number>} */ sizes) => [...sizes].reduce((before, each) => before + each, 0);
    const apart = sum(
      [...new Set([...code.keys(), ...symbols.keys()])].map((name) =>
        Math.abs((code.get(name) ?? 0) - (symbols.get(name) ?? 0)),
      ),
    );
    const same = JSON.stringify([...stripped.code]) === JSON.stringify([...code]) ? 'the same' : 'other';
    const cells = [
      `\`${program.replace(/@.*$/, '')}\``,
      formatBytes(size),
      `${1 + (stripped.info?.modules.length ?? -1)} of ${modules}`,
      code.size,
      formatBytes(sum(code.values())),
      formatBytes(sum(symbols.values())),
      `${((100 * apart) / sum(symbols.values())).toFixed(1)} %`,
      same,
    ];
    rows.push(`| ${cells.join(' | ')} |`);
    console.log(rows.at(-1));
  }
} finally {
  rmSync(work, { recursive: true });
}
const head = [
  '| program | size | modules | packages | code by its table | code by `go tool nm` | apart, of all packages | stripped |',
  '| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |',
];
const text = readFileSync(DOCUMENT, 'utf8');
const [start, end] = [text.indexOf(START) + START.length, text.indexOf(END)];
if (end < 0) throw new Error(`${DOCUMENT} has no place for the table`);
writeFileSync(DOCUMENT, `${text.slice(0, start)}\n${[...head, ...rows].join('\n')}\n${text.slice(end)}`);
