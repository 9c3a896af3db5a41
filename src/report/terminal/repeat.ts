import type { LayerVariation, Spread, Variation } from '../../compare/variation.ts';
import { formatBytes, formatCount, formatExactBytes } from '../../text/amount.ts';
import { cutMiddle, visibleLine } from '../../text/escape.ts';
import { instructionOf } from '../../text/instruction.ts';
import { column, renderTerminalTable } from '../../text/table.ts';
import { paint, type TerminalOptions } from '../../text/terminal-text.ts';
import { sizeWords } from '../words/amounts.ts';

/** An image that could not be built, and why. */
export interface NotBuilt {
  readonly image: string;
  readonly reason: string;
}

const SIZES = [
  column(''),
  column('least', 'right'),
  column('most', 'right'),
  column('spread', 'right'),
  column('as growth', 'right'),
];
const LAYERS = [
  column('layer', 'right'),
  column('unpacked', 'right'),
  column('download', 'right'),
  column('differs in'),
  column('by'),
];
const DIFFERS: Readonly<Record<LayerVariation['differs'], string>> = {
  content: 'content',
  metadata: 'times or modes only',
  compression: 'compression only',
};
const NAME_COLUMNS = 100;
const PATH_COLUMNS = 160;

/** What `check --repeat` prints: sizes, layers that differ, and the tolerance to set. Ends with a newline unless it is ''. */
export function renderVariations(variations: readonly Variation[], options: TerminalOptions): string {
  return variations.map((variation) => `${renderVariation(variation, options)}\n`).join('\n');
}

/** `check --repeat --json`. */
export function renderVariationsJson(variations: readonly Variation[], failures: readonly NotBuilt[]): string {
  return `${JSON.stringify({ schemaVersion: 1, variations, failures }, null, 2)}\n`;
}

function renderVariation(variation: Variation, options: TerminalOptions): string {
  const { image, platform, builds } = variation;
  const name = paint(cutMiddle(visibleLine(image), NAME_COLUMNS), 1, options.colour);
  const parts = [
    `${name} ${visibleLine(platform)}: ${builds} builds without cache`,
    renderSizes(variation, options),
    renderLayers(variation, options),
    newBytesWords(variation),
    noiseWords(variation),
    epochWords(variation),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function renderSizes({ download, unpacked, growth, estimated }: Variation, options: TerminalOptions): string {
  const row = (name: string, { min, max, spread }: Spread, change: number, about: boolean) => [
    name,
    sizeWords(min, about),
    sizeWords(max, about),
    formatExactBytes(spread),
    formatExactBytes(change),
  ];
  const rows = [
    row('unpacked', unpacked, growth.unpacked, false),
    row('download', download, growth.download, estimated),
  ];
  return renderTerminalTable({ columns: SIZES, rows }, options);
}

function renderLayers({ layers, layerCount, config }: Variation, options: TerminalOptions): string {
  if (layers.length === 0) {
    const own =
      config.spread === 0 ? '' : ` Only timestamps in the config differ, by ${formatExactBytes(config.spread)}.`;
    return `Every layer is the same in each build.${own}`;
  }
  const rows = layers.map(({ position, createdBy, differs, download, unpacked }) => [
    `${position}/${layerCount}`,
    formatExactBytes(unpacked.spread),
    formatExactBytes(download.spread),
    DIFFERS[differs],
    instructionOf(createdBy) || '-',
  ]);
  const paths = layers.flatMap(renderPaths);
  const table = renderTerminalTable({ columns: LAYERS, rows }, options);
  return paths.length === 0 ? table : `${table}\n\nFiles that differ:\n${paths.join('\n')}`;
}

function renderPaths({ position, paths, morePaths }: LayerVariation): readonly string[] {
  const lines = paths.map(({ path, min, max, spread }) => {
    const sizes = spread === 0 ? `${formatBytes(max)} each time` : `${formatBytes(min)} to ${formatBytes(max)}`;
    return `  layer ${position}  ${cutMiddle(visibleLine(path), PATH_COLUMNS)}  ${sizes}`;
  });
  return morePaths === 0 ? lines : [...lines, `  layer ${position}  … ${formatCount(morePaths)} more`];
}

/** No tolerance helps here: a layer that differs is pulled again, however small the difference. */
function newBytesWords({ growth }: Variation): string {
  if (growth.newBytes === 0) return '';
  return `A host with one build pulls ${formatBytes(growth.newBytes)} for the next one, although nothing changed.`;
}

function noiseWords({ noise, image }: Variation): string {
  if (noise === null) return 'No tolerance is needed.';
  const name = cutMiddle(visibleLine(image), NAME_COLUMNS);
  return `To tolerate it, add this to the entry of ${name} in .github/image-size.yml:\n\n    noise: ${roundBytes(noise)}`;
}

/** A round number of bytes for the configuration, without the decimals of a measured one. */
function roundBytes(bytes: number): string {
  return formatBytes(bytes).replace(/\.0+(?= )/, '');
}

/** What SOURCE_DATE_EPOCH changed, and the lines that set it. It says only what was measured. */
function epochWords({ epoch, growth, layers }: Variation): string {
  if (epoch === undefined) return '';
  const { value, builds, remaining, helps } = epoch;
  if (!helps) return `SOURCE_DATE_EPOCH does not help: ${builds} builds with it still differ.`;
  const differ =
    remaining === 0 ? 'are the same in every layer' : `differ in ${remaining} of these ${layers.length} layers`;
  const of = (found: Variation['growth']) =>
    `${formatExactBytes(found.unpacked)} unpacked and ${formatBytes(found.newBytes)} to pull again`;
  return [
    `With SOURCE_DATE_EPOCH set, ${builds} builds ${differ}: ${of(epoch.growth)}; without it ${of(growth)}.`,
    'Set it in the step of the workflow. Any time works, as long as it stays the same:\n',
    `    env:\n      SOURCE_DATE_EPOCH: ${value}`,
  ].join('\n');
}
