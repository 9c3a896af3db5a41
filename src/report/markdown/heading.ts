import { deciding } from '../../compare/deciding.ts';
import type { Report } from '../../model/document.ts';
import { formatSignedBytes } from '../../text/amount.ts';
import { codeSpan, escapeText } from '../../text/escape.ts';
import { instructionOf } from '../../text/instruction.ts';
import { changedLayers, layerGrowth, placeWords, sourceOf } from '../layers.ts';
import { headlineOf } from '../words/headline.ts';
import { mark } from '../words/verdict.ts';

/** Images named in the heading. */
const NAMED = 3;

/** The verdict with the number that decided it, as a heading that starts with `title`. */
export function renderHeading(report: Report, { title = 'Image size' }: { readonly title?: string }): string {
  const { images, words } = headlineOf(report);
  const named = images.slice(0, NAMED).map((image) => codeSpan(image, 60));
  const more = images.length > NAMED ? ` and ${images.length - NAMED} more` : '';
  const start = `### ${mark(report.verdict)} ${escapeText(title, 80)}: ${report.verdict}`;
  return `${start} – ${named.length === 0 ? '' : `${named.join(', ')}${more} `}${escapeText(words, 300)}`;
}

/** The layer that grew most, of the image in the heading. '' where no condition decided. */
export function renderCause(report: Report): string {
  const { comparison, condition } = deciding(report) ?? {};
  if (!comparison || !condition) return '';
  const [layer] = changedLayers(comparison);
  if (layer === undefined || layerGrowth(layer) <= 0) return '';
  const source = sourceOf(layer);
  const place = source === undefined ? '' : ` at ${codeSpan(placeWords(source))}`;
  const instruction = codeSpan(instructionOf(layer.createdBy), 160);
  return `Largest growth: **${formatSignedBytes(layerGrowth(layer))}** unpacked, by ${instruction}${place}`;
}
