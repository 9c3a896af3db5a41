import { expect } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { buildPage } from '../../scripts/page.mjs';
import type { Report } from '../../src/model/document.ts';
import { renderPage } from '../../src/page/page.ts';
import { openFile } from './browser.ts';
import { makeFolder } from './folder.ts';

let template: Promise<string> | undefined;

/** The template, built from these sources. */
export function builtTemplate(): Promise<string> {
  template ??= buildPage();
  return template;
}

/** The page of a report, like a run writes it. */
export async function pageOf(report: Report): Promise<string> {
  return renderPage(report, await builtTemplate());
}

/** The page with damaged data in one of its elements. */
export function withData(html: string, id: string, change: (base64: string) => string): string {
  return html.replace(
    new RegExp(`(id="${id}">)([^<]*)`),
    (_, start: string, data: string) => `${start}${change(data)}`,
  );
}

/** Options of a tab. `init` is script that runs before the page's own. */
export type LookOptions = BrowserContextOptions & { readonly init?: string };

/** Opens a page, waits for its headline or its problem, runs `look`, and expects that the page did nothing forbidden. */
export async function lookAt(
  browser: Browser,
  html: string,
  look: (page: Page) => Promise<void>,
  { init, ...context }: LookOptions = {},
): Promise<void> {
  await using folder = await makeFolder();
  await using opened = await openFile(browser, await folder.write('report.html', html), context, init);
  await opened.page.waitForSelector('h1, #problem');
  await look(opened.page);
  expect(opened.offences).toEqual([]);
}
