import type { RepositoryTag, TagHistory } from '../../model/timeline/tags.ts';
import type { Timeline } from '../../model/timeline/timeline.ts';
import { formatBytes, formatCount, formatSignedBytes } from '../../text/amount.ts';
import { codeCell, codeSpan, cutMiddle, escapeText, visibleLine } from '../../text/escape.ts';
import { column, renderMarkdownTable, renderTerminalTable, type Table } from '../../text/table.ts';
import type { TerminalOptions } from '../../text/terminal-text.ts';
import { renderCauses } from '../markdown/causes.ts';
import { EVERYTHING } from '../markdown/detail.ts';
import { sparkline } from '../svg/trend-line.ts';
import { explanationLines } from '../terminal/explanation.ts';
import { csvText } from './csv.ts';
import { renderTimelineSvg } from './picture.ts';
import { dayOf } from './words.ts';

const COLUMNS = [
  column('tag'),
  column('platform'),
  column('download', 'right'),
  column('growth', 'right'),
  column('new bytes', 'right'),
  column('shared', 'right'),
  column('created'),
];
const HEAD = ['tag', 'digest', 'created', 'platform', 'download', 'growth', 'new bytes', 'layers', 'shared'];
const MOST_LOST = 10;

/** Which detail of the layers the Markdown form shows. */
const DETAIL = { ...EVERYTHING, exactBytes: false, layers: 5, packages: 6, files: 3 };

/** The sizes of a repository's tags for a terminal. */
export function renderTagsTerminal(history: TagHistory, options: TerminalOptions): string {
  const jumps = history.jumps.map(({ before, after, comparison }) =>
    [`${safe(before)} → ${safe(after)} (${comparison.platform})`, ...explanationLines(comparison, options)].join('\n'),
  );
  const parts = [
    summaryWords(history, safe),
    ...sparks(history).map(({ platform, line }) => `${platform}: ${line}`),
    renderTerminalTable(tableOf(history, safe), options),
    ...jumps,
    [...lostLines(history, safe), ...history.notes, trafficWords(history)].join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** The same as GitHub Markdown. */
export function renderTagsMarkdown(history: TagHistory): string {
  const code = (text: string) => codeSpan(text, 120);
  const jumps = history.jumps.map(({ before, after, comparison }) =>
    [`### ${code(before)} → ${code(after)} (${comparison.platform})`, renderCauses(comparison, DETAIL)].join('\n\n'),
  );
  const parts = [
    '## Sizes of the tags',
    summaryWords(history, code),
    ...sparks(history).map(({ platform, line }) => `${platform}: \`${line}\``),
    renderMarkdownTable(tableOf(history, (text) => codeCell(text, 80))),
    ...jumps,
    [...lostLines(history, (text) => escapeText(text, 200)), ...history.notes, trafficWords(history)]
      .map((line) => `- ${line}`)
      .join('\n'),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** The same as CSV (RFC 4180): a line for each tag and platform. */
export function renderTagsCsv({ tags }: TagHistory): string {
  const rows = tags.flatMap(({ tag, created, images }) =>
    images.map(({ platform, digest, download, growth, newBytes, layers, shared }) => [
      tag,
      digest,
      created,
      platform,
      download,
      growth,
      newBytes,
      layers,
      shared,
    ]),
  );
  return csvText([HEAD, ...rows]);
}

/** The download size over time as SVG, of one platform: the first where none is named. @returns undefined where no tag has a time */
export function renderTagsSvg(history: TagHistory, platform?: string): string | undefined {
  const chosen = platform ?? history.tags[0]?.images[0]?.platform ?? '';
  const points = history.tags.flatMap(({ tag, created, images }) => {
    const image = images.find((each) => each.platform === chosen);
    if (image === undefined || created === null) return [];
    const { download } = image;
    return { commit: '', time: created, author: '', subject: tag, download, unpacked: download, base: null };
  });
  if (points.length === 0) return undefined;
  const sorted = points.toSorted((a, b) => (a.time < b.time ? -1 : 1));
  const timeline: Timeline = { ...NOTHING, image: history.repository, platform: chosen, points: sorted };
  return renderTimelineSvg(timeline);
}

const NOTHING = {
  metric: 'download',
  noise: 0,
  every: 1,
  affected: 0,
  weighed: 0,
  left: 0,
  gaps: [],
  steps: [],
  forecasts: [],
  notes: [],
} as const;

/** Download sizes of each platform as a spark line, in the order of the tags. */
export function sparks({ tags }: TagHistory): readonly { readonly platform: string; readonly line: string }[] {
  const platforms = [...new Set(tags.flatMap(({ images }) => images.map(({ platform }) => platform)))];
  return platforms.flatMap((platform) => {
    const sizes = tags.flatMap(({ images }) => images.filter((each) => each.platform === platform));
    const [first, last] = [sizes[0]?.download ?? 0, sizes.at(-1)?.download ?? 0];
    if (sizes.length < 2) return [];
    const words = `${formatBytes(first)} → ${formatBytes(last)} (${first === last ? 'unchanged' : formatSignedBytes(last - first)})`;
    return [{ platform, line: `${sparkline(sizes.map(({ download }) => download))} ${words}` }];
  });
}

/** `docker.io/library/debian: 20 of 132 tags, by version`. The name is hostile. */
export function summaryWords({ repository, tags, listed, order }: TagHistory, name: (text: string) => string): string {
  const by = order === 'version' ? 'version' : 'time of their configs';
  return `${name(repository)}: ${formatCount(tags.length)} of ${formatCount(listed)} tags, by ${by}`;
}

/** What was asked of the registry. */
export function trafficWords({ requests, bytes }: TagHistory): string {
  return `${formatCount(requests)} requests, ${formatBytes(bytes)} read.`;
}

/** A row for each tag and platform. */
export function tableOf({ tags }: TagHistory, name: (text: string) => string): Table {
  return { columns: COLUMNS, rows: tags.flatMap((tag) => rowsOf(tag, name)) };
}

function rowsOf({ tag, created, images }: RepositoryTag, name: (text: string) => string): readonly string[][] {
  return images.map(({ platform, download, growth, newBytes, layers, shared }) => [
    name(tag),
    platform,
    formatBytes(download),
    growth === null ? '-' : growth === 0 ? '0 B' : formatSignedBytes(growth),
    newBytes === null ? '-' : formatBytes(newBytes),
    shared === null ? `${layers} layers` : `${shared} of ${layers}`,
    created === null ? '-' : dayOf(created),
  ]);
}

function lostLines({ lost }: TagHistory, safeText: (text: string) => string): readonly string[] {
  const lines = lost.slice(0, MOST_LOST).map(({ tag, reason }) => `Not read: ${safeText(tag)}: ${safeText(reason)}`);
  return lost.length > MOST_LOST ? [...lines, `… and ${lost.length - MOST_LOST} more`] : lines;
}

function safe(text: string): string {
  return cutMiddle(visibleLine(text), 120);
}
