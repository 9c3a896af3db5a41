import type { Comparison, ConditionResult } from '../../model/comparison.ts';
import { formatSignedBytes } from '../../text/amount.ts';
import { codeBlock, codeHtml, codeSpan, escapeHtml, escapeText } from '../../text/escape.ts';
import { groupBy } from '../../text/group-by.ts';
import { reasonBesideDrift } from '../drift.ts';
import { isUnchanged, type Row } from '../image-rows.ts';
import { changedLayers } from '../layers.ts';
import { acceptanceWords } from '../words/acceptance.ts';
import { foundWords, isNews } from '../words/condition.ts';
import { imageWords, unaffectedWords } from '../words/images.ts';
import { mark } from '../words/verdict.ts';
import { renderCauses } from './causes.ts';
import type { Detail } from './detail.ts';
import { renderFacts } from './facts.ts';
import { folded, foldedAfter } from './parts.ts';

/** Images with a fold of their own. The others share one fold. */
const IN_SIGHT = 4;
/** Longest first line of a note that the table's cell shows in full. */
const CELL = 160;

/** Why each image has its size: conditions, notes and changed layers, one fold for each image, most severe first. */
export function renderWhy(rows: readonly Row[], platforms: number, detail: Detail): readonly string[] {
  if (!detail.why) return [];
  const changed = rows.slice(0, detail.rows).filter((row) => !isUnchanged(row));
  const images = [...groupBy(changed, ({ comparison }) => comparison.image).values()];
  const blocks = images.flatMap((group) => renderImage(group, platforms, detail));
  return foldedAfter(IN_SIGHT, blocks, (count) => `Why: ${count} more images`);
}

/** The most severe platform of an image in full. Of the other platforms only what differs. */
function renderImage(rows: readonly Row[], platforms: number, detail: Detail): readonly string[] {
  const [first, ...others] = rows;
  if (first === undefined) return [];
  const own = renderPlatform(first, detail);
  const same = others.filter((row) => isAlike(row, first));
  const different = others
    .filter((row) => !same.includes(row))
    .map((row) => titled(row, renderPlatform(row, detail).join('\n\n')));
  const parts = [...own, same.map(sameLine).join('\n'), ...different].filter((part) => part !== '');
  if (own.length === 0 && !others.some((row) => renderPlatform(row, detail).length > 0)) return [];
  const { comparison, verdict } = first;
  const name = rows.length > 1 ? comparison.image : imageWords(comparison, platforms);
  const of = rows.length > 1 && comparison.platform !== '' ? ` (${codeHtml(comparison.platform, 40)})` : '';
  const summary = `${mark(verdict)} Why: ${codeHtml(name, 100)}${of}${layerSummary(comparison)}`;
  return [folded(summary, parts.join('\n\n'), { open: rows.some((row) => row.verdict === 'error') })];
}

function renderPlatform({ comparison, ...row }: Row, detail: Detail): readonly string[] {
  const facts = [
    ...acceptanceLine(comparison),
    ...conditionLines({ comparison, ...row }),
    ...(comparison.unaffected ? [`- Not affected: ${unaffectedWords([comparison])}`] : []),
  ];
  const parts = [
    facts.join('\n'),
    renderNotes({ comparison, ...row }, detail),
    renderCauses(comparison, detail),
    renderFacts(comparison, detail),
  ];
  return parts.filter((part) => part !== '');
}

/** True where the same layers changed and conditions and notes are the same. One of the two platforms is then enough. */
function isAlike(a: Row, b: Row): boolean {
  const of = ({ comparison, verdict }: Row) =>
    JSON.stringify([
      verdict,
      comparison.conditions.filter(isNews).map(({ text, verdict }) => [text, verdict]),
      comparison.notes,
      comparison.acceptance,
      changedLayers(comparison)
        .map(({ kind, createdBy }) => `${kind} ${createdBy}`)
        .toSorted(),
    ]);
  return changedLayers(a.comparison).length > 0 && of(a) === of(b);
}

function sameLine({ comparison: { platform, growth } }: Row): string {
  return `- ${codeSpan(platform, 40)}: the same layers changed, **${formatSignedBytes(growth.unpacked ?? 0)}** unpacked`;
}

function titled({ comparison: { platform } }: Row, body: string): string {
  return body === '' ? '' : `**${codeSpan(platform || 'no platform', 40)}**\n\n${body}`;
}

function layerSummary(comparison: Comparison): string {
  const changed = changedLayers(comparison).length;
  const total = comparison.layers.length;
  return changed === 0 ? '' : `, ${changed} of ${total} ${total === 1 ? 'layer' : 'layers'} changed`;
}

function acceptanceLine(comparison: Comparison): readonly string[] {
  const words = acceptanceWords(comparison, {
    person: (login) => escapeText(login, 60),
    name: (name) => codeSpan(name, 60),
    time: (text) => escapeText(text, 40),
  });
  return words === '' ? [] : [`- ${mark('accepted')} accepted ${words}`];
}

/** All conditions with news. A single one is left out where the table shows it with its number. */
function conditionLines({ comparison, decisive }: Row): readonly string[] {
  const news = comparison.conditions.filter(isNews);
  const [only, ...rest] = news;
  const isInTable = only === decisive[0] && only?.reason === undefined && rest.length === 0;
  return isInTable ? [] : news.map((condition) => conditionLine(condition, comparison));
}

function conditionLine(condition: ConditionResult, comparison: Comparison): string {
  const { verdict, text } = condition;
  return `- ${mark(verdict)} ${verdict} ${codeSpan(text, 120)}${conditionReason(condition, comparison)}`;
}

function conditionReason(condition: ConditionResult, comparison: Comparison): string {
  const found = condition.verdict === 'skipped' ? '' : ` found ${escapeHtml(foundWords(condition, comparison))}`;
  const known = reasonBesideDrift(condition, comparison);
  const reason = known === undefined ? '' : `${found === '' ? '' : ','} ${escapeText(known)}`;
  return found === '' && reason === '' ? '' : `:${found}${reason}`;
}

/** The table already shows the first line of an error. */
function renderNotes({ comparison, verdict, decisive }: Row, { longNotes }: Detail): string {
  const [first = '', ...others] = comparison.notes;
  const { line, rest } = linesOf(first);
  const isInTable = verdict === 'error' && decisive.length === 0 && line.length <= CELL;
  const notes = (isInTable ? others : comparison.notes).map((note) => renderNote(note, longNotes));
  const log = isInTable && longNotes && rest !== '' ? [codeBlock(rest)] : [];
  return [...log, ...notes].join('\n');
}

function renderNote(note: string, long: boolean): string {
  const { line, rest } = linesOf(note);
  const start = `- ${escapeText(line)}`;
  return rest === '' || !long ? start : `${start}\n\n${codeBlock(rest)}\n`;
}

/** The first line says what happened. The rest is the end of a log. */
function linesOf(note: string): { readonly line: string; readonly rest: string } {
  const [line = '', ...rest] = note.trim().split(/\r?\n/);
  return { line, rest: rest.join('\n') };
}
