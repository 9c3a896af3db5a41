#!/usr/bin/env node
// Holds our readers of Dockerfiles, ignore files and HCL against those of BuildKit and buildx, over generated files. Needs Go and its module proxy.
//   node scripts/dockerfile-differential.mjs [--files 20000] [--from SEED] [--show 10]
// Files that BuildKit refuses are counted and not compared. Of an ignore file, only one direction is a mistake: a path that we leave
// out and BuildKit sends. A case that was found becomes a row of a table in __tests__/docker/dockerfile.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { randomFrom } from '../__tests__/fuzz/random.ts';
import { parseHcl } from '../src/docker/bake/hcl.ts';
import { parseDockerignore } from '../src/docker/dockerfile/dockerignore.ts';
import { parseDockerfile } from '../src/docker/dockerfile/tree.ts';
import { dockerfile, hcl, ignore, ignoresOfEachCharacter } from './differential/generate.mjs';

const BUILDKIT = 'github.com/moby/buildkit v0.34.2';
const HCL = 'github.com/hashicorp/hcl/v2 v2.25.0';
const PATTERNMATCHER = 'github.com/moby/patternmatcher v0.6.1';

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '20000' },
    from: { type: 'string', default: '1' },
    show: { type: 'string', default: '10' },
  },
});
const [files, from, show] = [values.files, values.from, values.show].map(Number);

/**
 * What BuildKit reads in these files.
 * @param {{ dockerfiles: readonly string[], ignores: readonly object[], hcls: readonly string[] }} input
 * @returns {any[]}
 */
function askBuildKit(input) {
  const folder = mkdtempSync(join(tmpdir(), 'image-size-gate-differential-'));
  try {
    copyFileSync(new URL('./differential/main.go', import.meta.url), join(folder, 'main.go'));
    writeFileSync(
      join(folder, 'go.mod'),
      `module differential\n\ngo 1.25\n\nrequire (\n\t${BUILDKIT}\n\t${HCL}\n\t${PATTERNMATCHER}\n)\n`,
    );
    run(folder, '', 'mod', 'tidy');
    run(folder, '', 'build', '-o', 'differential', '.');
    const { stdout } = spawnSync(join(folder, 'differential'), { input: JSON.stringify(input), maxBuffer: 2 ** 30 });
    return stdout
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} cwd @param {string} input @param {...string} args */
function run(cwd, input, ...args) {
  const { status, stderr } = spawnSync('go', args, { cwd, input, stdio: ['pipe', 'ignore', 'pipe'] });
  if (status !== 0) throw new Error(`go ${args.join(' ')}: ${stderr}`);
}

/** Spaces count as one: ours joins continuation lines by one, BuildKit keeps all. @param {string} text */
const folded = (text) => text.replace(/\s+/g, ' ').trim();

/** @param {string} text */
function readOurs(text) {
  const { instructions, stages } = parseDockerfile(text);
  return {
    instructions: instructions.map(({ keyword, argument, lines, heredocs }) => ({
      line: folded(`${keyword} ${argument}`),
      ...lines,
      heredocs: heredocs.map(({ name, body }) => ({ name, body: body.trimEnd() })),
    })),
    stages: stages.map(({ from: base, name = '' }) => ({ from: base, name: name.toLowerCase() })),
  };
}

/** @param {any} read what BuildKit read, in the form of ours */
function readTheirs({ instructions, stages }) {
  return {
    instructions: instructions.map((/** @type {any} */ { line, start, end, heredocs }) => ({
      line: folded(line.trim().replace(/^\S+/, (/** @type {string} */ word) => word.toUpperCase())),
      start,
      end,
      heredocs: heredocs.map((/** @type {any} */ { name, body }) => ({
        name,
        body: body.replace(/\r+\n/g, '\n').trimEnd(),
      })),
    })),
    stages,
  };
}

const random = randomFrom(from ?? 1);
const dockerfiles = Array.from({ length: files ?? 0 }, () => dockerfile(random));
const ignores = [...ignoresOfEachCharacter(), ...Array.from({ length: files ?? 0 }, () => ignore(random))];
const hcls = Array.from({ length: files ?? 0 }, () => hcl(random));
const answers = askBuildKit({ dockerfiles, ignores, hcls });

let [refused, different, shown] = [0, 0, 0];
for (const [at, text] of dockerfiles.entries()) {
  if (answers[at].refused) {
    refused += 1;
    continue;
  }
  const [ours, theirs] = [readOurs(text), readTheirs(answers[at])];
  if (theirs.stages === null) theirs.stages = ours.stages;
  if (JSON.stringify(ours) === JSON.stringify(theirs)) continue;
  different += 1;
  if (shown++ < (show ?? 0))
    console.log(`${JSON.stringify(text)}\n  ours:   ${JSON.stringify(ours)}\n  theirs: ${JSON.stringify(theirs)}`);
}
console.log(`${files} Dockerfiles, ${refused} refused by BuildKit, ${different} read differently`);

let [paths, unsafe, safe, unread] = [0, 0, 0, 0];
for (const [at, { text, paths: asked }] of ignores.entries()) {
  const answer = answers[dockerfiles.length + at];
  const { excludes } = parseDockerignore(Buffer.from(text));
  if (answer === null) {
    unread += 1;
    if (asked.some((path) => excludes(path)))
      console.log(`${JSON.stringify(text)} is refused by BuildKit and leaves paths out here`);
    continue;
  }
  for (const [number, path] of asked.entries()) {
    const ours = excludes(path);
    paths += 1;
    if (!ours && answer[number]) safe += 1;
    if (!ours || answer[number]) continue;
    unsafe += 1;
    if (unsafe <= (show ?? 0))
      console.log(`${JSON.stringify(text)}: ${JSON.stringify(path)} is sent, and left out here`);
  }
}
console.log(
  `${ignores.length} ignore files, ${unread} refused by BuildKit; of ${paths} paths, ${unsafe} are left out here alone (a mistake), ${safe} sent here alone`,
);

/** @param {import('../src/docker/bake/hcl.ts').HclBody} body @param {string} text @returns {unknown} */
function structure({ attributes, blocks }, text) {
  /** @param {number} end */
  const inBytes = (end) => Buffer.byteLength(text.slice(0, end));
  const ends = [...attributes].map(([name, { text: value, start }]) => [name, inBytes(start + value.length)]);
  return {
    attributes: Object.fromEntries(ends.toSorted()),
    blocks: blocks.map(({ type, labels, body }) => ({
      type,
      labels,
      body: structure(body, text),
    })),
  };
}

let [invalid, unlike] = [0, 0];
for (const [at, text] of hcls.entries()) {
  const theirs = answers[dockerfiles.length + ignores.length + at];
  if (theirs === null) {
    invalid += 1;
    continue;
  }
  const body = parseHcl(text);
  const ours = body && structure(body, text);
  if (JSON.stringify(ours) === JSON.stringify(theirs)) continue;
  unlike += 1;
  if (unlike <= (show ?? 0))
    console.log(`${JSON.stringify(text)}\n  ours:   ${JSON.stringify(ours)}\n  theirs: ${JSON.stringify(theirs)}`);
}
console.log(`${files} HCL files, ${invalid} refused by HCL's own parser, ${unlike} read differently`);
process.exitCode = different + unsafe + unlike === 0 ? 0 : 1;
