import { describe, expect, test } from '@jest/globals';
import { inventoryOf } from '../../src/explain/inventory.ts';
import { stackLayers, takeApart } from '../../src/measure/final-tree.ts';
import type { LayerEntry, LayerIndex } from '../../src/oci/image.ts';

function layer(packages: readonly string[] | undefined, entries: readonly Partial<LayerEntry>[]): LayerIndex {
  const whole = entries.map((entry) => ({ path: 'a', type: 'file', size: 1, ...entry }) as LayerEntry);
  const unpacked = whole.reduce((sum, { size }) => sum + size, 0);
  const known = packages === undefined ? {} : { packages };
  return { diffId: '', tarSize: 0, unpacked, contents: '', entries: whole, ...known };
}

function inventory(...indexes: readonly LayerIndex[]) {
  return inventoryOf({ indexes, pieces: takeApart(stackLayers(indexes).tree) });
}

const BASH = 'pkg:deb/debian/bash@5.1?arch=amd64';
const NEWER = 'pkg:deb/debian/bash@5.2?arch=amd64';

describe('the packages of an image', () => {
  test('have the files of the final file system, in all layers, and the rest is unowned', () => {
    const found = inventory(
      layer(
        [BASH],
        [
          { path: 'bin/bash', size: 100, owner: 0 },
          { path: 'bin/sh', size: 10, owner: 0 },
          { path: 'x', size: 7 },
        ],
      ),
      layer([BASH], [{ path: 'bin/bash', size: 90, owner: 0 }]),
    );
    expect(found).toEqual({ packages: [{ purl: BASH, bytes: 100, files: 2, layers: [0, 1] }], unowned: 7 });
  });

  test('are those of the last layer: an upgraded or deleted one is gone', () => {
    const below = layer(
      [BASH, 'pkg:deb/debian/gone@1'],
      [
        { path: 'bin/bash', owner: 0 },
        { path: 'bin/gone', owner: 1 },
      ],
    );
    const above = layer(
      [NEWER],
      [
        { path: 'bin/bash', size: 5, owner: 0 },
        { path: 'bin/gone', type: 'whiteout', size: 0 },
      ],
    );
    expect(inventory(below, above)?.packages).toEqual([{ purl: NEWER, bytes: 5, files: 1, layers: [1] }]);
  });

  test('name what lies in them, in pieces too, and what lies in a file of no package stands by itself', () => {
    const parts = [{ path: 'lib/a.jar', size: 3, owner: 1 }];
    const entries = [
      { path: 'bin/tool', size: 9, owner: 0, inner: [2, 0] },
      { path: 'app.jar', size: 10, owner: 0, parts },
      { path: 'x', size: 1, inner: [3] },
    ];
    const purls = ['pkg:npm/tool@1', 'pkg:maven/a/a@1', 'pkg:golang/in@1', 'pkg:cargo/crate@1'];
    expect(inventory(layer(purls, entries))).toEqual({
      packages: [
        { purl: 'pkg:cargo/crate@1', bytes: 0, files: 0, layers: [0] },
        { purl: 'pkg:maven/a/a@1', bytes: 3, files: 1, layers: [0] },
        { purl: 'pkg:npm/tool@1', bytes: 16, files: 2, layers: [0], contains: ['pkg:golang/in@1'] },
      ],
      unowned: 1,
    });
  });

  test('include those without files, once, by the namespace and version of their last layer', () => {
    const first = layer(
      ['pkg:apk/wolfi/libc-utils@1?arch=x86_64', 'pkg:apk/wolfi/busybox@1?arch=x86_64', 'pkg:apk/wolfi/meta@1'],
      [{ path: 'bin/busybox', owner: 1 }],
    );
    // Without os-release the namespace is another one, and links of busybox name it again.
    const second = layer(
      ['pkg:apk/alpine/libc-utils@1?arch=x86_64', 'pkg:apk/alpine/busybox@1?arch=x86_64', 'pkg:apk/alpine/meta@2'],
      [],
    );
    expect(inventory(first, second)?.packages).toEqual([
      { purl: 'pkg:apk/alpine/meta@2', bytes: 0, files: 0, layers: [1] },
      { purl: 'pkg:apk/wolfi/busybox@1?arch=x86_64', bytes: 1, files: 1, layers: [0] },
      { purl: 'pkg:apk/wolfi/libc-utils@1?arch=x86_64', bytes: 0, files: 0, layers: [0] },
    ]);
  });

  test('have the namespace of their distribution, also where a layer has no os-release', () => {
    const base = layer(
      ['pkg:rpm/fedora/bash@5?arch=x86_64'],
      [{ path: 'usr/lib/os-release' }, { path: 'bin/bash', owner: 0 }],
    );
    const above = layer(
      ['pkg:rpm/curl@8?arch=x86_64', 'pkg:rpm/bash@5?arch=x86_64', 'pkg:npm/a/b@1'],
      [
        { path: 'bin/curl', owner: 0 },
        { path: 'bin/more', owner: 1 },
        { path: 'b.js', owner: 2 },
      ],
    );
    expect(inventory(base, above)?.packages.map(({ purl, files }) => [purl, files])).toEqual([
      ['pkg:npm/a/b@1', 1],
      ['pkg:rpm/fedora/bash@5?arch=x86_64', 2],
      ['pkg:rpm/fedora/curl@8?arch=x86_64', 1],
    ]);
    expect(inventory(above)?.packages.map(({ purl }) => purl)).toContain('pkg:rpm/curl@8?arch=x86_64');
  });

  test('are not known where a layer was not looked through', () => {
    expect(inventory(layer([BASH], [{ owner: 0 }]), layer(undefined, []))).toBeUndefined();
  });
});
