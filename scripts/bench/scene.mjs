// What several rows share, each made when the first row asks for it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEngine } from '../engine/index.mjs';
import { openReference } from './reference.mjs';
import { provideNeighbour } from './tools.mjs';

/**
 * @typedef {import('./alternate.mjs').Contestant} Contestant
 * @typedef {import('./alternate.mjs').Missing} Missing
 * @typedef {import('./reference.mjs').Engine} Engine
 * @typedef {ReturnType<typeof openScene>} Scene
 */

/** The built command line. */
export const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** @param {number} scale @param {(line: string) => void} log */
export function openScene(scale, log) {
  const work = mkdtempSync(join(tmpdir(), 'image-size-gate-bench-'));
  /** @type {Promise<Engine[]> | undefined} */
  let engines;
  const neighbour = once((/** @type {'dive' | 'syft'} */ name) => provideNeighbour(name, log));
  /** @type {(() => void)[]} */
  const closers = [];
  return {
    scale,
    log,
    work,
    reference: openReference(scale, log),
    /** @param {Engine['store']} store @returns {Promise<Engine>} @throws {Error} where this machine's own engine has the other store */
    engine: async (store) => {
      engines ??= startEngine({ log });
      const found = (await engines).find((engine) => engine.store === store);
      if (found === undefined) throw new Error(`no engine with the ${store} store is here`);
      return found;
    },
    /** A program that stands beside the product. @param {'dive' | 'syft'} name @param {Omit<Contestant, 'name' | 'command'> & { args: string[] }} how @returns {Promise<Contestant | Missing>} */
    neighbour: async (name, { args, ...how }) => {
      const tool = await neighbour(name);
      return 'missing' in tool ? { name, ...tool } : { name, command: [tool.command, ...args], ...how };
    },
    /** @param {() => void} close is called when the bench ends */
    atEnd: (close) => void closers.push(close),
    close: () => {
      for (const close of closers) close();
      rmSync(work, { recursive: true, force: true });
    },
  };
}

/**
 * @template {string} K @template T
 * @param {(key: K) => Promise<T>} make
 */
function once(make) {
  /** @type {Map<K, Promise<T>>} */
  const made = new Map();
  return (/** @type {K} */ key) => {
    const value = made.get(key) ?? make(key);
    made.set(key, value);
    return value;
  };
}

/** The product as a contestant. @param {string[]} args @param {Omit<Contestant, 'name' | 'command' | 'node'> & { name?: string }} [how] @returns {Contestant} */
export function product(args, how = {}) {
  return { name: 'product', command: [CLI, ...args], node: true, ...how };
}
