import type { Trend } from '../../../model/document.ts';
import { samePlatform } from '../../../model/platform.ts';
import { shortCommit } from '../../../report/words/measured.ts';
import { formatBytes } from '../../../text/amount.ts';
import { type Child, code, element, prose, section } from '../element.ts';
import type { Model, View } from '../model.ts';
import { type Column, table } from '../tables/table.ts';
import { drawTrend, type TrendDrawing, validPoints } from './trend-drawing.ts';

type Points = Trend['points'];

/** Rows of the table; more of them are in the data branch. */
const TABLE_ROWS = 200;
const COLUMNS: readonly Column[] = [
  { head: 'recorded' },
  { head: 'commit' },
  { head: 'release' },
  { head: 'unpacked', number: true },
  { head: 'download', number: true },
];
/** Pixels below which nothing is drawn: the page is not laid out yet, or hidden. */
const NARROWEST = 120;

/** The image's sizes over time: a drawing, a slider that names each record, and all of it as a table. */
export function createTrend(): View {
  const chart = element('div', { class: 'chart' });
  const slider = element('input', { type: 'range', min: 0, step: 1, 'aria-label': 'Record in the trend' });
  const told = element('output', { class: 'soft' });
  const records = element('details', {}, element('summary', {}, 'All records as a table'));
  const root = section('Trend', chart, element('div', { class: 'reading' }, slider, told), records);
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
  records.addEventListener('toggle', () => fillRecords(records, points));
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
      records.open = false;
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

function fillRecords(records: HTMLDetailsElement, points: Points): void {
  records.querySelector('div')?.remove();
  if (!records.open) return;
  const newest = points.toReversed().slice(0, TABLE_ROWS);
  const rest = points.length - newest.length;
  const more = rest === 0 ? null : element('p', { class: 'soft' }, `… and ${rest} earlier ones`);
  records.append(element('div', { class: 'long' }, table(COLUMNS, newest.map(recordCells)), more));
}

function recordCells({
  recordedAt,
  commit,
  release,
  unpacked,
  download,
}: Points[number]): readonly (readonly Child[])[] {
  return [
    [prose(recordedAt, 30)],
    [code(shortCommit(commit), 10)],
    release === undefined ? [] : [code(release, 40)],
    [formatBytes(unpacked)],
    [formatBytes(download)],
  ];
}
