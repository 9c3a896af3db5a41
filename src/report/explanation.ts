import type { Comparison } from '../compare/comparison.ts';
import { changeConfig } from '../compare/config-changes.ts';
import { familiarName } from '../compare/drift.ts';
import { type Explanation, type FileLine, fileGrowth, type LayerAccount } from '../compare/explanation.ts';
import { instructionOf } from '../compare/instruction.ts';
import { formatBytes, formatSignedBytes } from '../config/amount.ts';
import { type AccountRow, accountRows, sourceWords } from './account.ts';
import type { Detail } from './detail.ts';
import { codeCell, codeSpan, escapeHtml, escapeText, unbroken } from './escape.ts';
import { pullWords } from './pull-cost.ts';

/** Layers that are taken apart, and names of each kind in a line of one. */
const LAYERS = 5;
const NAMES = 4;
const MOVED = 3;

/**
 * Why an image weighs what it does now, as Markdown, from the whole to the file: base image and own part, packages and directories, the layers
 * with what is in each, files, what moved, how the image runs, and what a pull costs. Parts that say nothing are left out.
 */
export function renderExplanation(comparison: Comparison, detail: Detail): string {
  const { explanation } = comparison;
  const parts = [
    splitWords(comparison, familiarCode),
    ...(explanation === undefined
      ? []
      : [
          renderAccount(explanation, detail),
          renderLayers(explanation, detail),
          renderFiles(explanation, detail),
          renderMoved(explanation, detail),
        ]),
    renderConfig(comparison),
    listItem(pullWords(comparison)),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** How much of the growth is the base image's; '' where nobody knows, and where a line about drift says it. `nameOf` makes names safe. */
export function splitWords({ split, drift }: Comparison, nameOf: (image: string) => string): string {
  if (split === undefined || drift !== undefined) return '';
  const { before, after, inherited, own } = split;
  if (inherited.unpacked === 0 && own.unpacked === 0 && before.image === after.image) return '';
  const names = before.image === after.image ? [after.image] : [before.image, after.image];
  const base = names.map((name) => nameOf(familiarName(name))).join(' → ');
  const of = (growth: number | null) => formatSignedBytes(growth ?? 0);
  return `- Base image ${base}: ${of(inherited.unpacked)} unpacked inherited, ${of(own.unpacked)} yours`;
}

function familiarCode(image: string): string {
  return codeSpan(image, 100);
}

function renderAccount(explanation: Explanation, { packages }: Detail): string {
  if (packages === 0) return '';
  const rows = accountRows(explanation, packages);
  if (rows.length === 0) return '';
  const lines = rows.map((row) => `| ${signed(row.change)} | ${subjectCell(row)} | ${escapeText(row.became, 120)} |`);
  const total = `| **${signed(explanation.total)}** | **in all** | |`;
  return ['| change | what | became |', '| ---: | :--- | :--- |', ...lines, total].join('\n');
}

function subjectCell({ about, name }: AccountRow): string {
  return [about, name === '' ? '' : codeCell(name, 160)].filter((part) => part !== '').join(' ');
}

function renderLayers({ layers }: Explanation, detail: Detail): string {
  if (detail.packages === 0) return '';
  const grown = layers.filter(({ total }) => total !== 0).slice(0, Math.min(LAYERS, detail.layers));
  return grown.map((layer) => renderLayer(layer, detail)).join('\n');
}

/** The instruction, and below it what the layer is made of. */
function renderLayer(layer: LayerAccount, { files }: Detail): string {
  const { source } = layer;
  const at = source === undefined ? '' : ` ${codeSpan(sourceWords(source), 120)}`;
  const by = codeSpan(source?.instruction ?? instructionOf(layer.createdBy), 160);
  const rows = accountRows(layer, NAMES).map((row) => `  - ${signed(row.change)} ${rowText(row)}`);
  const named = layer.files.lines.slice(0, Math.min(files, NAMES)).map(fileText);
  const largest = named.length === 0 ? [] : [`  - largest files: ${named.join(', ')}`];
  return [`- **${signed(layer.total)}** ${layer.kind} layer${at} ${by}`, ...rows, ...largest].join('\n');
}

function rowText(row: AccountRow): string {
  const name = row.name === '' ? '' : ` ${codeSpan(row.name, 120)}`;
  return `${row.about}${name}${row.became === '' ? '' : ` ${escapeText(row.became, 120)}`}`.trimStart();
}

function renderFiles({ files }: Explanation, detail: Detail): string {
  if (detail.files === 0 || files.lines.length === 0) return '';
  const shown = files.lines.slice(0, detail.files);
  const lines = shown.map(
    (file) => `| ${signed(fileGrowth(file))} | ${codeCell(`/${file.path}`, 160)} | ${fileBecame(file)} |`,
  );
  const hidden = files.lines.length - shown.length + (files.more?.count ?? 0);
  const more = hidden === 0 ? '' : `\n\n${hidden} more files changed`;
  return `${['| change | file | became |', '| ---: | :--- | :--- |', ...lines].join('\n')}${more}`;
}

function fileText(file: FileLine): string {
  return `${codeSpan(`/${file.path}`, 120)} ${signed(fileGrowth(file))}`;
}

function fileBecame({ before, after, from }: FileLine): string {
  if (before === null) return 'new';
  if (after === null) return 'gone';
  const was = from === undefined ? '' : `, was ${codeCell(`/${from}`, 120)}`;
  return `${unbroken(formatBytes(before))}&nbsp;→&nbsp;${unbroken(formatBytes(after))}${was}`;
}

function renderMoved({ moved, renamed }: Explanation, { files }: Detail): string {
  if (files === 0) return '';
  const renames = renamed
    .slice(0, MOVED)
    .map(
      ({ from, to, before, after }) =>
        `- ${codeSpan(`/${from}`)} is ${codeSpan(`/${to}`)} now: ${signed(after - before)}`,
    );
  const largest = moved.lines
    .slice(0, MOVED)
    .map(({ path, from = '' }) => `${codeSpan(`/${from}`)} → ${codeSpan(`/${path}`)}`);
  const count = moved.files === 1 ? '1 file' : `${moved.files} files`;
  const moves =
    moved.files === 0
      ? []
      : [`- Moved, at no growth: ${count} (${formatBytes(moved.bytes)}), such as ${largest.join(', ')}`];
  return [...renames, ...moves].join('\n');
}

function renderConfig({ baseline, head }: Comparison): string {
  if (baseline === null || head === null) return '';
  return changeConfig(baseline, head)
    .map(({ fact, before, after }) => `- ${fact}: ${codeSpan(before)} → ${codeSpan(after)}`)
    .join('\n');
}

function listItem(text: string): string {
  return text === '' ? '' : `- ${escapeHtml(text)}`;
}

function signed(bytes: number): string {
  return unbroken(formatSignedBytes(bytes));
}
