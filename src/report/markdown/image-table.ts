import { isFailing } from '../../compare/checks.ts';
import { decidingChecks } from '../../compare/deciding.ts';
import type { CheckChange, Comparison } from '../../model/comparison.ts';
import { formatBytes, formatSignedBytes } from '../../text/amount.ts';
import { codeCell, codeSpan, escapeText, unbroken } from '../../text/escape.ts';
import { groupBy } from '../../text/group-by.ts';
import { column, renderMarkdownTable } from '../../text/table.ts';
import { hasNoise, isUnchanged, type Row, type SizeChange } from '../image-rows.ts';
import { changeWords } from '../words/amounts.ts';
import { foundWords } from '../words/condition.ts';
import { unaffectedWords } from '../words/images.ts';
import { mark, verdictCounts } from '../words/verdict.ts';
import type { Detail } from './detail.ts';
import { exactSize, folded } from './parts.ts';

/** Most unchanged images named in one line. More are folded. */
const NAMED_IN_LINE = 8;
/** Rows in sight: at least so many, and at most so many of verdicts other than pass. The others are folded. */
const IN_SIGHT = 12;
const MOST_IN_SIGHT = 30;

/** The table of images and platforms, most severe first. Below it, a line each for images within noise, unchanged and unaffected. `platforms` are those of the whole report. */
export function renderTable(rows: readonly Row[], platforms: readonly string[], detail: Detail): string {
  const same = rows.filter(isUnchanged);
  const unaffected = same.filter(({ comparison }) => comparison.unaffected);
  const built = same.filter(({ comparison }) => !comparison.unaffected);
  const [noisy, unchanged] = [built.filter(hasNoise), built.filter((row) => !hasNoise(row))];
  const changed = rows.filter((row) => !isUnchanged(row));
  const several = platforms.length > 1;
  return [
    ...renderRows(changed, several, detail),
    ...(noisy.length === 0 ? [] : [renderFolded(noisy, 'within noise', several, detail)]),
    ...(unchanged.length === 0 ? [] : [renderFolded(unchanged, 'unchanged', several, detail)]),
    ...(unaffected.length === 0 ? [] : [renderFolded(unaffected, notAffected(unaffected), several, detail)]),
  ].join('\n\n');
}

/** The most severe rows in sight, the others in a fold of the same form. */
function renderRows(rows: readonly Row[], several: boolean, detail: Detail): readonly string[] {
  const shown = rows.slice(0, detail.rows);
  const severe = shown.filter(({ verdict }) => verdict !== 'pass').length;
  const inSight = Math.min(MOST_IN_SIGHT, Math.max(IN_SIGHT, severe));
  const more = shown.slice(inSight);
  const hidden = rows.length - shown.length;
  return [
    ...(shown.length === 0 ? [] : [tableOf(shown.slice(0, inSight), several, detail)]),
    ...(more.length === 0
      ? []
      : [folded(`${more.length} more rows: ${verdictCounts(more)}`, tableOf(more, several, detail))]),
    ...(hidden === 0 ? [] : [`… and ${hidden} more ${hidden === 1 ? 'row' : 'rows'}`]),
  ];
}

function tableOf(rows: readonly Row[], several: boolean, detail: Detail): string {
  const images = [...groupBy(rows, ({ comparison }) => comparison.image).values()];
  const columns = [
    column('image'),
    ...(several ? [column('platform')] : []),
    column('download', 'right'),
    column('unpacked', 'right'),
    column('new&nbsp;bytes', 'right'),
    column('verdict'),
  ];
  return renderMarkdownTable({
    columns,
    rows: images.flatMap((group) => group.map((row, at) => rowCells(row, group[at - 1], several, detail))),
  });
}

/** An image and its reason are named once, in the first of its rows. `above` is the row above of the same image. */
function rowCells(row: Row, above: Row | undefined, several: boolean, detail: Detail): readonly string[] {
  const { comparison, verdict, newBytes } = row;
  const { image, platform } = comparison;
  const reason = reasonOf(row);
  return [
    above === undefined ? codeCell(image, 60) : '',
    ...(several ? [platform === '' ? '–' : codeCell(platform, 40)] : []),
    sizeCell(row.download, detail),
    sizeCell(row.unpacked, detail),
    newBytes === null ? '–' : exactSize(newBytes, detail),
    `${mark(verdict)}&nbsp;${verdict}${reason === (above && reasonOf(above)) ? '' : reason}`,
  ];
}

/** `23.1 MB → 277 MB` above the change in bold. A single size where there is nothing to compare. */
function sizeCell({ before, after, growth, percent, estimated, noise }: SizeChange, detail: Detail): string {
  const about = estimated ? '≈&nbsp;' : '';
  if (before === null && after === null) return '–';
  const head = after === null ? '–' : `${about}${exactSize(after, detail)}`;
  if (before === null) return head;
  if (growth === 0 && before === after) return `${head}<br>unchanged`;
  const words = growth === null ? '' : unbroken(changeWords(growth, percent));
  const change = words === '' ? '' : `<br>${noise ? `${words}<br>within&nbsp;noise` : `**${words}**`}`;
  return `${about}${exactSize(before, detail)}&nbsp;→&nbsp;${head}${change}`;
}

function reasonOf(row: Row): string {
  return `${acceptedCell(row.comparison)}${reasonCell(row)}`;
}

function acceptedCell({ acceptance }: Comparison): string {
  return acceptance === undefined ? '' : ` by ${escapeText(acceptance.by, 60)}`;
}

/** What decided: the condition as the user wrote it, with its number where no column shows it. For an error, its reason. */
function reasonCell({ decisive, comparison, verdict }: Row): string {
  const [condition, ...rest] = decisive;
  if (condition !== undefined) {
    const more = rest.length === 0 ? '' : ` and&nbsp;${rest.length}&nbsp;more`;
    const found = condition.clauses.every(({ growth }) => growth)
      ? ''
      : `: ${unbroken(foundWords(condition, comparison))}`;
    return `<br>${codeCell(condition.text, 80)}${found}${more}`;
  }
  const checks = decidingChecks(comparison);
  if (checks.length > 0) return `<br>${checksCell(checks)}`;
  const [note] = comparison.notes;
  return note === undefined || verdict !== 'error' ? '' : `<br>${escapeText(firstLine(note), 160)}`;
}

/** Checks that are no longer verified are named here. Failing ones are named above the table. */
function checksCell(checks: readonly CheckChange[]): string {
  const failing = checks.filter(isFailing).length;
  if (failing > 0) return failing === 1 ? 'a check failed' : `${failing} checks failed`;
  const [first, ...others] = checks;
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return `check ${codeCell(first?.check ?? '', 80)} not verified${more}`;
}

function notAffected(rows: readonly Row[]): string {
  return `not affected (${unaffectedWords(rows.map(({ comparison }) => comparison))})`;
}

/** Images without news, each named once with its sizes. */
function renderFolded(rows: readonly Row[], how: string, several: boolean, { unchangedNames }: Detail): string {
  const images = [...groupBy(rows, ({ comparison }) => comparison.image)];
  const platforms = new Set(rows.map(({ comparison }) => comparison.platform)).size;
  const on = several && platforms > 1 ? ` on ${platforms} platforms` : '';
  const start = `${mark('pass')} pass: ${images.length} ${images.length === 1 ? 'image' : 'images'}${on} ${how}`;
  if (!unchangedNames) return start;
  const names = images.map(([image, group]) => {
    const sizes = group.map(({ comparison: { platform }, unpacked }) => {
      return `${several && platform !== '' ? ` ${codeSpan(platform, 40)}` : ''}${foldedSize(unpacked)}`;
    });
    return `${codeSpan(image, 60)}${sizes.join(',')}`;
  });
  const separator = names.some((name) => name.includes(',')) ? '; ' : ', ';
  if (names.length <= NAMED_IN_LINE) return `${start}: ${names.join(separator)} unpacked`;
  return folded(start, `${names.join(separator)} (unpacked)`);
}

/** The size and its change. Growth within noise is shown too, so that slow growth can be seen. */
function foldedSize({ after, growth }: SizeChange): string {
  if (after === null) return '';
  return growth === null || growth === 0
    ? ` ${formatBytes(after)}`
    : ` ${formatBytes(after)} (${formatSignedBytes(growth)})`;
}

function firstLine(text: string): string {
  return text.trim().split(/\r?\n/, 1)[0] ?? '';
}
