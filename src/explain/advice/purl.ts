import { decode } from '../../model/package-url.ts';

/** What advice needs to know of a package. */
export interface PackageName {
  /** `deb`, `apk`, `rpm`, `pypi`, `npm`, … */
  readonly type: string;
  /** Lower case; npm's with its scope. */
  readonly name: string;
}

const OPERATING_SYSTEM: ReadonlySet<string> = new Set(['deb', 'apk', 'rpm']);

/** Names are written into Dockerfile text that people copy: nothing but what package managers take. */
const NAME = /^[a-z0-9@_.][\w.+~@/-]{0,213}$/;

/** Type and name of a package URL (purl-spec); undefined for any other text. */
export function parsePurl(purl: string): PackageName | undefined {
  const [, type, path] = /^pkg:([a-z][a-z0-9.+-]*)\/([^@?#]+)/i.exec(purl) ?? [];
  if (type === undefined || path === undefined) return undefined;
  const parts = path.split('/').map(decode);
  const name = parts.at(-1) ?? '';
  const scope = type === 'npm' && parts.length > 1 ? `${parts.at(-2)}/` : '';
  const full = `${scope}${name}`.toLowerCase();
  return NAME.test(full) ? { type: type.toLowerCase(), name: full } : undefined;
}

/** Whether a package is of the distribution, not of a language. */
export function isSystemPackage({ type }: PackageName): boolean {
  return OPERATING_SYSTEM.has(type);
}
