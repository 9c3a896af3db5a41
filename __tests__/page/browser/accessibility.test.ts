import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { expect, test } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describeBrowser } from '../../support/browser.ts';
import { lookAt, pageOf } from '../../support/page.ts';
import { everyKind } from './samples.ts';

describeBrowser('axe finds no violation in the HTML report', (browser) => {
  const views: readonly (readonly [string, BrowserContextOptions])[] = [
    ['in light', { colorScheme: 'light' }],
    ['in dark', { colorScheme: 'dark' }],
    ['at phone width', { viewport: { width: 360, height: 740 } }],
  ];

  test.each(views)('%s, for an image with files and an image with checks', async (_, options) => {
    const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    await lookAt(
      browser(),
      await pageOf(everyKind()),
      async (page) => {
        await page.click('summary:has-text("table")');
        await page.click('.picker tr:has-text("shop")');
        await page.getByRole('tab', { name: 'Packages' }).click();
        await page.click('.layers li:nth-child(3) button');
        await page.locator('.map-tiles .tile').first().focus();
        expect(await violations(page, axe)).toEqual([]);
        await page.click('.picker tr:has-text("mini")');
        expect(await violations(page, axe)).toEqual([]);
      },
      // axe is not part of the page, and the page's policy would block it.
      { ...options, bypassCSP: true },
    );
  });
});

async function violations(page: Page, axe: string): Promise<unknown> {
  await page.evaluate(axe);
  return page.evaluate(
    'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html).join(" ")))',
  );
}
