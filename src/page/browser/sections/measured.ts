import type { Comparison } from '../../../model/comparison.ts';
import { buildTimeWords } from '../../../report/words/amounts.ts';
import { methodWords, stepWords, versionWords } from '../../../report/words/measured.ts';
import { type Child, code, element, prose, section } from '../element.ts';
import type { View } from '../model.ts';
import { comparisonView } from '../model.ts';

/** How sizes were measured, with which tools and against which baseline, and what the words mean. */
export function createMeasured(): View {
  const list = element('dl', { class: 'measured' });
  return comparisonView(section('How it was measured', list), (comparison) => {
    const facts = [...sidesOf(comparison), ...MEANINGS];
    list.replaceChildren(...facts.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, ...value)]));
  });
}

type Fact = readonly [name: string, value: readonly Child[]];

const MEANINGS: readonly Fact[] = [
  [
    'download',
    [
      'config and layers as a registry stores them; a layer whose content is unchanged counts as no growth, whatever its two compressed sizes',
    ],
  ],
  ['unpacked', ['bytes of all files in all layers']],
  ['new bytes', ['layers that a host with the baseline must still pull']],
  ['wasted', ['bytes of files that a later layer overwrites or deletes']],
];

function sidesOf({ head, baseline }: Comparison): readonly Fact[] {
  const estimated = (is: boolean) => (is ? ', download estimated (≈)' : '');
  const heads: readonly Fact[] =
    head === null
      ? []
      : [
          ['Method', [`${methodWords(head)}${estimated(head.estimated)}`]],
          ['Tools', [prose(versionWords(head) || 'not recorded')]],
          ['Platform', [code(head.platform, 40)]],
          ['Image', [code(head.digest, 80)]],
          ...(head.build === undefined ? [] : [['Build', [buildTimeWords(head.build)]] as const]),
        ];
  if (baseline === null) return [...heads, ['Baseline', ['none']]];
  const { origin } = baseline;
  const commit = origin.commit === undefined ? [] : ['commit ', code(origin.commit, 64), ', '];
  const how = `${stepWords(origin.step)}, ${methodWords(baseline)}${estimated(baseline.estimated)}`;
  return [...heads, ['Baseline', [...commit, `${prose(origin.description)}; ${how}`]]];
}
