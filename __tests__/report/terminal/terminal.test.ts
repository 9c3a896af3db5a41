import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { renderMeasurements } from '../../../src/report/terminal/measurements.ts';
import { renderTerminal } from '../../../src/report/terminal/terminal.ts';
import { added, broken, comparison, grown, grownLittle, layer, measurement, report, slimmed } from '../sample.ts';

const PLAIN = { colour: false, width: 120 };
const ESC = '\u001b';

describe('the report on a terminal', () => {
  const sample = report('fail', grownLittle(), added(), grown(), broken('jobs'));

  test('is aligned plain text', () => {
    expect(renderTerminal(sample, PLAIN)).toMatchSnapshot();
  });

  test('shows the results of checks, before and now', () => {
    expect(renderTerminal(report('fail', slimmed(), grownLittle()), PLAIN)).toMatchSnapshot();
  });

  test('says why checks were skipped, even for an image without other news', () => {
    const checks = [{ check: 'runs', outcome: 'skipped', reason: 'no daemon', before: 'skipped' }] as const;
    const text = renderTerminal(report('pass', comparison({ checks })), PLAIN);
    expect(text).toContain('skipped: no daemon');
  });

  test('names what later layers overwrite or delete, as the Markdown does', () => {
    const head = measurement({ wasted: 3e6, wastedPaths: [{ path: 'var/cache/\u202ea.bin', bytes: 3e6 }] });
    const text = renderTerminal(report('pass', comparison({ head })), PLAIN);
    expect(text).toMatch(
      /^ *WASTED +IMAGE +OVERWRITTEN OR DELETED BY A LATER LAYER\n3\.00 MB +api +var\/cache\/⟨U\+202E⟩a\.bin$/m,
    );
    expect(renderTerminal(report('pass', comparison()), PLAIN)).not.toContain('WASTED');
  });

  test('has the same text in colour', () => {
    const coloured = renderTerminal(sample, { ...PLAIN, colour: true });
    expect(coloured).toContain(`${ESC}[31mfail${ESC}[0m`);
    expect(stripVTControlCharacters(coloured)).toBe(renderTerminal(sample, PLAIN));
  });

  test('lets no escape sequence through', () => {
    const evil = `${ESC}[2J${ESC}]0;x\u0007${ESC}c\u202e`;
    const check = {
      check: evil,
      outcome: 'fail',
      reason: evil,
      tail: `${evil}\n::error::${evil}`,
      before: null,
    } as const;
    const skipped = { ...check, outcome: 'skipped', before: 'pass' } as const;
    const hostile = { ...grown(evil, evil), notes: [`${evil}\n${evil}`], checks: [check, skipped] };
    const text = renderTerminal(report('fail', hostile), PLAIN);
    expect([ESC, '\u0007', '\u202e'].filter((char) => text.includes(char))).toEqual([]);
  });
});

describe('measurements on a terminal', () => {
  const layers = [
    layer('/bin/sh -c #(nop) ADD file:1 in / ', 28_000_000, 74_000_000),
    layer(`RUN ${'x'.repeat(200)}`, 1000, 2_500_000),
  ];
  const wastedPaths = [{ path: 'var/cache/apt/pkgcache.bin', bytes: 1_234_567 }];
  const sample = measurement({
    layers,
    estimated: true,
    method: 'daemon-save',
    wasted: 1_234_567,
    wastedPaths,
    efficiency: 0.987,
  });

  test('are layers, totals, waste and method, cut to the width', () => {
    const text = renderMeasurements([sample], { colour: false, width: 72 });
    expect(text).toMatchSnapshot();
    expect(Math.max(...text.split('\n', 5).map((line) => line.length))).toBeLessThanOrEqual(72);
  });
});
