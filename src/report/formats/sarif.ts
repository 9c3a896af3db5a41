import type { Report } from '../../model/document.ts';
import { METRICS } from '../../model/metric.ts';
import { groupBy } from '../../text/group-by.ts';
import type { Place } from '../place.ts';
import { type Outcome, type OutcomeKind, outcomesOf } from './outcomes.ts';

const HOME = 'https://github.com/image-size-gate/image-size-gate';
const NAME = 'image-size-gate';

/** How every file of ours begins. */
export const SARIF_MARKER = `{\n  "runs": [\n    {\n      "tool": {\n        "driver": {\n          "name": "${NAME}"`;

/** What the rules that are no metric are about. */
const RULES = {
  check: 'A check of the image passes',
  measurement: 'The image can be measured',
  part: 'Every part of a matrix arrives',
} as const;

/** Levels of SARIF 2.1.0, 3.27.10, for the outcomes that are results. What passed and what was skipped is none. */
const LEVELS = { fail: 'error', error: 'error', warn: 'warning', inherited: 'note', accepted: 'note' } as const;

type Level = (typeof LEVELS)[keyof typeof LEVELS];

/**
 * A report as SARIF 2.1.0 for code scanning and editors. A result is a condition or check that is not met, or an image that could not be
 * measured. It stands at the lines of the Dockerfile that grew most. What somebody accepted is suppressed (3.35).
 * @param tool.version of this program
 */
export function renderSarif(report: Report, tool: { readonly version: string }): string {
  const results = outcomesOf(report).flatMap((outcome) => {
    const level = levelOf(outcome);
    return level === undefined ? [] : [{ outcome, level }];
  });
  const kinds = [...groupBy(results, ({ outcome }) => outcome.kind).keys()];
  const driver = { name: NAME, version: tool.version, informationUri: HOME, rules: kinds.map(ruleOf) };
  const run = {
    tool: { driver },
    invocations: [{ executionSuccessful: results.every(({ outcome }) => outcome.verdict !== 'error') }],
    columnKind: 'unicodeCodePoints',
    results: results.map(({ outcome, level }) => resultOf(outcome, level)),
  };
  const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
  return `${JSON.stringify({ runs: [run], version: '2.1.0', $schema: schema }, null, 2)}\n`;
}

function levelOf({ verdict }: Outcome): Level | undefined {
  return verdict in LEVELS ? LEVELS[verdict as keyof typeof LEVELS] : undefined;
}

function ruleOf(kind: OutcomeKind) {
  const text = kind in RULES ? RULES[kind as keyof typeof RULES] : `Limit on ${kind}: ${metricWords(kind)}`;
  return { id: ruleId(kind), shortDescription: { text }, helpUri: `${HOME}#readme` };
}

function metricWords(kind: OutcomeKind): string {
  return kind in METRICS ? METRICS[kind as keyof typeof METRICS].description : kind;
}

function resultOf(outcome: Outcome, level: Level) {
  const { image, platform, name, verdict, words, place, kind } = outcome;
  const subject = platform === '' ? image : `${image} (${platform})`;
  return {
    ruleId: ruleId(kind),
    level,
    message: { text: kind === 'check' ? `${subject}: check "${name}": ${words || verdict}` : `${subject}: ${words}` },
    locations: [
      { ...physical(place), logicalLocations: [{ name: image, fullyQualifiedName: subject, kind: 'resource' }] },
    ],
    // The same result at the next run, also where lines moved (3.27.17).
    partialFingerprints: { 'imageSizeGate/v1': [image, platform, kind, name].join('|') },
    ...(verdict === 'accepted' && { suppressions: [{ kind: 'external', status: 'accepted', justification: words }] }),
    properties: { image, platform, verdict },
  };
}

function physical({ file, line, endLine }: Place) {
  if (file === undefined) return {};
  const uri = file.toWellFormed().split('/').map(encodeURIComponent).join('/');
  const region = line === undefined ? {} : { region: { startLine: line, endLine: endLine ?? line } };
  return { physicalLocation: { artifactLocation: { uri, uriBaseId: '%SRCROOT%' }, ...region } };
}

function ruleId(kind: OutcomeKind): string {
  return `image-size/${kind}`;
}
