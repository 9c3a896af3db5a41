import type { Trend } from '../../compare/comparison.ts';
import { formatBytes } from '../../config/amount.ts';
import { samePlatform } from '../../measure/platform.ts';
import { shortCommit } from '../../report/words.ts';
import { code, element, prose, section } from './element.ts';
import type { Model, View } from './model.ts';
import { drawTrend, type TrendDrawing, validPoints } from './trend-drawing.ts';

type Points = Trend['points'];

/** Rows of the table; more of them are in the data branch. */
const TABLE_ROWS = 200;
/** Pixels below which nothing is drawn: the page is not laid out yet, or hidden. */
const NARROWEST = 120;

/** The image's sizes over time: a drawing, a slider that names each record, and all of it as a table. */
export function createTrend(): View {
  const chart = element('div', { class: 'chart' });
  const slider = element('input', { type: 'range', min: 0, step: 1, 'aria-label': 'Record in the trend' });
  const told = element('output', { class: 'soft' });
  const table = element('details', {}, element('summary', {}, 'All records as a table'));
  const root = section('Trend', chart, element('div', { class: 'reading' }, slider, told), table);
  let points: Points = [];
  let drawing: TrendDrawing | null = null;
  const tell = () => {
    const point = points[Number(slider.value)];
    told.textContent = point === undefined ? '' : pointWords(point);
    slider.setAttribute('aria-valuetext', told.textContent);
    drawing?.point(Number(slider.value));
  };
  const draw = () => {
    if (points.length === 0 || chart.clientWidth < NARROWEST) return;
    drawing = drawTrend(points, chart.clientWidth);
    chart.replaceChildren(drawing.element);
    tell();
  };
  slider.addEventListener('input', tell);
  chart.addEventListener('pointermove', ({ clientX }) => {
    const nearest = drawing?.nearest(clientX - chart.getBoundingClientRect().left);
    if (nearest === undefined) return;
    slider.value = String(nearest);
    tell();
  });
  table.addEventListener('toggle', () => fillTable(table, points));
  new ResizeObserver(draw).observe(chart);
  return {
    element: root,
    update: (model) => {
      const found = pointsOf(model);
      if (found === points) return;
      points = found;
      root.hidden = points.length === 0;
      slider.max = String(points.length - 1);
      slider.value = slider.max;
      slider.hidden = points.length < 2;
      table.open = false;
      draw();
    },
  };
}

const NONE: Points = [];
const known = new WeakMap<Trend, Points>();

function pointsOf({ report: { trends = [] }, comparison }: Model): Points {
  const trend = trends.find(
    ({ image, platform }) => image === comparison.image && samePlatform(platform, comparison.platform),
  );
  if (trend === undefined) return NONE;
  const points = known.get(trend) ?? validPoints(trend);
  known.set(trend, points);
  return points;
}

function pointWords({ recordedAt, commit, release, unpacked, download }: Points[number]): string {
  const tag = release === undefined ? '' : `${prose(release, 40)}, `;
  const when = `${prose(recordedAt.slice(0, 16), 20).replace('T', ' ')} UTC`;
  return `${when}: ${tag}${prose(shortCommit(commit), 10)}, unpacked ${formatBytes(unpacked)}, download ${formatBytes(download)}`;
}

function fillTable(table: HTMLDetailsElement, points: Points): void {
  table.querySelector('div')?.remove();
  if (!table.open) return;
  const heads = ['recorded', 'commit', 'release', 'unpacked', 'download'];
  const newest = points.toReversed().slice(0, TABLE_ROWS);
  const lines = newest.map(({ recordedAt, commit, release, unpacked, download }) =>
    element(
      'tr',
      {},
      element('td', {}, prose(recordedAt, 30)),
      element('td', {}, code(shortCommit(commit), 10)),
      element('td', {}, release === undefined ? '' : code(release, 40)),
      element('td', { class: 'number' }, formatBytes(unpacked)),
      element('td', { class: 'number' }, formatBytes(download)),
    ),
  );
  const head = element('tr', {}, ...heads.map((text) => element('th', { scope: 'col' }, text)));
  const rest = points.length - newest.length;
  const more = rest === 0 ? null : element('p', { class: 'soft' }, `… and ${rest} earlier ones`);
  table.append(
    element(
      'div',
      { class: 'scroll' },
      element('table', {}, element('thead', {}, head), element('tbody', {}, ...lines)),
      more,
    ),
  );
}
