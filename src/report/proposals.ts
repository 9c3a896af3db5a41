import type { Ratchet, Report } from '../model/document.ts';
import { formatBytes } from '../text/amount.ts';
import { codeHtml, codeSpan, cutMiddle, diffBlock, visibleLine, visibleLines } from '../text/escape.ts';
import type { Detail } from './markdown/detail.ts';
import { folded } from './markdown/parts.ts';

/** Most proposals in a comment and on a terminal. The JSON report has all. */
const SHOWN = { markdown: 5, terminal: 20 } as const;

/** Tighter caps that the history suggests, as Markdown: a fold with the diff of each condition's line. '' where there are none. */
export function renderProposals({ proposals = [] }: Report, detail: Pick<Detail, 'proposals'>): string {
  const [first, ...others] = proposals;
  if (first === undefined || !detail.proposals) return '';
  if (others.length === 0)
    return folded(`💡 ${stayedWords(first, codeHtml)}: the cap can be tighter`, diffBlock(first.text));
  const shown = proposals
    .slice(0, SHOWN.markdown)
    .flatMap((each) => [stayedWords(each, codeSpan), diffBlock(each.text)]);
  const blocks = [...shown, ...moreThan(SHOWN.markdown, proposals)];
  return folded(`💡 ${proposals.length} caps can be tighter`, blocks.join('\n\n'));
}

/** The same as plain lines. '' where there are none. */
export function renderProposalsTerminal({ proposals = [] }: Report): string {
  const lines = proposals.slice(0, SHOWN.terminal).flatMap((proposal) => [
    `${stayedWords(proposal, plainName)}: the cap can be tighter`,
    ...visibleLines(proposal.text)
      .split('\n')
      .map((line) => `  ${cutMiddle(line, 300)}`),
  ]);
  return [...lines, ...moreThan(SHOWN.terminal, proposals)].join('\n');
}

/** What the new cap rests on: all of the records are at least 2 % below it. `nameOf` makes names safe. */
export function stayedWords(
  { image, metric, to, records }: Ratchet,
  nameOf: (name: string, max: number) => string,
): string {
  return `${nameOf(image, 60)} ${metric} stayed at or below ${formatBytes(to)} for ${records} records`;
}

function plainName(name: string, max: number): string {
  return cutMiddle(visibleLine(name), max);
}

function moreThan(shown: number, { length }: readonly Ratchet[]): readonly string[] {
  return length > shown ? [`… and ${length - shown} more`] : [];
}
