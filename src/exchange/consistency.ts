import { isFailing, isUnverified } from '../compare/checks.ts';
import { measureGrowth, NO_GROWTH } from '../compare/growth.ts';
import type { Comparison } from '../model/comparison.ts';
import type { Growth } from '../model/growth.ts';
import type { LayerChange, LayerSize } from '../model/layer.ts';
import { samePlatform } from '../model/platform.ts';
import type { Verdict } from '../model/verdict.ts';

/** Returns a place in a comparison that contradicts another, and how; undefined where the rule holds. */
type Rule = (comparison: Comparison) => string | undefined;

/**
 * The first contradiction in a comparison, as `place: why`; null for none. A number that was changed by hand contradicts others, so that the
 * whole comparison is refused. extras.ts checks the explanation, the advice and the files.
 */
export function comparisonProblem(comparison: Comparison): string | null {
  for (const rule of RULES) {
    const problem = rule(comparison);
    if (problem !== undefined) return problem;
  }
  return null;
}

const RULES: readonly Rule[] = [
  ({ image, head }) => unless(head === null || head.image === image, 'head.image: is another image'),
  ({ platform, head }) => unless(head === null || head.platform === platform, 'head.platform: is another platform'),
  ({ image, baseline }) => unless(baseline === null || baseline.image === image, 'baseline.image: is another image'),
  ({ platform, baseline }) =>
    unless(baseline === null || samePlatform(baseline.platform, platform), 'baseline.platform: is another platform'),
  ({ growth, ...sides }) => unless(sameGrowth(growth, grown(sides)), 'growth: is not head − baseline'),
  ({ layers, head, baseline }) =>
    unless(
      head !== null && baseline !== null ? true : layers.length === 0,
      'layers: must be empty where one side is missing',
    ),
  ({ layers, head, baseline }) => {
    if (head === null || baseline === null) return undefined;
    const after = layers.flatMap((layer) => layer.after ?? []).map(keyOf);
    if (after.join() !== head.layers.map(keyOf).join()) return "layers: are not the head's";
    const before = layers.flatMap((layer) => layer.before ?? []).map(keyOf);
    return unless(before.sort().join() === baseline.layers.map(keyOf).sort().join(), "layers: are not the baseline's");
  },
  ({ layers, baseline }) => unless(arePlaced(layers, baseline), 'layers: one has another position at the baseline'),
  ({ layers }) => unless(layers.every(isTrue), 'layers: an unchanged layer has two sizes'),
  ({ split, growth }) => unless(!split || sumsTo(split, growth), 'split: its parts do not add up to the growth'),
  ({ drift, growth }) => unless(!drift || sumsTo(drift, growth), 'drift: its parts do not add up to the growth'),
  ({ uncommitted, baseline, layers }) =>
    unless(
      !uncommitted || (baseline !== null && uncommitted.git + uncommitted.files <= changedBytes(layers)),
      'uncommitted: is more than the changed layers hold',
    ),
  ({ uncommitted, conditions }) =>
    unless(
      uncommitted !== undefined || conditions.every(({ apart }) => apart === undefined),
      'conditions: one is set apart, but nothing is uncommitted',
    ),
  (comparison) => unless(suits(comparison), `verdict: ${comparison.verdict} does not follow from the rest`),
  ({ unaffected, head, baseline }) =>
    unless(
      !unaffected || (head !== null && head.digest === baseline?.digest),
      "unaffected: but its digest is not the baseline's",
    ),
];

function unless(holds: boolean, problem: string): string | undefined {
  return holds ? undefined : problem;
}

/** The growth by the comparison's own layers, which other rules compare with both sides. */
function grown({ head, baseline, layers }: Pick<Comparison, 'head' | 'baseline' | 'layers'>): Growth {
  return head === null || baseline === null ? NO_GROWTH : measureGrowth(baseline, head, layers);
}

const SIZES = Object.keys(NO_GROWTH) as readonly (keyof Growth)[];

function sameGrowth(a: Growth, b: Growth): boolean {
  return SIZES.every((size) => a[size] === b[size]);
}

/** Whether two known parts add up to the growth. */
function sumsTo({ inherited, own }: { readonly inherited: Growth; readonly own: Growth }, growth: Growth): boolean {
  return SIZES.every((size) => {
    const [part, rest, all] = [inherited[size], own[size], growth[size]];
    return part === null || rest === null || all === null || part + rest === all;
  });
}

function keyOf({ digest, download, unpacked }: LayerSize): string {
  return `${digest} ${download} ${unpacked}`;
}

/** Whether each position at the baseline is of a layer with the same digest, and of one change only. */
function arePlaced(layers: readonly LayerChange[], baseline: Comparison['baseline']): boolean {
  const placed = layers.flatMap((layer) =>
    layer.before === null || layer.was === undefined ? [] : [{ was: layer.was, digest: layer.before.digest }],
  );
  const positions = new Set(placed.map(({ was }) => was));
  return (
    positions.size === placed.length && placed.every(({ was, digest }) => baseline?.layers[was]?.digest === digest)
  );
}

/** The compressed size of the same content may differ, the size of its files may not. */
function isTrue({ kind, before, after }: LayerChange): boolean {
  return kind !== 'unchanged' || before.unpacked === after.unpacked;
}

function changedBytes(layers: readonly LayerChange[]): number {
  return layers.reduce((sum, { kind, after }) => sum + (kind === 'changed' ? after.unpacked : 0), 0);
}

/** Whether the sides, conditions and checks allow the verdict. A milder one is never allowed. */
function suits(comparison: Comparison): boolean {
  const { verdict, head, baseline, acceptance, conditions, checks = [] } = comparison;
  const found = new Set<string>(conditions.map((condition) => condition.verdict));
  if (head === null) return verdict === 'error' || (verdict === 'removed' && baseline !== null);
  if (checks.some(isFailing)) return verdict === 'fail';
  if (found.has('fail')) return verdict === 'fail';
  if (found.has('accepted')) return acceptance !== undefined && isOneOf(verdict, ['accepted', 'error']);
  const isApart = conditions.some((condition) => condition.apart && condition.verdict === 'inherited');
  if (found.has('warn') || isApart || checks.some(isUnverified)) return isOneOf(verdict, ['warn', 'error']);
  if (found.has('inherited')) return isOneOf(verdict, ['inherited', 'error']);
  return isOneOf(verdict, baseline === null ? ['new', 'error'] : ['pass']);
}

function isOneOf(verdict: Verdict, allowed: readonly Verdict[]): boolean {
  return allowed.includes(verdict);
}
