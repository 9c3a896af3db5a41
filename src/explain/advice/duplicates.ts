import type { TreeFile } from '../../measure/final-tree.ts';
import type { Advice } from '../../model/advice.ts';
import { keyed } from '../../text/group-by.ts';
import type { Facts } from './facts.ts';
import { whereOf } from './layers.ts';
import { Pile } from './pile.ts';

/** Bytes. Smaller files are left out. */
const SMALLEST = 100_000;

/**
 * Further copies of the same file in the user's layers. Files of packages and of the base image are left out: users should not replace
 * them with links. Hard links are one file already.
 */
export function adviseDuplicates({ measurement }: Facts, files: readonly TreeFile[]): readonly Advice[] {
  const piles = new Map<number, { readonly pile: Pile; readonly pairs: (readonly [string, string])[] }>();
  for (const [first, ...copies] of copiesOf(files))
    for (const { path, size, layer } of copies) {
      const found = keyed(piles, layer, () => ({ pile: new Pile(), pairs: [] }));
      found.pile.add(path, size);
      found.pairs.push([path, first.path]);
    }
  return [...piles].map(([layer, { pile, pairs }]) => ({
    rule: 'duplicates',
    title: titleOf(pile, pairs),
    bytes: pile.bytes,
    ...whereOf(measurement, layer),
    change:
      'Keep one file and make the other a symbolic link (RUN ln -s). COPY of a whole directory keeps its links; COPY of files by name copies their targets.',
    paths: pile.paths,
  }));
}

function titleOf({ files, paths }: Pile, pairs: readonly (readonly [string, string])[]): string {
  const largest = paths[0]?.path ?? '';
  const same = pairs.find(([path]) => path === largest)?.[1] ?? '';
  const more = files === 1 ? '' : `, and ${files - 1} more`;
  return `The same content is in the image twice: /${largest} is /${same}${more}.`;
}

type Copies = readonly [TreeFile, ...TreeFile[]];

/** Groups of files with equal content; the file of the lowest layer is first. */
function copiesOf(files: readonly TreeFile[]): readonly Copies[] {
  const groups = new Map<string, [TreeFile, ...TreeFile[]]>();
  for (const file of files) {
    if (file.size < SMALLEST || file.content === undefined || file.owner !== undefined) continue;
    const key = `${file.size} ${file.content}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [file]);
    else if (file.layer < group[0].layer) group.unshift(file);
    else group.push(file);
  }
  return [...groups.values()].filter(({ length }) => length > 1);
}
