#!/usr/bin/env node
// Reads 40 tags of two platforms from a real registry on loopback, once and once more, and says how many requests and bytes that took.
//   node scripts/history-tags-show.mjs
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { provideTool } from './engine/index.mjs';
import { JUMPS, pushTags, REPOSITORY, startRegistry, TAGS } from './history/registry.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'history-tags-'));
const { command, env } = await provideTool('docker-registry');
const registry = await startRegistry(command, folder, env);

/** @param {string[]} more @returns {Promise<any>} */
function run(more) {
  const state = join(folder, 'state');
  const args = ['dist/cli.js', 'history', '--json', '--last', String(TAGS), '--state', state, ...more];
  const child = spawn(process.execPath, [...args, `docker://${registry.address}/${REPOSITORY}`], { cwd: root });
  let out = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', () => {});
  return new Promise((resolve) => child.once('close', () => resolve(JSON.parse(out))));
}

try {
  await pushTags(registry.address);
  for (const [name, more] of /** @type {[string, string[]][]} */ ([
    ['first run', []],
    ['second run', []],
    ['one platform', ['--platform', 'linux/amd64', '--explain', '3']],
  ])) {
    const { tags, requests, bytes, jumps } = await run(more);
    console.log(
      `${name}: ${tags.length} tags, ${requests} requests, ${bytes} bytes read, ${jumps.length} jumps explained`,
    );
    const found = jumps.map((/** @type {{after: string}} */ { after }) => Number(after.split('.')[1]));
    if (found.length > 0) console.log(`jumps at ${found.join(', ')}; made at ${[...JUMPS.keys()].join(', ')}`);
  }
} finally {
  registry.stop();
  rmSync(folder, { recursive: true, force: true });
}
