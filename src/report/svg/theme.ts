/** `auto` follows the reader's prefers-color-scheme, which GitHub's pages pass on to an image. */
export type Theme = 'light' | 'dark' | 'auto';

interface Tones {
  readonly back: string;
  readonly ink: string;
  readonly soft: string;
  readonly grid: string;
  readonly lines: readonly string[];
}

/** The picture has its own background, so it is legible even where page and setting disagree. */
const LIGHT: Tones = {
  back: '#ffffff',
  ink: '#1f2328',
  soft: '#59636e',
  grid: '#d8dee4',
  lines: ['#0b66b2', '#b35900', '#7d4bd1', '#00765a'],
};
const DARK: Tones = {
  back: '#0d1117',
  ink: '#f0f6fc',
  soft: '#9aa4af',
  grid: '#2d333b',
  lines: ['#58a6ff', '#f0a04b', '#c297ff', '#3fbf9b'],
};

/** Dashes of the lines, so that they differ in print and for colour-blind readers. The first is solid. */
export const DASHES = ['none', '8 4', '2 3', '9 3 2 3'] as const;

/** Content of the picture's style element. */
export function themeStyle(theme: Theme): string {
  const font = 'text{font:11px system-ui,-apple-system,"Segoe UI","DejaVu Sans",sans-serif}';
  const fixed = `${font}.title{font-weight:600;font-size:13px}.line,.gap{fill:none;stroke-width:1.8;stroke-linejoin:round}.gap{stroke-width:1;opacity:.45}.halo{paint-order:stroke;stroke-width:3px;stroke-linejoin:round}`;
  if (theme !== 'auto') return fixed + toneRules(theme === 'dark' ? DARK : LIGHT);
  return `${fixed}${toneRules(LIGHT)}@media (prefers-color-scheme:dark){${toneRules(DARK)}}`;
}

function toneRules({ back, ink, soft, grid, lines }: Tones): string {
  const own = lines.map((tone, at) => `.s${at}{stroke:${tone}}.f${at}{fill:${tone}}`).join('');
  return `.back{fill:${back}}.halo{stroke:${back}}.ink{fill:${ink}}.soft{fill:${soft}}.grid{stroke:${grid}}.mark{stroke:${soft}}${own}`;
}
