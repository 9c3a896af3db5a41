import type { TreeFile } from '../../src/measure/final-tree.ts';
import type { Comparison } from '../../src/model/comparison.ts';
import { file } from '../support/trees.ts';
import { explained } from './group-sample.ts';

/** A bundle, and its bytes by npm package; '' is its own source. */
export function bundle(path: string, size: number, origins: Readonly<Record<string, number>>): TreeFile {
  const named = Object.entries(origins).map(([name, bytes]) => ({ name: name && `pkg:npm/${name}`, bytes }));
  return file(path, size, { content: String(size), origins: named });
}

/** An image before and after, by its files. */
export function explain(before: readonly TreeFile[], after: readonly TreeFile[]): Comparison {
  return explained(after, {}, before);
}

/** A bundle before and after: a package in it grew, one is gone, one is new, and its own source grew. */
export const was = bundle('app/dist/app.js', 1_000_000, { lodash: 500_000, old: 9_000, same: 4_000, '': 400_000 });
export const now = bundle('app/dist/app.js', 1_121_000, { lodash: 570_000, 'p@2': 3_000, same: 4_000, '': 450_000 });
