import { formatPackageUrl } from '../../model/package-url.ts';

/** The last directory of packages in a path, and the name of the package, with its scope if it has one. */
const MODULE = /^(.*\/)?node_modules\/((?:@[^/]+\/)?[^/@.][^/]*)\//s;
/** pnpm and Bun keep a package at `.pnpm/NAME@VERSION/node_modules/NAME`, with `+` for the slash of a scope, and peers behind the version. */
const STORE = /(?:^|\/)\.(?:pnpm|bun)\/([^/]+)\/$/;
/** Characters of a package URL. npm's longest name and a version stay below 500. */
const LONGEST = 500;

/**
 * The package URL of the npm package that a source is of: `webpack://app/./node_modules/@scope/name/index.js`. '' for a source of the application. A
 * version is known only where the path has it.
 */
export function originOf(source: string): string {
  const [, above = '', name] = MODULE.exec(source.replaceAll('\\', '/')) ?? [];
  if (name === undefined) return '';
  const slash = name.startsWith('@') ? name.indexOf('/') : -1;
  const url = formatPackageUrl({
    type: 'npm',
    namespace: name.slice(0, Math.max(slash, 0)),
    name: name.slice(slash + 1),
    version: storedVersion(above, name),
  });
  return url === undefined || url.length > LONGEST ? '' : url;
}

function storedVersion(above: string, name: string): string | undefined {
  const [, stored = ''] = STORE.exec(above) ?? [];
  const prefix = `${name.replace('/', '+')}@`;
  return stored.startsWith(prefix) ? /^[^_(+]+/.exec(stored.slice(prefix.length))?.[0] : undefined;
}
