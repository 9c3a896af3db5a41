import { isFailing, isUnverified } from '../compare/checks.ts';
import { measureGrowth, NO_GROWTH } from '../compare/growth.ts';
import type { Comparison, Verdict } from '../model/comparison.ts';
import type { Growth } from '../model/growth.ts';
import type { LayerChange, LayerSize } from '../model/layer.ts';
import { samePlatform } from '../model/platform.ts';

/** A place in a comparison that contradicts another, and how; undefined where the rule holds. */
type Rule = (comparison: Comparison) => string | undefined;

/**
 * What contradicts itself in a comparison, as `place: why`; null where nothing does. Whoever changes one number by hand leaves the
 * others behind: such a comparison is refused, never half believed. Extras (extras.ts) are looked at apart.
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
    unless(head !== null && baseline !== null ? true : layers.length === 0, 'layers: one side alone has no changes'),
  ({ layers, head, baseline }) => {
    if (head === null || baseline === null) return undefined;
    const after = layers.flatMap((layer) => layer.after ?? []).map(keyOf);
    if (after.join() !== head.layers.map(keyOf).join()) return "layers: are not the head's";
    const before = layers.flatMap((layer) => layer.before ?? []).map(keyOf);
    return unless(before.sort().join() === baseline.layers.map(keyOf).sort().join(), "layers: are not the baseline's");
  },
  ({ layers, baseline }) => unless(arePlaced(layers, baseline), 'layers: one is not where the baseline has it'),
  ({ layers }) => unless(layers.every(isTrue), 'layers: one that is unchanged changed'),
  ({ split, growth }) => unless(!split || sumsTo(split, growth), 'split: its parts are not the growth'),
  ({ drift, growth }) => unless(!drift || sumsTo(drift, growth), 'drift: its parts are not the growth'),
  (comparison) => unless(suits(comparison), `verdict: ${comparison.verdict} is not what the rest comes to`),
  ({ unaffected, head, baseline }) =>
    unless(!unaffected || (head !== null && head.digest === baseline?.digest), 'unaffected: yet it is another image'),
];

function unless(holds: boolean, problem: string): string | undefined {
  return holds ? undefined : problem;
}

/** From the layers as the comparison has them, which the rules hold against the sides. */
function grown({ head, baseline, layers }: Pick<Comparison, 'head' | 'baseline' | 'layers'>): Growth {
  return head === null || baseline === null ? NO_GROWTH : measureGrowth(baseline, head, layers);
}

function sameGrowth(a: Growth, b: Growth): boolean {
  return a.download === b.download && a.unpacked === b.unpacked && a.newBytes === b.newBytes;
}

/** Where both parts are known, they are all of it. */
function sumsTo({ inherited, own }: { readonly inherited: Growth; readonly own: Growth }, growth: Growth): boolean {
  return (['download', 'unpacked', 'newBytes'] as const).every((metric) => {
    const [part, rest, all] = [inherited[metric], own[metric], growth[metric]];
    return part === null || rest === null || all === null || part + rest === all;
  });
}

function keyOf({ digest, download, unpacked }: LayerSize): string {
  return `${digest} ${download} ${unpacked}`;
}

/** Each position at the baseline is that of a layer of the same digest, and of one change only. */
function arePlaced(layers: readonly LayerChange[], baseline: Comparison['baseline']): boolean {
  const placed = layers.flatMap((layer) =>
    layer.before === null || layer.was === undefined ? [] : [{ was: layer.was, digest: layer.before.digest }],
  );
  const positions = new Set(placed.map(({ was }) => was));
  return (
    positions.size === placed.length && placed.every(({ was, digest }) => baseline?.layers[was]?.digest === digest)
  );
}

/** The compressed size of the same content may differ, its files may not. */
function isTrue({ kind, before, after }: LayerChange): boolean {
  return kind !== 'unchanged' || before.unpacked === after.unpacked;
}

/** Whether the verdict is one that the sides, conditions and checks allow: never a milder one. */
function suits(comparison: Comparison): boolean {
  const { verdict, head, baseline, acceptance, conditions, checks = [] } = comparison;
  const found = new Set<string>(conditions.map((condition) => condition.verdict));
  if (head === null) return verdict === 'error' || (verdict === 'removed' && baseline !== null);
  if (checks.some(isFailing)) return verdict === 'fail';
  if (found.has('fail')) return verdict === 'fail';
  if (found.has('accepted')) return acceptance !== undefined && isOneOf(verdict, ['accepted', 'error']);
  if (found.has('warn') || checks.some(isUnverified)) return isOneOf(verdict, ['warn', 'error']);
  if (found.has('inherited')) return isOneOf(verdict, ['inherited', 'error']);
  return isOneOf(verdict, baseline === null ? ['new', 'error'] : ['pass']);
}

function isOneOf(verdict: Verdict, allowed: readonly Verdict[]): boolean {
  return allowed.includes(verdict);
}
