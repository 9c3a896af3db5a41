/** How a registry asks for authorization (RFC 9110, 11.6.1; distribution, "Token Authentication Specification"). */
export type Challenge =
  | { readonly scheme: 'basic' }
  | { readonly scheme: 'bearer'; readonly realm: string; readonly service?: string; readonly scope?: string };

const LONGEST = 8 * 1024;

/** Matches a parameter, or the scheme of the parameters that follow. */
const PART = /\s*(?:,\s*)*(?:([!#$%&'*+.^_`|~\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*))|([!#$%&'*+.^_`|~\w-]+))/y;

/** The challenge to answer in a WWW-Authenticate header: Bearer, else Basic, else undefined. Only the first 8 KiB are read. */
export function parseChallenge(header: string): Challenge | undefined {
  const found = readSchemes(header.slice(0, LONGEST));
  const bearer = found.find(({ scheme, params }) => scheme === 'bearer' && params.has('realm'))?.params;
  if (bearer === undefined) return found.some(({ scheme }) => scheme === 'basic') ? { scheme: 'basic' } : undefined;
  const [service, scope] = [bearer.get('service'), bearer.get('scope')];
  return {
    scheme: 'bearer',
    realm: bearer.get('realm') ?? '',
    ...(service !== undefined && { service }),
    ...(scope !== undefined && { scope }),
  };
}

interface Scheme {
  readonly scheme: string;
  readonly params: Map<string, string>;
}

function readSchemes(header: string): readonly Scheme[] {
  const schemes: Scheme[] = [];
  PART.lastIndex = 0;
  for (let part = PART.exec(header); part !== null; part = PART.exec(header)) {
    const [, name, quoted, token, scheme] = part;
    if (scheme !== undefined) schemes.push({ scheme: scheme.toLowerCase(), params: new Map() });
    else if (name !== undefined) {
      schemes.at(-1)?.params.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? token ?? '');
    }
  }
  return schemes;
}
