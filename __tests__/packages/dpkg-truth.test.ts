import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { inspectPackages } from '../../src/packages/inspector.ts';
import { type PackageTruth, readDpkgTruth } from '../support/dpkg-truth.ts';
import { describeAnyEngine } from '../support/engine.ts';
import { type Inspected, inspectLayer } from '../support/inspect.ts';
import { saveLayers } from '../support/layers.ts';

describeAnyEngine('the packages of debian:bookworm-slim', (engine) => {
  const image = 'debian:bookworm-slim';
  const directory = mkdtempSync(join(tmpdir(), 'packages-'));
  let found: Inspected;
  let truth: readonly PackageTruth[];

  beforeAll(async () => {
    const [layer] = saveLayers(engine, image, directory);
    found = await inspectLayer(layer!(), inspectPackages);
    truth = readDpkgTruth(engine, image);
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  test('are those that dpkg-query names, with their versions', () => {
    expect([...found.packages].sort()).toEqual(truth.map(({ purl }) => purl).sort());
  });

  test('own exactly the bytes that dpkg lists for them', () => {
    const sums = truth.map(({ purl, files }) => [purl, [...files.values()].reduce((a, b) => a + b, 0)]);
    const ours = truth.map(({ purl }) => [purl, found.bytes[purl] ?? 0]);
    expect(ours).toEqual(sums);
  });
});
