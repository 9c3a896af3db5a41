import { describe, expect, test } from '@jest/globals';
import { compressionOf } from '../../../src/docker/bake/compression.ts';
import type { Builder } from '../../../src/docker/builder.ts';

const outputs = (...entries: readonly string[]) => ({
  outputs: entries.map((entry) => new Map(entry.split(',').map((field) => field.split('=') as [string, string]))),
});

describe('of an output', () => {
  test.each<[readonly string[], readonly string[]]>([
    [[], []],
    [['type=registry,name=acme/app,push=true'], []],
    [['type=registry,compression=zstd'], ['compression=zstd']],
    [
      ['oci-mediatypes=true,force-compression=true,compression-level=19,compression=zstd,name=x,type=image'],
      ['compression=zstd', 'compression-level=19', 'force-compression=true', 'oci-mediatypes=true'],
    ],
    [['type=docker,compression=gzip', 'type=registry,compression=zstd'], ['compression=zstd']],
    [['type=oci,compression=gzip', 'type=image,push=true'], []],
    [['type=local,compression=zstd', 'type=docker'], []],
    [['type=image,compression=zstd;rm', 'type=image,compression=gzip'], []],
  ])('%j the settings are kept: %j', (entries, settings) => {
    expect(compressionOf(outputs(...entries))).toEqual({ settings, applied: true });
  });

  const builder = (driver: string, to: Builder['export']): Builder => ({
    name: 'b',
    driver,
    export: to,
    versions: { docker: '28', buildx: '0.29.1', driver },
  });

  test.each<[string, string, Builder['export'], boolean]>([
    ['zstd', 'docker', 'oci-layout', true],
    ['zstd', 'docker', 'daemon', false],
    ['estargz', 'docker', 'oci-layout', false],
    ['estargz', 'docker-container', 'oci-layout', true],
  ])('%s is exported by the driver %s to %s: %s', (compression, driver, to, applied) => {
    const target = outputs(`type=registry,compression=${compression}`);
    expect(compressionOf(target, builder(driver, to)).applied).toBe(applied);
  });
});
