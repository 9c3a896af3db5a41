import { instructionOf } from '../compare/instruction.ts';
import type { LayerVariation, Spread, Variation } from '../compare/variation.ts';
import { formatBytes, formatCount, formatExactBytes } from '../text/amount.ts';
import { cutMiddle, visibleLine } from '../text/escape.ts';
import { column, renderTerminalTable } from '../text/table.ts';
import { paint, type TerminalOptions } from '../text/terminal-text.ts';
import { sizeWords } from './words/words.ts';

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

/** What `check --repeat` prints for people: sizes, the layers that differ, and the tolerance to set; '' or with a final newline. */
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
    const own = config.spread === 0 ? '' : `, but for ${formatExactBytes(config.spread)} of timestamps in its config`;
    return `Every layer is the same in each build${own}.`;
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

/** Says what no tolerance mends: a layer that differs is pulled again, however little it differs. */
function newBytesWords({ growth }: Variation): string {
  if (growth.newBytes === 0) return '';
  return `A host with one build pulls ${formatBytes(growth.newBytes)} for the next, though nothing changed.`;
}

function noiseWords({ noise, image }: Variation): string {
  if (noise === null) return 'No tolerance is needed.';
  const name = cutMiddle(visibleLine(image), NAME_COLUMNS);
  return `The entry of ${name} in .github/image-size.yml can tolerate it:\n\n    noise: ${roundBytes(noise)}`;
}

/** A round number of bytes as the configuration takes it, without the decimals of a measured one. */
function roundBytes(bytes: number): string {
  return formatBytes(bytes).replace(/\.0+(?= )/, '');
}

/** What SOURCE_DATE_EPOCH was found to do, with the lines that set it; nothing is promised that was not measured. */
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
    'For the step of the workflow (any time will do, as long as it stays):\n',
    `    env:\n      SOURCE_DATE_EPOCH: ${value}`,
  ].join('\n');
}
