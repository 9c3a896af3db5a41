/** Variants that are the same machine as the name without them (containerd's platforms.Normalize). */
const IMPLIED_VARIANTS: Readonly<Record<string, string>> = { amd64: 'v1', arm64: 'v8', arm: 'v7' };

interface OnPlatform {
  readonly platform: string;
}

/** Baseline and head of one platform; either may be missing, not both. */
export interface PlatformPair<T> {
  readonly base?: T;
  readonly head?: T;
}

/** True where two `os/arch[/variant]` are one platform: `linux/arm64` is `linux/arm64/v8`, and no other variant is implied. */
export function samePlatform(a: string, b: string): boolean {
  return normalizePlatform(a) === normalizePlatform(b);
}

/**
 * Pairs what was measured of one image by platform, head order first, then what only the baseline has. One against one is
 * always a pair: where their platforms differ, compareImage says so, which tells more than one new and one removed.
 */
export function pairPlatforms<T extends OnPlatform>(base: readonly T[], head: readonly T[]): PlatformPair<T>[] {
  const [onlyBase, onlyHead] = [base[0], head[0]];
  if (base.length === 1 && head.length === 1 && onlyBase && onlyHead) return [{ base: onlyBase, head: onlyHead }];
  const rest = [...base];
  const pairs = head.map((each): PlatformPair<T> => {
    const found = rest.findIndex(({ platform }) => samePlatform(platform, each.platform));
    const [partner] = found < 0 ? [] : rest.splice(found, 1);
    return partner === undefined ? { head: each } : { base: partner, head: each };
  });
  return [...pairs, ...rest.map((each) => ({ base: each }))];
}

function normalizePlatform(platform: string): string {
  const [os = '', architecture = '', variant = ''] = platform.split('/');
  return `${os}/${architecture}/${variant || (IMPLIED_VARIANTS[architecture] ?? '')}`;
}
