import { describe, expect, test } from '@jest/globals';
import { renderJunit } from '../../../src/report/formats/junit.ts';
import { EVERYTHING, REPORTS } from './samples.ts';
import { parseXml, type XmlElement } from './xml.ts';

interface Rule {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly children: readonly string[];
  readonly text: boolean;
}

/** The elements that we write, as junit-10.xsd of Jenkins' xunit plugin allows them. */
const XSD: Readonly<Record<string, Rule>> = {
  testsuites: {
    required: [],
    optional: ['name', 'time', 'tests', 'failures', 'errors'],
    children: ['testsuite'],
    text: false,
  },
  testsuite: {
    required: ['name', 'tests', 'failures', 'errors'],
    optional: ['group', 'time', 'skipped', 'timestamp', 'hostname', 'id', 'package', 'file', 'log', 'url'],
    children: ['testsuite', 'properties', 'testcase', 'system-out', 'system-err'],
    text: false,
  },
  testcase: {
    required: ['name'],
    optional: ['time', 'classname', 'group'],
    children: ['skipped', 'error', 'failure', 'system-out', 'system-err'],
    text: false,
  },
  failure: { required: [], optional: ['type', 'message'], children: [], text: true },
  error: { required: [], optional: ['type', 'message'], children: [], text: true },
  skipped: { required: [], optional: ['type', 'message'], children: [], text: true },
  'system-out': { required: [], optional: [], children: [], text: true },
};

function problems({ name, attributes, children, text }: XmlElement): readonly string[] {
  const rule = XSD[name];
  if (rule === undefined) return [`<${name}> is not known`];
  const given = Object.keys(attributes);
  return [
    ...rule.required.filter((each) => !given.includes(each)).map((each) => `<${name}> lacks ${each}`),
    ...given.filter((each) => ![...rule.required, ...rule.optional].includes(each)).map((each) => `${name}/@${each}`),
    ...children.filter((child) => !rule.children.includes(child.name)).map((child) => `<${child.name}> in <${name}>`),
    ...(rule.text || text.trim() === '' ? [] : [`text in <${name}>`]),
    ...children.flatMap(problems),
  ];
}

const count = (element: XmlElement, name: string): number =>
  element.children.reduce((sum, child) => sum + (child.name === name ? 1 : 0) + count(child, name), 0);

describe('JUnit XML', () => {
  test.each(REPORTS)('of %s is what the schema allows, with counts that agree', (_, report) => {
    const root = parseXml(renderJunit(report));
    expect([root.name, problems(root)]).toEqual(['testsuites', []]);
    for (const suite of [root, ...root.children]) {
      const { tests, failures, errors } = suite.attributes;
      const found = ['testcase', 'failure', 'error'].map((name) => String(count(suite, name)));
      expect([tests, failures, errors]).toEqual(found);
    }
  });

  test('has a suite for each image, with what failed, was skipped and was set apart', () => {
    const { children } = parseXml(renderJunit(EVERYTHING));
    const suites = children.map(({ attributes, children }) => [
      attributes.name,
      children.flatMap((each) =>
        each.children.map(({ name, text }) => `${name}${name === 'system-out' ? ` ${text.split(':')[0]}` : ''}`),
      ),
    ]);
    expect(suites).toEqual([
      ['api (linux/amd64)', ['failure', 'failure', 'system-out warn']],
      ['worker', ['error']],
      ['cron (linux/amd64)', []],
      ['batch (linux/amd64)', ['system-out accepted', 'system-out accepted', 'system-out warn']],
      ['fresh (linux/amd64)', ['system-out new', 'skipped']],
      ['drift (linux/amd64)', ['system-out inherited']],
      ['slim (linux/amd64)', ['failure', 'system-out warn']],
      ['still (linux/amd64)', []],
      ['arm', ['error']],
    ]);
  });

  test('says of a failure what was found, where, and by which limit', () => {
    const { children } = parseXml(renderJunit(EVERYTHING));
    const failure = children[0]?.children.flatMap((each) => each.children).find(({ name }) => name === 'failure');
    expect(failure?.attributes).toEqual({
      type: 'unpacked',
      message: 'unpacked +254 MB (+415 %), over the limit "unpacked > +2% and > +1 MB"',
    });
    expect(failure?.text).toBe('docker/Dockerfile:12');
  });
});
