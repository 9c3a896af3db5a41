import { deflateRawSync } from 'node:zlib';
import type { Report } from '../../src/compare/comparison.ts';

/** A data element as the page has it. */
export function dataElement(id: string, value: object): string {
  const data = deflateRawSync(JSON.stringify(value)).toString('base64');
  return `<script type="application/octet-stream" id="${id}">${data}</script>`;
}

/** The template with a report in it; `data` for elements that are not as they should be. */
export function filledPage(template: string, report: Report, data = dataElement('report', report)): string {
  return template.replace('<!--title-->', () => 'Image size').replace('<!--data-->', () => data);
}
