/** Variants that are the same machine as the name without them (containerd's platforms.Normalize). */
const IMPLIED_VARIANTS: Readonly<Record<string, string>> = { amd64: 'v1', arm64: 'v8', arm: 'v7' };

/** True where two `os/arch[/variant]` are one platform: `linux/arm64` is `linux/arm64/v8`, and no other variant is implied. */
export function samePlatform(a: string, b: string): boolean {
  return normalizePlatform(a) === normalizePlatform(b);
}

/** One spelling for all of one platform: a key. */
export function normalizePlatform(platform: string): string {
  const [os = '', architecture = '', variant = ''] = platform.split('/');
  return `${os}/${architecture}/${variant || (IMPLIED_VARIANTS[architecture] ?? '')}`;
}
