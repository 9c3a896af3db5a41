import type { Advice } from '../../../model/advice.ts';
import { adviceWords, savingWords } from '../../../report/advice.ts';
import { formatBytes } from '../../../text/amount.ts';
import { code, element, printed, prose, section } from '../element.ts';
import type { View } from '../model.ts';
import { comparisonView } from '../model.ts';

/** Advice on the image, most bytes first. */
export function createAdvice(): View {
  const root = element('div');
  return comparisonView(root, ({ advice = [] }) =>
    root.replaceChildren(...(advice.length === 0 ? [] : [listOf(advice)])),
  );
}

function listOf(advice: readonly Advice[]): HTMLElement {
  const list = element('ol', { class: 'advice' }, ...advice.map(pieceOf));
  return section(`Advice: ${adviceWords(advice)}`, list);
}

function pieceOf({ title, where, change, paths, ...advice }: Advice): HTMLElement {
  const [sentence = '', ...text] = change.split('\n');
  const named = paths.map(({ path, bytes }) => element('li', {}, code(`/${path}`, 160), ` ${formatBytes(bytes)}`));
  const files = named.length === 0 ? null : element('ul', { class: 'plain' }, ...named);
  const place = where === undefined ? [] : [' ', code(where, 100)];
  return element(
    'li',
    {},
    element('p', {}, element('strong', {}, savingWords(advice)), ' ', prose(title), ...place),
    element('p', {}, prose(sentence)),
    text.length === 0 ? null : printed(text.join('\n'), 40),
    files,
  );
}
