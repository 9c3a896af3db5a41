import type { Measurement } from '../model/measurement.ts';
import type { History, HistoryEntry, MeasurementRecord } from '../model/record.ts';
import { formatCount, percentOf } from '../text/amount.ts';
import { codeBlock, codeCell, codeSpan, escapeText, unbroken } from '../text/escape.ts';
import { column, renderMarkdownTable } from '../text/table.ts';
import { badgeSnippet, encodePath, shieldsUrl } from './badge-snippet.ts';
import { badgePath, trendPath } from './branch-files.ts';
import { folded } from './markdown/parts.ts';
import type { ShownMetric } from './svg/badge.ts';
import { changeWords, sizeWords } from './words/amounts.ts';
import { shortCommit } from './words/measured.ts';

/** One image on the page of the data branch. */
export interface PageImage {
  readonly name: string;
  readonly history: History;
  /** The last record of each platform. */
  readonly latest: readonly MeasurementRecord[];
}

/** The content of the page, and where its pictures are. */
export interface PageRequest {
  /** `owner/name` */
  readonly repository: string;
  /** The data branch, which holds the page. */
  readonly branch: string;
  readonly images: readonly PageImage[];
  /** Whether the server is a Gitea or Forgejo. */
  readonly isForge?: boolean;
  /** GITHUB_SERVER_URL; https://github.com where absent. */
  readonly serverUrl?: string;
}

const GITHUB = 'https://github.com';

/**
 * README.md of the data branch: each image's badge, last sizes, trend, and how to embed the badge. Its pictures are files beside it, so it
 * needs no service and works in a private repository. The same records give the same text.
 */
export function renderHistoryPage(request: PageRequest): string {
  const { repository, branch, images } = request;
  const named = images.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const intro = [
    '# Image sizes',
    `Recorded by [Image Size Gate](#about-this-branch) on the default branch of ${codeSpan(repository)}. Download: what a registry stores and a cold pull transfers (compressed). Unpacked: the files of all layers.`,
  ];
  const about = [
    '## About this branch',
    `Runs of Image Size Gate write everything here. ${codeSpan(branch)} holds no source and shares no history with the other branches. \`records/\` holds what pull requests are compared with, \`layers/\` the files of each layer, \`history/\` the trends, and \`badges/\` the badges.`,
    'You may delete this branch at any time. The next run on the default branch creates it again. Until then, pull requests build their base to compare with. The old trends are lost.',
  ];
  const sections = named.map((image) => renderImage(image, request));
  return `${[...intro, ...(named.length === 0 ? ['Nothing is recorded yet.'] : sections.flat()), ...about].join('\n\n')}\n`;
}

function renderImage(image: PageImage, request: PageRequest): readonly string[] {
  const { name, latest, history } = image;
  const sorted = latest.toSorted((a, b) => (a.measurement.platform < b.measurement.platform ? -1 : 1));
  const several = latest.length > 1;
  const badges = sorted.map((record) => renderBadge(name, record, several));
  const records = history.entries.length === 1 ? '1 record' : `${formatCount(history.entries.length)} records`;
  return [
    `## ${escapeText(name)}`,
    badges.join(' '),
    renderMarkdownTable({ columns: COLUMNS, rows: sorted.map((record) => recordCells(record, history, request)) }),
    picture(`trend of ${name}, ${records}`, trendPath(name)),
    renderEmbedding(name, request),
  ];
}

function renderBadge(image: string, { measurement }: MeasurementRecord, several: boolean): string {
  const { platform, download, estimated } = measurement;
  const path = badgePath(several ? { image, platform } : { image }, 'svg');
  return picture(`${image}${several ? ` ${platform}` : ''} download: ${sizeWords(download, estimated)}`, path);
}

const COLUMNS = [column('platform'), column('recorded'), column('download', 'right'), column('unpacked', 'right')];

function recordCells(record: MeasurementRecord, history: History, request: PageRequest): readonly string[] {
  const { commit, recordedAt, release, measurement } = record;
  const { repository, serverUrl = GITHUB } = request;
  const link = `[\`${shortCommit(commit)}\`](${serverUrl}/${encodePath(repository)}/commit/${encodePath(commit)})`;
  const tag = release === undefined ? '' : `<br>${codeCell(release, 40)}`;
  const earlier = history.entries.filter((entry) => isBefore(entry, record));
  return [
    codeCell(measurement.platform, 40),
    `${link}<br>${unbroken(recordedAt.slice(0, 10))}${tag}`,
    sizeCell(measurement, 'download', earlier),
    sizeCell(measurement, 'unpacked', earlier),
  ];
}

function isBefore(entry: HistoryEntry, { commit, recordedAt, measurement }: MeasurementRecord): boolean {
  return entry.platform === measurement.platform && entry.commit !== commit && entry.recordedAt <= recordedAt;
}

/** The size, its change since the previous record and, if that is a different one, since the last release. */
function sizeCell(measurement: Measurement, metric: ShownMetric, earlier: readonly HistoryEntry[]): string {
  const previous = earlier.at(-1);
  const release = earlier.findLast((entry) => entry.release !== undefined);
  const size = unbroken(sizeWords(measurement[metric], metric === 'download' && measurement.estimated));
  const since = (entry: HistoryEntry, name: string) => {
    const growth = measurement[metric] - entry[metric];
    return `<br>${unbroken(changeWords(growth, percentOf(growth, entry[metric])))} since ${codeCell(name, 40)}`;
  };
  return [
    `**${size}**`,
    previous === undefined ? '' : since(previous, previous.release ?? shortCommit(previous.commit)),
    release === undefined || release === previous ? '' : since(release, release.release ?? ''),
  ].join('');
}

function renderEmbedding(
  image: string,
  { repository, branch, serverUrl = GITHUB, isForge = false }: PageRequest,
): string {
  const request = { repository, branch, image, serverUrl, isForge };
  if (isForge) return folded('Embed the badge', codeBlock(badgeSnippet({ ...request, isPrivate: false }), 1, 2000));
  const shields =
    serverUrl === GITHUB
      ? ['With shields.io (public repositories only):', codeBlock(shieldsUrl(request), 1, 2000)]
      : [];
  const parts = [
    'In a public repository:',
    codeBlock(badgeSnippet({ ...request, isPrivate: false }), 1, 2000),
    'In a private repository, in a file of any branch (everyone who may read the repository sees it):',
    codeBlock(badgeSnippet({ ...request, isPrivate: true }), 1, 2000),
    ...shields,
  ];
  return folded('Embed the badge', parts.join('\n\n'));
}

/** A picture on this branch, by its path from the page. */
function picture(alt: string, path: string): string {
  return `![${escapeText(alt)}](${encodePath(path)})`;
}
