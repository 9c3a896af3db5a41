import type { Report } from '../compare/comparison.ts';

/** Stands in for the page's own until that is merged. */
export const renderPage = (report: Report, template: string): string => `${template}${report.verdict}`;
