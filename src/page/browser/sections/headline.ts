import { deciding } from '../../../compare/deciding.ts';
import type { Report } from '../../../model/document.ts';
import { changedLayers, layerGrowth, placeWords, sourceOf } from '../../../report/layers.ts';
import { headlineOf } from '../../../report/words/headline.ts';
import { imageWords, platformsOf } from '../../../report/words/images.ts';
import { originWords, shortCommit } from '../../../report/words/measured.ts';
import { instructionOf } from '../../../text/instruction.ts';
import { type Child, code, element, prose, verdictMark } from '../element.ts';
import { changeText } from '../sizes.ts';

/** Images named in the headline. */
const NAMED = 3;

/** The headline of the report: verdict, deciding number, limit, largest growth, and baseline. */
export function createHeadline(report: Report): HTMLElement {
  const { images, words } = headlineOf(report);
  const names = images.slice(0, NAMED).flatMap((image) => [code(image, 60), ' ']);
  const more = images.length > NAMED ? `and ${images.length - NAMED} more ` : '';
  return element(
    'div',
    { class: `headline ${report.verdict}` },
    element('h1', {}, verdictMark(report.verdict), ' ', ...names, element('span', {}, `${more}${prose(words, 300)}`)),
    ...causeOf(report),
    ...missingOf(report),
    element('p', { class: 'soft' }, againstWords(report)),
  );
}

/** The limit, and the layer that grew most in the deciding image. */
function causeOf(report: Report): readonly HTMLElement[] {
  const { comparison, condition } = deciding(report) ?? {};
  if (!comparison || !condition) return [];
  const limit = element('p', {}, 'Limit: ', code(condition.text));
  const [layer] = changedLayers(comparison);
  if (layer === undefined || layerGrowth(layer) <= 0) return [limit];
  const source = sourceOf(layer);
  const image: readonly Child[] =
    headlineOf(report).images.length === 1
      ? []
      : [' in ', code(imageWords(comparison, platformsOf(report).length), 60)];
  const place: readonly Child[] = source === undefined ? [] : [' at ', code(placeWords(source))];
  const by = code(instructionOf(layer.createdBy), 110);
  return [
    limit,
    element(
      'p',
      {},
      'Largest growth',
      ...image,
      ': ',
      changeText(layerGrowth(layer)),
      ' unpacked',
      ...place,
      ' by ',
      by,
    ),
  ];
}

/** The missing parts of a matrix. A report with missing parts is never green. */
function missingOf({ missing = [] }: Report): readonly HTMLElement[] {
  return missing.map(({ part, reason }) =>
    element('p', { class: 'note' }, verdictMark('error'), ' part ', code(part, 60), `: ${prose(reason)}`),
  );
}

function againstWords({ comparisons, commit, part }: Report): string {
  const origins = new Set(
    comparisons.flatMap(({ baseline }) => (baseline === null ? [] : [originWords(baseline.origin)])),
  );
  const [first] = origins;
  const more = origins.size > 1 ? ` and ${origins.size - 1} more` : '';
  return [
    ...(commit === undefined ? [] : [`Commit ${shortCommit(commit)}`]),
    first === undefined ? 'No baseline' : `Baseline: ${prose(first)}${more}`,
    ...(part === undefined ? [] : [`Part ${prose(part, 60)}`]),
  ].join(' · ');
}
