import { isRootUser } from '../model/check.ts';
import type { Measurement } from '../model/measurement.ts';

/** A fact of how the image runs that is another than before, in words: `user`, `root`, `10001`. */
export interface ConfigChange {
  readonly fact: 'user' | 'exposed ports' | 'entrypoint' | 'command';
  readonly before: string;
  readonly after: string;
}

const FACTS: readonly [ConfigChange['fact'], (config: Measurement['config']) => string][] = [
  ['user', ({ user }) => (isRootUser(user) ? 'root' : user)],
  ['exposed ports', ({ exposedPorts }) => exposedPorts.toSorted().join(', ') || 'none'],
  ['entrypoint', ({ entrypoint }) => words(entrypoint)],
  ['command', ({ cmd }) => words(cmd)],
];

/** What changed of who the image runs as, what it exposes and what it starts. Without a user it runs as root. */
export function changeConfig(before: Measurement, after: Measurement): readonly ConfigChange[] {
  return FACTS.map(([fact, read]) => ({ fact, before: read(before.config), after: read(after.config) })).filter(
    (change) => change.before !== change.after,
  );
}

/** As JSON, which is how a Dockerfile writes a list of words. */
function words(list: readonly string[]): string {
  return list.length === 0 ? 'none' : JSON.stringify(list);
}
