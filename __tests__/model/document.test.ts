import { inflateRawSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { mergeReports } from '../../src/exchange/merge.ts';
import { parseClaims, parseReport } from '../../src/exchange/report-file.ts';
import { formatHistory, parseHistory } from '../../src/history/history-file.ts';
import { formatRecord, parseRecord } from '../../src/history/record-file.ts';
import { reportSchema } from '../../src/model/document.ts';
import { parseMeasurements } from '../../src/model/measurement.ts';
import { recordPath } from '../../src/model/record.ts';
import { createReport, withoutContents } from '../../src/model/report.ts';
import { decodeContents } from '../../src/page/browser/data/files.ts';
import { renderPage } from '../../src/page/page.ts';
import { renderMeasurementsJson, renderReportJson } from '../../src/report/json.ts';
import { contents, historyEntry, record, wholeReport } from '../support/whole-report.ts';

/** Every key of every document is in the samples, which their types make sure of; each writer and reader must keep them all. */

const printed = renderReportJson(wholeReport);
const uploaded = renderReportJson(wholeReport, { contents: true });

test('the schema of the document accepts the whole sample, and gives it out as it is', () => {
  const { variants, ...rest } = reportSchema.parse(wholeReport);
  const { variants: known, ...others } = wholeReport;
  expect(rest).toEqual(others);
  // The checks of a row are the comparison's, which also hold their outcome at the baseline.
  const { checks } = record.measurement;
  const rows = known[0].rows.map((row) => ({ ...row, measurement: row.measurement && { ...row.measurement, checks } }));
  expect(variants).toEqual([{ ...known[0], rows }]);
});

test('the printed report holds everything but the files', () => {
  expect(JSON.parse(printed)).toEqual(withoutContents(wholeReport));
  expect(parseReport(printed, 'report.json')).toEqual(withoutContents(wholeReport));
});

test('the report that a job uploads holds everything', () => {
  expect(JSON.parse(uploaded)).toEqual(wholeReport);
  expect(parseReport(uploaded, 'part.json')).toEqual(wholeReport);
});

test('a report that is compared again is read without the lists that are computed again', () => {
  const { variants, totals, proposals, trends, ...kept } = wholeReport;
  expect(parseClaims(uploaded, 'part.json')).toEqual(kept);
});

test('a merged report holds everything but the name of the part', () => {
  const { part, ...merged } = wholeReport;
  expect(mergeReports([parseReport(uploaded, part)], [part])).toEqual(merged);
});

test('a report is created with every fact that is known of it', () => {
  const { schemaVersion, verdict, comparisons, ...facts } = wholeReport;
  expect(createReport(comparisons, facts)).toEqual(wholeReport);
});

test('a record and a measurement file hold the whole measurement', () => {
  const { measurement, commit } = record;
  const path = recordPath(measurement.image, measurement.platform, commit);
  expect(parseRecord(formatRecord(record), path)).toEqual(record);
  expect(parseMeasurements(renderMeasurementsJson([measurement]), 'base.json')).toEqual([measurement]);
});

test('a history holds the whole entry', () => {
  const history = { schemaVersion: 1, image: 'api', entries: [historyEntry] } as const;
  expect(parseHistory(formatHistory(history), 'history/api.json')).toEqual(history);
});

test('the page holds everything, the files of each comparison apart', () => {
  const page = renderPage(wholeReport, '<!--data-->');
  const blocks = page.matchAll(/ id="([\w-]+)">([A-Za-z0-9+/=]+)</g);
  const inflate = (data: string) => JSON.parse(inflateRawSync(Buffer.from(data, 'base64')).toString());
  expect(Object.fromEntries(Array.from(blocks, ([, id = '', data = '']) => [id, inflate(data)]))).toEqual({
    report: withoutContents(wholeReport),
    'contents-0': contents,
    'contents-1': contents,
  });
});

test('the page reads every column of the files', () => {
  expect(decodeContents(contents)).toEqual({
    count: 4,
    owners: contents.owners,
    paths: ['bin/sh', 'opt/app', 'opt/old', 'opt/pip/…'],
    before: Float64Array.from([1000, 500, 100, Number.NaN]),
    after: Float64Array.from([1000, 850, Number.NaN, 150]),
    was: Int32Array.from([0, 1, 2, -1]),
    layer: Int32Array.from([0, 1, -1, 2]),
    owner: Int32Array.from([0, -1, -1, 1]),
    from: new Map([[1, 'opt/app.old']]),
    folded: new Map([[3, 3]]),
  });
});
