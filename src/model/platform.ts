/** Variants that a name without a variant means (containerd's platforms.Normalize). */
const IMPLIED_VARIANTS: Readonly<Record<string, string>> = { amd64: 'v1', arm64: 'v8', arm: 'v7' };

/** True where two `os/arch[/variant]` are one platform: `linux/arm64` is `linux/arm64/v8`. */
export function samePlatform(a: string, b: string): boolean {
  return normalizePlatform(a) === normalizePlatform(b);
}

/** The same spelling for every spelling of one platform. */
export function normalizePlatform(platform: string): string {
  const [os = '', architecture = '', variant = ''] = platform.split('/');
  return `${os}/${architecture}/${variant || (IMPLIED_VARIANTS[architecture] ?? '')}`;
}
