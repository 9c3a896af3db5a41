import { type PackageParts, packageParts } from '../../model/package-url.ts';

/** What advice needs to know of a package; the name is in lower case, npm's with its scope. */
export type PackageName = Pick<PackageParts, 'type' | 'name'>;

/** Names are written into Dockerfile text that people copy: nothing but what package managers take. */
const NAME = /^[a-z0-9@_.][\w.+~@/-]{0,213}$/;

/** Type and name of a package URL; undefined for any other text, and for a name that no package manager takes. */
export function parsePurl(purl: string): PackageName | undefined {
  const parts = packageParts(purl);
  if (parts === undefined) return undefined;
  const scope = parts.type === 'npm' && parts.namespace.length > 0 ? `${parts.namespace.at(-1)}/` : '';
  const name = `${scope}${parts.name}`.toLowerCase();
  return NAME.test(name) ? { type: parts.type, name } : undefined;
}
