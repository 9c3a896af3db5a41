import type { Comparison, ConditionResult, LayerChange } from '../compare/comparison.ts';
import { instructionOf } from '../compare/instruction.ts';
import { formatBytes, formatSignedBytes } from '../config/amount.ts';
import type { Detail } from './detail.ts';
import { codeBlock, codeCell, codeHtml, codeSpan, escapeHtml, escapeText, unbroken } from './escape.ts';
import { renderExplanation } from './explanation.ts';
import { changedLayers } from './layers.ts';
import { placeWords, sourceOf } from './place.ts';
import { isUnchanged, type Row } from './row.ts';
import { mark } from './verdict.ts';
import { foundWords, imageWords, isNews, unaffectedWords } from './words.ts';

/** Why each image weighs what it does now: conditions, notes and the layers that changed, folded per image, gravest first. */
export function renderWhy(rows: readonly Row[], platforms: number, detail: Detail): readonly string[] {
  if (!detail.why) return [];
  return rows
    .slice(0, detail.rows)
    .filter((row) => !isUnchanged(row))
    .flatMap((row) => renderImage(row, platforms, detail));
}

function renderImage({ comparison, verdict }: Row, platforms: number, detail: Detail): readonly string[] {
  const parts = [
    renderConditions(comparison),
    comparison.unaffected ? `- Not affected: ${unaffectedWords([comparison])}` : '',
    renderNotes(comparison, detail),
    renderLayers(comparison, detail),
    renderExplanation(comparison, detail),
  ].filter((part) => part !== '');
  if (parts.length === 0) return [];
  const summary = `<summary>${mark(verdict)} Why: ${codeHtml(imageWords(comparison, platforms), 100)}${layerSummary(comparison)}</summary>`;
  const open = verdict === 'error' ? ' open' : '';
  return [`<details${open}>${summary}\n\n${parts.join('\n\n')}\n\n</details>`];
}

function layerSummary(comparison: Comparison): string {
  const changed = changedLayers(comparison).length;
  const total = comparison.layers.length;
  return changed === 0 ? '' : `, ${changed} of ${total} ${total === 1 ? 'layer' : 'layers'} changed`;
}

function renderConditions({ conditions }: Comparison): string {
  return conditions
    .filter(isNews)
    .map(
      (condition) =>
        `- ${mark(condition.verdict)} ${condition.verdict} ${codeSpan(condition.text, 120)}${conditionReason(condition)}`,
    )
    .join('\n');
}

function conditionReason(condition: ConditionResult): string {
  const found = condition.verdict === 'skipped' ? '' : ` found ${escapeHtml(foundWords(condition))}`;
  const reason = condition.reason === undefined ? '' : `${found === '' ? '' : ','} ${escapeText(condition.reason)}`;
  return found === '' && reason === '' ? '' : `:${found}${reason}`;
}

function renderNotes({ notes }: Comparison, { longNotes }: Detail): string {
  return notes.map((note) => renderNote(note, longNotes)).join('\n\n');
}

function renderNote(note: string, long: boolean): string {
  const [first = '', ...rest] = note.trim().split(/\r?\n/);
  const start = `- ${escapeText(first)}`;
  return rest.length === 0 || !long ? start : `${start}\n\n${codeBlock(rest.join('\n'))}`;
}

function renderLayers(comparison: Comparison, { layers: limit }: Detail): string {
  const changed = changedLayers(comparison);
  if (changed.length === 0 || limit === 0) return '';
  const rows = changed.slice(0, limit).map(renderLayer);
  const hidden = changed.length - rows.length;
  const same = comparison.layers.length - changed.length;
  const rest = [...(hidden > 0 ? [`${hidden} more changed`] : []), ...(same > 0 ? [`${same} unchanged`] : [])];
  const foot = rest.length === 0 ? '' : `\n\n${rest.join(', ')}`;
  return `| layer | unpacked | download | by |\n| :--- | ---: | ---: | :--- |\n${rows.join('\n')}${foot}`;
}

function renderLayer(layer: LayerChange): string {
  const source = sourceOf(layer);
  const place = source === undefined ? '' : `${codeCell(placeWords(source))} `;
  const by = `${place}${codeCell(instructionOf(layer.createdBy), 160)}`;
  return `| ${layer.kind} | ${layerSize(layer, 'unpacked')} | ${layerSize(layer, 'download')} | ${by} |`;
}

function layerSize({ before, after }: LayerChange, metric: 'download' | 'unpacked'): string {
  const growth = (after?.[metric] ?? 0) - (before?.[metric] ?? 0);
  const change = `**${unbroken(formatSignedBytes(growth))}**`;
  if (before === null || after === null) return change;
  return `${unbroken(formatBytes(before[metric]))}&nbsp;→&nbsp;${unbroken(formatBytes(after[metric]))}<br>${change}`;
}
