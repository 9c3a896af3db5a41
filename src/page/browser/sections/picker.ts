import type { Report } from '../../../model/document.ts';
import { type Row, rowsOf } from '../../../report/image-rows.ts';
import { platformsOf } from '../../../report/words/images.ts';
import { code, element, verdictMark } from '../element.ts';
import type { Controls, View } from '../model.ts';
import { sizesBeside, sizeText } from '../sizes.ts';

/** The table of images and platforms, gravest first, where the reader chooses one. Hidden when there is only one. */
export function createPicker(report: Report, controls: Controls): View {
  const several = platformsOf(report).length > 1;
  const rows = rowsOf(report).map((row) => {
    const position = report.comparisons.indexOf(row.comparison);
    return { row, ...pickerRow(row, several, () => controls.choose(position)) };
  });
  const heads = ['image', 'verdict', 'download', 'unpacked', 'new bytes'];
  const table = element(
    'table',
    { class: 'picker' },
    element('thead', {}, element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head)))),
    element('tbody', {}, ...rows.map(({ line }) => line)),
  );
  return {
    element: element(
      'section',
      { 'aria-label': 'Images', hidden: rows.length < 2 },
      element('h2', {}, `Images (${rows.length})`),
      element('div', { class: 'scroll long' }, table),
    ),
    update: ({ comparison }) => {
      for (const { row, line, button } of rows) {
        const chosen = row.comparison === comparison;
        button.setAttribute('aria-pressed', String(chosen));
        line.classList.toggle('chosen', chosen);
      }
    },
  };
}

function pickerRow({ comparison, verdict, download, unpacked, newBytes }: Row, several: boolean, onChoose: () => void) {
  const platform = several && comparison.platform !== '' ? [' ', code(comparison.platform, 40)] : [];
  const button = element('button', { type: 'button' }, code(comparison.image, 60), ...platform);
  button.addEventListener('click', onChoose);
  const line = element(
    'tr',
    {},
    element('th', { scope: 'row' }, button),
    element('td', {}, verdictMark(verdict)),
    element('td', { class: 'number wide' }, ...sizesBeside(download)),
    element('td', { class: 'number' }, ...sizesBeside(unpacked)),
    element('td', { class: 'number wide' }, newBytes === null ? '–' : sizeText(newBytes)),
  );
  // With a pointer, a click anywhere in the row works. The button serves keyboards and screen readers.
  line.addEventListener('click', ({ target }) => target instanceof Node && !button.contains(target) && onChoose());
  return { line, button };
}
