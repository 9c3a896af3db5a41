import { describe, expect, test } from '@jest/globals';
import { conditionKey, shownConditions } from '../../src/accept/amounts.ts';
import type { AcceptanceState } from '../../src/model/acceptance.ts';
import { parseAcceptanceState, renderAcceptanceState } from '../../src/report/acceptance-state.ts';
import { grown, MB } from '../support/acceptance.ts';

const MARKER = '<!-- image-size-gate:size.yml/size/gate/ -->';
const FAIL_IF = ['unpacked > +1 MB', 'unpacked > 105 MB'];
const SHOWN = shownConditions(grown(12 * MB, { failIf: FAIL_IF }));
const STATE: AcceptanceState = {
  shown: SHOWN,
  grants: [
    { id: 'l14000000001', accepted: SHOWN.slice(0, 1) },
    { id: 'r7', accepted: [] },
  ],
};

const bodyOf = (line: string) => `${MARKER}\n${line}\n### Image size: fail`;
const read = (line: string) => parseAcceptanceState(bodyOf(line));
const encoded = (value: unknown) =>
  `<!-- image-size-gate-state:1:${Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64')} -->`;
const many = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    key: conditionKey(`image-${index}`, 'linux/amd64', 'download > +1 MB'),
    amounts: [{ total: null, growth: 10 * MB + index }],
  }));

describe('the state in a comment', () => {
  test('is read as it was written', () => {
    expect(read(renderAcceptanceState(STATE))).toEqual(STATE);
  });

  test('survives line ends as GitHub returns them', () => {
    const body = bodyOf(renderAcceptanceState(STATE)).replaceAll('\n', '\r\n');
    expect(parseAcceptanceState(body)).toEqual(STATE);
  });

  test('is there when it is empty', () => {
    const empty = { shown: [], grants: [] };
    expect(read(renderAcceptanceState(empty))).toEqual(empty);
  });

  test('is one HTML comment that nothing in it ends', () => {
    for (const state of [STATE, { shown: many(400), grants: [] }])
      expect(renderAcceptanceState(state)).toMatch(/^<!-- [^->]*(?:-[^->]+)* -->$/);
  });

  test('keeps at most 6,000 bytes: what was accepted before what was shown, and every grant that was seen', () => {
    const accepted = many(90);
    const shown = many(400).slice(90);
    const grants = [
      { id: 'l1', accepted },
      { id: 'r2', accepted: [] },
    ];
    const line = renderAcceptanceState({ shown, grants });
    const state = read(line)!;
    expect(line.length).toBeLessThanOrEqual(6_000);
    expect(state.grants).toEqual(grants);
    expect(state.shown).toEqual(shown.slice(0, state.shown.length));
    expect(state.shown.length).toBeGreaterThan(20);
  });

  test('holds forty images on three platforms', () => {
    const shown = many(120);
    expect(
      read(renderAcceptanceState({ shown, grants: [{ id: 'l1', accepted: shown }] }))?.grants[0]?.accepted,
    ).toHaveLength(120);
  });
});

describe('no state is read from', () => {
  const row = ['AAAAAAAA', 5];
  test.each<[string, string]>([
    ['a comment without one', '### Image size: fail'],
    ['another version', renderAcceptanceState(STATE).replace('state:1:', 'state:2:')],
    ['a line that was cut', renderAcceptanceState(STATE).slice(0, -20)],
    ['base64 that was cut', renderAcceptanceState(STATE).replace(/.{9} -->$/, ' -->')],
    ['a line with more behind it', `${renderAcceptanceState(STATE)} x`],
    ['a line beyond the limit', encoded(`[[],[],[]]${' '.repeat(4500)}`)],
    ['what is no base64', '<!-- image-size-gate-state:1:%%% -->'],
    ['what is no JSON', encoded('[[')],
    ['null', encoded(null)],
    ['an object', encoded({ rows: [], shown: [], grants: [] })],
    ['too few parts', encoded([[], []])],
    ['too many parts', encoded([[], [], [], []])],
    ['a key of another length', encoded([[['AAAA', 5]], [0], []])],
    ['a row without amounts', encoded([[['AAAAAAAA']], [0], []])],
    ['an amount that is text', encoded([[['AAAAAAAA', '5']], [0], []])],
    ['an amount that is no whole number', encoded([[['AAAAAAAA', 5.5]], [0], []])],
    ['an amount beyond all numbers', encoded('[[["AAAAAAAA",1e999]],[0],[]]')],
    ['a total that is null', encoded([[['AAAAAAAA', [null, 5]]], [0], []])],
    ['a place beyond the rows', encoded([[row], [1], []])],
    ['a negative place', encoded([[row], [-1], []])],
    ['a grant of another kind', encoded([[row], [0], [['x1', [0]]]])],
    ['a grant without a number', encoded([[row], [0], [['l', [0]]]])],
    ['a grant without what it accepted', encoded([[row], [0], [['l1']]])],
    ['too many grants', encoded([[], [], Array.from({ length: 61 }, (_, index) => [`l${index}`, []])])],
  ])('%s', (_, line) => {
    expect(read(line)).toBeNull();
  });

  test('a line further down, where hostile text may stand', () => {
    expect(parseAcceptanceState(`${MARKER}\n\n${renderAcceptanceState(STATE)}`)).toBeNull();
  });
});

describe('the key of a condition', () => {
  test.each([
    ['image', conditionKey('web', 'linux/amd64', 'unpacked > 1 MB')],
    ['platform', conditionKey('api', 'linux/arm64', 'unpacked > 1 MB')],
    ['text', conditionKey('api', 'linux/amd64', 'unpacked > 2 MB')],
    ['where one ends', conditionKey('apilinux', '/amd64', 'unpacked > 1 MB')],
  ])('differs by %s', (_, key) => {
    expect(key).not.toBe(conditionKey('api', 'linux/amd64', 'unpacked > 1 MB'));
  });

  test('is the same in every run, or nothing would be remembered', () => {
    expect(conditionKey('api', 'linux/amd64', 'unpacked > +1 MB')).toMatchInlineSnapshot(`"S8yjP29z"`);
  });

  test('has a different key for each of 10,000 conditions', () => {
    const keys = new Set(Array.from({ length: 10_000 }, (_, index) => conditionKey(`i${index}`, '', 'files > 1')));
    expect(keys.size).toBe(10_000);
  });
});
