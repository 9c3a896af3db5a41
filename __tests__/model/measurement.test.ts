import { describe, expect, test } from '@jest/globals';
import { parseMeasurementFile, parseMeasurements } from '../../src/model/measurement.ts';
import { UserError } from '../../src/text/error.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const layer = { digest, diffId: digest, download: 40, unpacked: 100, createdBy: 'COPY . .' };
const measurement = {
  image: 'api',
  platform: 'linux/amd64',
  download: 50,
  unpacked: 100,
  estimated: false,
  files: 3,
  wasted: 10,
  efficiency: 0.9,
  method: 'oci',
  layers: [layer],
};
const file = (changes: object) => JSON.stringify({ schemaVersion: 1, measurements: [{ ...measurement, ...changes }] });

describe('a measurement file', () => {
  test('that says only what the contract asks for is read, the config size being what the layers leave', () => {
    expect(parseMeasurements(file({}), 'base.json')).toMatchObject([{ image: 'api', configSize: 10, layers: [layer] }]);
  });

  test.each<[string, number, number | undefined]>([
    ['by this version, a blob once', 50, 10],
    ['by an earlier version, a blob each time that it is listed', 90, 10],
    ['by a version that did not write the config size', 90, undefined],
  ])('that lists a blob twice counts its download once: written %s', (_name, download, configSize) => {
    const twice = file({ layers: [layer, layer], unpacked: 200, download, configSize });
    expect(parseMeasurements(twice, 'base.json')).toMatchObject([{ download: 50, configSize: 10 }]);
  });

  test('may know its Dockerfile and the base image', () => {
    const known = { dockerfile: digest, base: { image: 'docker.io/library/debian:12', digest, layers: 1 } };
    expect(parseMeasurements(file(known), 'base.json')).toMatchObject([known]);
  });

  test('may know the lines that made a layer', () => {
    const source = { file: 'Dockerfile', stage: 'a', instruction: 'COPY . .', lines: { start: 1, end: 2 } };
    const withSource = (found: object) => file({ layers: [{ ...layer, source: found }] });
    expect(parseMeasurements(withSource(source), 'base.json')).toMatchObject([{ layers: [{ source }] }]);
    const wrong = withSource({ ...source, lines: 3 });
    expect(() => parseMeasurements(wrong, 'base.json')).toThrow('at measurements[0].layers[0].source.lines');
  });

  test.each<[string, string, string]>([
    ['more layers of the base image than there are', file({ base: { image: 'a', layers: 2 } }), 'base has more layers'],
    ['a base image without a name', file({ base: { image: '', layers: 1 } }), 'at measurements[0].base.image'],
    ['a base image without layers', file({ base: { image: 'a' } }), 'at measurements[0].base.layers'],
    [
      'a base digest that is none',
      file({ base: { image: 'a', digest: '`<b>', layers: 1 } }),
      'at measurements[0].base.digest',
    ],
    ['a Dockerfile digest that is none', file({ dockerfile: 'x' }), 'at measurements[0].dockerfile'],
    ['not JSON', '{', 'base.json: not JSON'],
    ['another schema', '{"schemaVersion":2,"measurements":[]}', 'at schemaVersion'],
    ['no measurement', '{"schemaVersion":1,"measurements":[]}', 'at measurements'],
    ['a negative size', file({ download: -1 }), 'at measurements[0].download'],
    ['a fraction of a byte', file({ unpacked: 1.5 }), 'at measurements[0].unpacked'],
    ['a number beyond exact integers', file({ files: 2 ** 60 }), 'at measurements[0].files'],
    ['NaN, which JSON cannot say', file({ files: Number.NaN }), 'at measurements[0].files'],
    [
      'a digest that is none',
      file({ layers: [{ ...layer, diffId: '../../etc' }] }),
      'at measurements[0].layers[0].diffId',
    ],
    ['a platform that is none', file({ platform: 'linux' }), 'is not os/arch'],
    ['an unpacked size changed by hand', file({ unpacked: 99 }), 'unpacked is not the sum of its layers'],
    ['a download size changed by hand', file({ configSize: 9 }), 'download is not the sum of config and layers'],
    ['more wasted than there is', file({ wasted: 101 }), 'wasted is more than unpacked'],
    ['an unknown method', file({ method: 'guess' }), 'at measurements[0].method'],
  ])('with %s is refused, with the place', (_name, json, message) => {
    expect(() => parseMeasurements(json, 'base.json')).toThrow(UserError);
    expect(() => parseMeasurements(json, 'base.json')).toThrow(message);
  });
});

describe('a key that is not there is told as missing, with its place', () => {
  const without = (key: string) => file({ [key]: undefined });

  test.each<[string, string, string]>([
    ['layers', without('layers'), 'at measurements[0].layers: missing'],
    ['a number', without('download'), 'at measurements[0].download: missing'],
    ['one of several words', without('method'), 'at measurements[0].method: Invalid option: expected one of'],
    [
      'a key of a key',
      file({ layers: [{ ...layer, diffId: undefined }] }),
      'at measurements[0].layers[0].diffId: missing',
    ],
    ['all of it', '{"schemaVersion":1}', 'at measurements: missing'],
    [
      'the version',
      JSON.stringify({ measurements: [measurement] }),
      'at schemaVersion: Invalid input: expected 1 (it is missing)',
    ],
  ])('%s', (_name, json, message) => {
    expect(() => parseMeasurements(json, 'base.json')).toThrow(`base.json: not a measurement file ${message}`);
  });

  test.each([
    ['null', file({ layers: null }), 'expected array, received null'],
    ['another type', file({ layers: 1 }), 'expected array, received number'],
  ])('and %s is not', (_name, json, message) => {
    expect(() => parseMeasurements(json, 'base.json')).toThrow(message);
  });
});

describe('what could not be measured', () => {
  const errors = [
    { image: 'web', platform: 'linux/arm64', reason: 'no builder' },
    { image: 'jobs', reason: 'gone' },
  ];

  test('is read with the measurements, and without any', () => {
    for (const measurements of [[measurement], []]) {
      const json = JSON.stringify({ schemaVersion: 1, measurements, errors });
      expect(parseMeasurementFile(json, 'base.json')).toMatchObject({
        measurements: measurements.map(() => ({})),
        errors,
      });
    }
  });

  test('must have an image and a reason', () => {
    const json = JSON.stringify({ schemaVersion: 1, measurements: [measurement], errors: [{ image: 'web' }] });
    expect(() => parseMeasurementFile(json, 'base.json')).toThrow('at errors[0].reason: missing');
  });
});
