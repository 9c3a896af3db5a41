import type { Advice } from '../../model/advice.ts';
import { modulesOf } from './copied-context.ts';
import type { Facts } from './facts.ts';
import type { FileRule, MakeFileRule } from './file-rule.ts';
import { placeOf, whereOf } from './layers.ts';
import { Pile } from './pile.ts';

/** Claims copied dependencies so that no other rule counts them. adviseReinstalled counts them, together with the hidden ones. */
export const reinstalledRule: MakeFileRule = ({ contexts }): FileRule | undefined => {
  if (![...contexts.values()].some(({ reinstalled }) => reinstalled.length > 0)) return undefined;
  return {
    rule: 'context',
    claim(directory, layer) {
      const modules = modulesOf(`${directory}/`);
      const isCopy = modules !== undefined && contexts.get(layer)?.reinstalled.includes(modules);
      return isCopy ? { root: modules } : undefined;
    },
    say: () => undefined,
  };
};

/**
 * Dependencies that `COPY . .` copied although another instruction installs them. Whichever came first, the copy could be saved: its bytes
 * are those of the copying layer, visible in the end or not.
 */
export function adviseReinstalled({ contexts, subject, measurement }: Facts): readonly Advice[] {
  return [...contexts].flatMap(([position, { reinstalled }]): readonly Advice[] => {
    const pile = new Pile();
    for (const { path, type, size } of reinstalled.length === 0 ? [] : (subject.layers[position] ?? [])) {
      const modules = type === 'file' ? modulesOf(path) : undefined;
      if (modules !== undefined && reinstalled.includes(modules)) pile.add(modules, size);
    }
    if (pile.bytes === 0) return [];
    return [
      {
        rule: 'context',
        title: `${placeOf(measurement.layers[position])} copies node_modules, which another instruction installs as well.`,
        bytes: pile.bytes,
        ...whereOf(measurement, position),
        change: 'Keep it out of the build context with a line in .dockerignore.\n**/node_modules',
        paths: pile.paths,
      },
    ];
  });
}
