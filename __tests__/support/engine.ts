import { describe, expect, jest, test } from '@jest/globals';

/** A Docker engine for the tests: its image store, the variables that select it, and its versions. */
export interface TestEngine {
  readonly store: 'classic' | 'containerd';
  readonly env: Readonly<Record<string, string>>;
  readonly versions?: Readonly<Record<string, string>>;
  /** The driver of its builder, where that is not the daemon itself. */
  readonly builder?: 'docker-container';
  /** The registry that such a builder takes for docker.io. */
  readonly registry?: string;
}

/** Milliseconds. A real build is slow on a busy machine. */
const ENGINE_TIMEOUT = 300_000;

/** The engines that scripts/test.mjs found or started, from IMAGE_SIZE_GATE_ENGINES. */
export function engines(): readonly TestEngine[] {
  return JSON.parse(process.env.IMAGE_SIZE_GATE_ENGINES || '[]') as TestEngine[];
}

/** Whether the run is on a builder beside the daemon (`--pair container`): it has one store, so what needs another one is left out. */
export function isOnOtherBuilder(): boolean {
  return engines().some(({ builder }) => builder !== undefined);
}

/**
 * A block of tests that needs an engine with this image store. Without it, the block is skipped with the reason in its name, or fails with the
 * reason if IMAGE_SIZE_GATE_ENGINE=required.
 */
export function describeEngine(store: TestEngine['store'], name: string, fn: (engine: TestEngine) => void): void {
  const engine = engines().find((candidate) => candidate.store === store);
  const reason = `no engine with the ${store} image store: IMAGE_SIZE_GATE_ENGINES names none (npm run engine starts one)`;
  if (engine === undefined && !isOnOtherBuilder() && process.env.IMAGE_SIZE_GATE_ENGINE === 'required') {
    test(`${name} [${store} store]`, () => expect(reason).toBe('an engine, since IMAGE_SIZE_GATE_ENGINE=required'));
    return;
  }
  jest.setTimeout(ENGINE_TIMEOUT);
  const block = engine === undefined ? describe.skip : describe;
  block(`${name} [${store} store]${engine === undefined ? `: ${reason}` : ''}`, () => fn(engine ?? { store, env: {} }));
}

/** The block on one store only, preferably the containerd one. For tests that do not depend on the store. */
export function describeAnyEngine(name: string, fn: (engine: TestEngine) => void): void {
  const isContainerd = engines().length === 0 || engines().some(({ store }) => store === 'containerd');
  describeEngine(isContainerd ? 'containerd' : 'classic', name, fn);
}

/** The same block on each image store. */
export function describeEngines(name: string, fn: (engine: TestEngine) => void): void {
  describeEngine('classic', name, fn);
  describeEngine('containerd', name, fn);
}
