import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, expect, jest, test } from '@jest/globals';
import type { TestEngine } from './engine.ts';

/** A builder with the docker-container driver: an engine whose builds go there, and the registry that it takes for docker.io. */
export type ContainerBuilder = TestEngine & { readonly registry: string };

type Found = { readonly engine: ContainerBuilder } | { readonly missing: string; readonly required: boolean };

/** Milliseconds. Longer than Go takes for BuildKit on a busy machine. */
const READY_WITHIN = 2_400_000;
const TIMEOUT = 300_000;

/** What scripts/test.mjs found or made. It makes the builder while tests run. */
async function find(): Promise<Found> {
  const file = process.env.IMAGE_SIZE_GATE_CONTAINER_BUILDER ?? '';
  if (file === '') return { missing: 'scripts/test.mjs did not make one', required: false };
  const end = Date.now() + READY_WITHIN;
  while (!existsSync(file) && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 200));
  return JSON.parse(await readFile(file, 'utf8')) as Found;
}

/**
 * A block of tests that needs the builder. Waits until it is made. Without it, the block is skipped with the reason in its name. It fails where
 * IMAGE_SIZE_GATE_ENGINE=required and the builder could have been made.
 */
export async function describeContainerBuilder(name: string, fn: (builder: ContainerBuilder) => void): Promise<void> {
  const found = await find();
  jest.setTimeout(TIMEOUT);
  if ('engine' in found) describe(`${name} [docker-container]`, () => fn(found.engine));
  else if (found.required)
    test(`${name} [docker-container]`, () =>
      expect(found.missing).toBe('a builder, since IMAGE_SIZE_GATE_ENGINE=required'));
  else {
    const block = describe.skip;
    block(`${name} [docker-container]: ${found.missing}`, () => fn({ store: 'containerd', env: {}, registry: '' }));
  }
}
