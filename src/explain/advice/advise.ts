import type { Advice } from '../../model/advice.ts';
import { adviseBaseImage } from './base-image.ts';
import { cacheRule } from './caches.ts';
import { type Claimed, claimFiles } from './claims.ts';
import { bytecodeRule, debugSymbolRule } from './compiler-output.ts';
import { contextRule } from './context.ts';
import { documentationRule, localeRule } from './documentation.ts';
import { adviseDuplicates } from './duplicates.ts';
import { type Facts, findFacts } from './facts.ts';
import type { MakeFileRule } from './file-rule.ts';
import { whereOf } from './layers.ts';
import { buildToolRule } from './packages/build-tools.ts';
import { developmentRule } from './packages/development-packages.ts';
import { LOCKED } from './packages/locked-development.ts';
import { adviseReinstalled, reinstalledRule } from './reinstalled.ts';
import { adviseRewritten } from './rewritten.ts';
import { adviseRootUser } from './root-user.ts';
import { adviseSecrets } from './secrets.ts';
import type { AdviceSubject } from './subject.ts';
import { versionControlRule } from './version-control.ts';

/** Advice that saves fewer bytes is left out. */
const SMALLEST = 100_000;

/** The rules for files. If several rules claim a file, the first of them counts it. */
const FILE_RULES: readonly MakeFileRule[] = [
  reinstalledRule,
  buildToolRule,
  developmentRule,
  cacheRule,
  versionControlRule,
  debugSymbolRule,
  contextRule,
  bytecodeRule,
  documentationRule,
  localeRule,
];

/**
 * Advice on how to make an image smaller or safer: most bytes first, then security, then advice without bytes. Only the user's own layers
 * get advice, and the base image as a whole. Each byte is counted once, so the sum is what could be saved. Pure; the time grows with the
 * number of files, and most of all with the files that layers hide of one another.
 */
export function advise(subject: AdviceSubject): readonly Advice[] {
  const facts = findFacts(subject);
  const rules = FILE_RULES.flatMap((make) => make(facts) ?? []);
  const { claimed, rest } = claimFiles(facts, rules);
  const all = [
    ...withoutPurpose(claimed, facts).flatMap((each) => adviceOf(each, facts)),
    ...adviseRewritten(facts),
    ...adviseReinstalled(facts),
    ...adviseDuplicates(facts, rest),
    ...adviseSecrets(facts),
    ...adviseRootUser(facts),
    ...adviseBaseImage(facts),
  ];
  return all
    .filter(isWorthIt)
    .toSorted((a, b) => b.bytes - a.bytes || Number(b.security ?? 0) - Number(a.security ?? 0));
}

function adviceOf({ rule, find }: Claimed, { measurement }: Facts): readonly Advice[] {
  const said = rule.say(find);
  if (said === undefined) return [];
  return [
    { rule: rule.rule, bytes: find.pile.bytes, ...whereOf(measurement, find.layer), paths: find.pile.paths, ...said },
  ];
}

/**
 * Drops build tools, or test and notebook packages, if they are more than half of the image: then they are its purpose. What npm itself
 * records as for development alone is never the purpose.
 */
function withoutPurpose(claimed: readonly Claimed[], { subject: { tree }, firstOwn }: Facts): readonly Claimed[] {
  const own = tree.reduce((sum, { layer, size }) => (layer >= firstOwn ? sum + size : sum), 0);
  const isMost = (name: Advice['rule']) => {
    const finds = claimed.filter(({ rule, find }) => rule.rule === name && find.group !== LOCKED);
    return finds.reduce((sum, { find }) => sum + find.pile.bytes, 0) * 2 > own;
  };
  const purposes = (['build-tools', 'development-packages'] as const).filter(isMost);
  return claimed.filter(({ rule, find }) => find.group === LOCKED || !purposes.some((name) => name === rule.rule));
}

function isWorthIt({ bytes, security, rule }: Advice): boolean {
  return bytes >= SMALLEST || security === true || (rule === 'base-image' && bytes === 0);
}
