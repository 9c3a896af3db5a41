import type { FileSpec } from './page-files.ts';

const SITE = 'usr/lib/python3.12/site-packages';

/** The files of a Python service with four layers. Its change adds numpy, upgrades a library, trims its own code and drops a cache. */
export function sampleFiles(): readonly FileSpec[] {
  return [...system(), ...python(), ...packages(), ...application()];
}

function same(path: string, size: number, more: Omit<FileSpec, 'path'> = {}): FileSpec {
  return { path, before: size, after: size, was: more.layer ?? 0, ...more };
}

function system(): readonly FileSpec[] {
  const libraries = ['libc.so.6', 'libcrypto.so.3', 'libssl.so.3', 'libstdc++.so.6', 'libm.so.6', 'libgnutls.so.30'];
  const programs = ['bash', 'perl', 'tar', 'ls', 'cp', 'find', 'grep', 'sed', 'awk', 'openssl', 'apt', 'dpkg'];
  return [
    ...libraries.map((name, at) =>
      same(`usr/lib/x86_64-linux-gnu/${name}`, 5_200_000 - at * 700_000, { owner: 'pkg:deb/debian/libc6@2.36' }),
    ),
    ...programs.map((name, at) =>
      same(`usr/bin/${name}`, Math.round(4_100_000 / (at + 1)), { owner: `pkg:deb/debian/${name}@1.${at}` }),
    ),
    ...Array.from({ length: 240 }, (_, at) => same(`usr/share/zoneinfo/zone-${at}`, 1500 + at * 17)),
    same('usr/share/doc/…', 6_400_000, { folded: 812 }),
    same('var/lib/dpkg/status', 3_100_000),
    { path: 'var/cache/old-cache.bin', before: 9_000_000, after: null, was: 1 },
  ];
}

function python(): readonly FileSpec[] {
  const modules = ['asyncio', 'json', 'email', 'http', 'unittest', 'xml', 'logging', 'idlelib', 'encodings'];
  return modules.flatMap((module, at) =>
    Array.from({ length: 12 }, (_, file) =>
      same(`usr/lib/python3.12/${module}/part_${file}.py`, 22_000 + ((at * 31 + file * 17) % 40) * 9000, {
        layer: 1,
        owner: 'pkg:deb/debian/python3.12@3.12.3',
      }),
    ),
  );
}

function packages(): readonly FileSpec[] {
  const numpy = { layer: 2, owner: 'pkg:pypi/numpy@2.1.0' };
  const pandas = { was: 2, layer: 2, owner: 'pkg:pypi/pandas@2.2.3' };
  return [
    { path: `${SITE}/numpy/libopenblas64_p-r0.so`, before: null, after: 31_000_000, ...numpy },
    { path: `${SITE}/numpy/core/_multiarray_umath.so`, before: null, after: 9_400_000, ...numpy },
    ...Array.from({ length: 60 }, (_, at) => ({
      path: `${SITE}/numpy/${['core', 'linalg', 'random', 'fft'][at % 4]}/module_${at}.py`,
      before: null,
      after: 20_000 + at * 3100,
      ...numpy,
    })),
    ...Array.from({ length: 40 }, (_, at) => ({
      path: `${SITE}/pandas/${['core', 'io', 'tests'][at % 3]}/frame_${at}.py`,
      before: 160_000 + at * 4000,
      after: Math.round((160_000 + at * 4000) * [1, 1.04, 1.2, 0.9][at % 4]!),
      ...pandas,
    })),
    { path: `${SITE}/pandas/_libs/algos.so`, before: 12_000_000, after: 15_400_000, ...pandas },
    { path: `${SITE}/pandas/_libs/hashtable.so`, before: 6_000_000, after: 4_200_000, ...pandas },
  ];
}

function application(): readonly FileSpec[] {
  return [
    { path: 'app/server.py', before: 84_000, after: 61_000, was: 3, layer: 3 },
    { path: 'app/static/bundle.js', before: 2_100_000, after: 2_160_000, was: 3, layer: 3 },
    { path: 'app/static/logo.png', before: 410_000, after: 410_000, was: 3, layer: 3, from: 'app/assets/logo.png' },
    { path: 'app/models/…', before: 800_000, after: 800_000, was: 3, layer: 3, folded: 14 },
  ];
}
