import { describe, expect, test } from '@jest/globals';
import type { Report } from '../../../src/model/document.ts';
import { report } from '../../report/sample.ts';
import { describeBrowser, openFile } from '../../support/browser.ts';
import { makeFolder } from '../../support/folder.ts';
import { lookAt, pageOf, withData } from '../../support/page.ts';
import { everyKind, filed, hostile } from './samples.ts';

describeBrowser('the HTML report', (browser) => {
  test('runs no script and requests no picture that were inserted into the file', async () => {
    await using folder = await makeFolder();
    const foreign = '<script>document.title = "foreign"</script><img src="https://image-size.invalid/x.png">';
    const path = await folder.write('report.html', (await pageOf(everyKind())).replace('</main>', `</main>${foreign}`));
    await using opened = await openFile(browser(), path);
    await opened.page.waitForSelector('h1');
    expect(await opened.page.title()).toMatch(/^Image size: fail/);
    expect(opened.offences).toContain('error: policy: script-src-elem inline');
    expect(opened.offences).toContain('error: policy: img-src https://image-size.invalid/x.png');
  });

  describe('hostile reports', () => {
    const attacks: readonly (readonly [string, string])[] = [
      ['a script', '</script><script>alert(1)</script>'],
      ['an image with a handler', '"><img src=x onerror=alert(1)>'],
      ['the end of a comment and of a style', '--></style>\'"`<svg/onload=alert(1)>'],
      ['a template and a prototype', '{{constructor.constructor("alert(1)")()}}__proto__'],
      ['characters that reverse the line', '\u202e\u2066txt.exe\u0000\u001b[2J\ud800'],
      ['10,000 characters', 'W'.repeat(10_000)],
    ];

    test.each(attacks)('%s in every text neither runs nor breaks the page', async (_, attack) => {
      await lookAt(
        browser(),
        await pageOf(hostile(attack)),
        async (page) => {
          for (const button of await page.locator('.picker button').all()) {
            await button.click();
            await page.waitForSelector('.tile');
            expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
          }
          expect(await page.locator('#problem, main script, main img, svg svg').count()).toBe(0);
          expect(await page.innerText('main')).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
        },
        { viewport: { width: 360, height: 740 } },
      );
    });
  });

  describe('unreadable data', () => {
    const cases: readonly (readonly [string, (data: string) => string, RegExp])[] = [
      ['data that end early', (data) => data.slice(0, -400), /damaged or incomplete.*Download it again/],
      ['data that are not base64', (data) => `%%${data}`, /damaged or incomplete/],
      ['data that are not JSON', () => 'AwA=', /damaged or incomplete/],
    ];

    test.each(cases)('%s lead to a message in the page', async (_, change, message) => {
      await lookAt(browser(), withData(await pageOf(everyKind()), 'report', change), async (page) => {
        expect(await page.innerText('#problem')).toMatch(message);
      });
    });

    test('a page without data says that no report is in it', async () => {
      await lookAt(browser(), (await pageOf(everyKind())).replace('id="report"', 'id="other"'), async (page) => {
        expect(await page.innerText('#problem')).toContain('no report is in it');
      });
    });

    test('a report of another schema version leads to a message with that version', async () => {
      const other = { ...everyKind(), schemaVersion: 9 } as unknown as Report;
      await lookAt(browser(), await pageOf(other), async (page) => {
        expect(await page.innerText('#problem')).toContain('schema version 1, and the file holds one of version 9');
      });
    });

    test('a file that ends early leads to a message in the page, wherever it ends', async () => {
      const html = await pageOf(everyKind());
      for (const end of [
        html.indexOf('<!--') + 1,
        html.indexOf('id="report"') + 900,
        html.indexOf('<div id="end"'),
      ].filter((at) => at > html.indexOf('<body>'))) {
        await lookAt(browser(), html.slice(0, end), async (page) => {
          expect(await page.innerText('#problem')).toContain('damaged or incomplete (it ends too early)');
        });
      }
    });

    test.each<[string, (data: string) => string, RegExp]>([
      ['that end early', (data) => data.slice(0, -400), /"contents-0" cannot be read/],
      ['of another kind', () => 'q1YqVrJSAuKiWgA=', /cannot be read|no column/],
    ])('files %s lead to a message, and the rest of the page works', async (_, change, message) => {
      const html = withData(await pageOf(report('fail', filed())), 'contents-0', change);
      await lookAt(browser(), html, async (page) => {
        expect(await page.innerText('#problem')).toMatch(message);
        expect(await page.innerText('h1')).toMatch(/fail shop unpacked \+/);
        expect(await page.isVisible('.layers')).toBe(true);
        expect(await page.isVisible('.map')).toBe(false);
      });
    });

    test('a browser that is too old leads to a message that says so', async () => {
      const init = 'delete globalThis.DecompressionStream';
      await lookAt(
        browser(),
        await pageOf(everyKind()),
        async (page) => expect(await page.innerText('#problem')).toContain('too old'),
        { init },
      );
    });

    test('with scripts switched off, the page says so', async () => {
      await using folder = await makeFolder();
      const path = await folder.write('report.html', await pageOf(everyKind()));
      await using opened = await openFile(browser(), path, { javaScriptEnabled: false });
      expect(await opened.page.innerText('#loading')).toContain('scripts are switched off');
    });
  });
});
