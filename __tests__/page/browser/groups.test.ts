import { expect, test } from '@jest/globals';
import { explain, now, was } from '../../report/bundle-sample.ts';
import { after, edges, explained } from '../../report/group-sample.ts';
import { report } from '../../report/sample.ts';
import { describeBrowser } from '../../support/browser.ts';
import { lookAt, pageOf } from '../../support/page.ts';

describeBrowser('packages that changed together on the page', (browser) => {
  test('are one line that opens on each of them', async () => {
    await lookAt(browser(), await pageOf(report('warn', explained(after, edges))), async (page) => {
      const row = page.locator('section[aria-label="Why"] tr', { hasText: 'imagemagick' });
      expect(await row.innerText()).toMatch(/\+90\.1 MB\s+imagemagick \(deb\)\s+new 8:6\.9 and 2 it brought/);
      expect(await row.locator('li').first().isVisible()).toBe(false);
      await row.locator('summary').click();
      const members = await row.locator('li').allInnerTexts();
      expect(members).toEqual([
        '+100 kB imagemagick (deb) new 8:6.9',
        '+60.0 MB libmagick (deb) new 6.9',
        '+30.0 MB fonts (deb) new 2',
      ]);
    });
  });

  test('and so is a directory whose bundle changed within', async () => {
    await lookAt(browser(), await pageOf(report('warn', explain([was], [now]))), async (page) => {
      const row = page.locator('section[aria-label="Why"] tr', { hasText: '/app/dist' });
      await row.locator('summary').click();
      const members = await row.locator('li').allInnerTexts();
      expect(members.slice(0, 2)).toEqual([
        '≈ +70.0 kB lodash (npm) 500 kB → 570 kB',
        '≈ +50.0 kB its own source 400 kB → 450 kB',
      ]);
    });
  });
});
