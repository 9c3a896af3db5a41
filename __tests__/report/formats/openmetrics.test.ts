import { describe, expect, test } from '@jest/globals';
import { OPENMETRICS_MARKER, renderOpenMetrics } from '../../../src/report/formats/openmetrics.ts';
import { EVERYTHING, REPORTS } from './samples.ts';

/** Grammar of OpenMetrics 1.0, "Overall Structure", as far as gauges and state sets without timestamps need it. */
const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABEL = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\["\\\\n])*"';
const SAMPLE = new RegExp(`^(${NAME})\\{(${LABEL}(?:,${LABEL})*)\\} (-?\\d+(?:\\.\\d+)?)$`, 'u');
const META = new RegExp(`^# (?:TYPE (${NAME}) (gauge|stateset)|UNIT (${NAME}) ([a-z]+)|HELP (${NAME}) .*)$`, 'u');

/** What breaks a rule of the format, line by line. */
function problems(text: string): readonly string[] {
  const lines = text.split('\n');
  const found = lines.at(-1) === '' && lines.at(-2) === '# EOF' ? [] : ['the end is not "# EOF"'];
  const families = new Set<string>();
  const series = new Set<string>();
  let family = '';
  for (const line of lines.slice(0, -2)) {
    const [, typed, , unitOf, unit, helped] = META.exec(line) ?? [];
    const [, name, labels] = SAMPLE.exec(line) ?? [];
    if (typed !== undefined) {
      if (families.has(typed)) found.push(`${typed} twice`);
      families.add(typed);
      family = typed;
    } else if (unitOf !== undefined) {
      if (unitOf !== family || !unitOf.endsWith(`_${unit}`)) found.push(line);
    } else if (helped !== undefined) {
      if (helped !== family) found.push(line);
    } else if (name === undefined || name !== family || series.has(`${name}{${labels}}`)) found.push(line);
    else series.add(`${name}{${labels}}`);
  }
  return found;
}

const valueIn = (text: string, series: string) =>
  text
    .split('\n')
    .find((line) => line.startsWith(`${series} `))
    ?.slice(series.length + 1);

describe('OpenMetrics', () => {
  test.each(REPORTS)('of %s keeps to the grammar, with each series once', (_, report) => {
    const text = renderOpenMetrics(report);
    expect(text.startsWith(OPENMETRICS_MARKER)).toBe(true);
    expect(problems(text)).toEqual([]);
  });

  test('has sizes, growth and the verdict of an image', () => {
    const text = renderOpenMetrics(EVERYTHING);
    const labels = 'image="api",platform="linux/amd64"';
    const { head, growth } = EVERYTHING.comparisons[0] ?? { head: null, growth: null };
    expect(valueIn(text, `image_size_unpacked_bytes{${labels}}`)).toBe(String(head?.unpacked));
    expect(valueIn(text, `image_size_unpacked_growth_bytes{${labels}}`)).toBe(String(growth?.unpacked));
    expect(valueIn(text, `image_size_new_bytes{${labels}}`)).toBe(String(growth?.newBytes));
    expect(valueIn(text, `image_size_layers{${labels}}`)).toBe(String(head?.layers.length));
    expect(valueIn(text, `image_size_verdict{${labels},image_size_verdict="fail"}`)).toBe('1');
    expect(valueIn(text, `image_size_verdict{${labels},image_size_verdict="pass"}`)).toBe('0');
  });

  test('has no size of an image that was not measured', () => {
    const lines = renderOpenMetrics(EVERYTHING)
      .split('\n')
      .filter((line) => line.includes('image="worker"'));
    expect(lines.every((line) => line.startsWith('image_size_verdict{'))).toBe(true);
    expect(lines.find((line) => line.includes('"error"'))).toMatch(/ 1$/);
  });
});
