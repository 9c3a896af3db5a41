import { describe, expect, test } from '@jest/globals';
import { formatRecord, parseRecord } from '../../src/history/record-file.ts';
import { recordPath } from '../../src/model/record.ts';
import { UserError } from '../../src/text/error.ts';
import { commitOf, record } from './samples.ts';

const PATH = recordPath('api', 'linux/amd64', commitOf(1));
const text = formatRecord(record());
// biome-ignore lint/suspicious/noExplicitAny: a document that is to be damaged
const edited = (edit: (document: any) => void): string => {
  const document = JSON.parse(text);
  edit(document);
  return JSON.stringify(document);
};

describe('a record', () => {
  test('is read as it was written', () => {
    expect(parseRecord(text, PATH)).toEqual(record());
    const release = record({ release: 'v1.0.0' });
    expect(parseRecord(formatRecord(release), PATH)).toEqual(release);
  });

  test('is the same text when it is recorded again, as for an unchanged image', () => {
    const { measurement, ...rest } = record();
    const built = formatRecord({ ...rest, measurement: { ...measurement, recipe: `sha256:${'a'.repeat(64)}` } });
    const again = formatRecord(parseRecord(built, PATH));
    expect(JSON.parse(again)).toEqual(JSON.parse(built));
    expect(formatRecord(parseRecord(again, PATH))).toBe(again);
  });

  test.each([
    ['cut off', text.slice(0, 500), 'not JSON'],
    ['of another schema', edited((d) => (d.schemaVersion = 2)), 'not a record at schemaVersion'],
    ['without a measurement', edited((d) => delete d.measurement), 'not a record at measurement'],
    [
      'with a total made smaller',
      edited((d) => (d.measurement.unpacked -= 1)),
      'unpacked is not the sum of its layers',
    ],
    ['with a layer made larger', edited((d) => (d.measurement.layers[0].download += 1)), 'download is not the sum'],
    ['with a size of text', edited((d) => (d.measurement.download = '1')), 'at measurement.download'],
    ['with an absurd size', edited((d) => (d.measurement.layers[0].unpacked = 1e300)), 'layers[0].unpacked'],
    ['with a short commit', edited((d) => (d.commit = 'abc')), 'at commit: is not a full commit id'],
    ['with a time of its own', edited((d) => (d.recordedAt = 'yesterday')), 'at recordedAt: is not a time'],
    ['of another image', edited((d) => (d.measurement.image = 'web')), 'belongs at records/web/linux-amd64/'],
    [
      'of another platform',
      edited((d) => (d.measurement.platform = 'linux/arm64')),
      'belongs at records/api/linux-arm64/',
    ],
    ['of another commit', edited((d) => (d.commit = commitOf(2))), `belongs at records/api/linux-amd64/${commitOf(2)}`],
    ['that climbs out', edited((d) => (d.measurement.image = '../..')), 'belongs at records/..~../linux-amd64/'],
  ])('%s is refused by its path and the reason', (_, damaged, reason) => {
    expect(() => parseRecord(damaged, PATH)).toThrow(UserError);
    expect(() => parseRecord(damaged, PATH)).toThrow(reason);
    expect(() => parseRecord(damaged, PATH)).toThrow(PATH);
  });
});
