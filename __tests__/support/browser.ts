import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** Milliseconds. A browser starts slowly on a busy machine. */
const BROWSER_TIMEOUT = 180_000;

/** The page of a report, and everything forbidden that it did. */
export interface OpenPage extends AsyncDisposable {
  readonly page: Page;
  /** Errors and warnings in the console, exceptions, violations of the policy, and requests besides the file itself. */
  readonly offences: readonly string[];
}

/** What scripts/test.mjs found, from IMAGE_SIZE_GATE_BROWSER. */
function browserFound(): { readonly path?: string; readonly missing?: string } {
  return JSON.parse(process.env.IMAGE_SIZE_GATE_BROWSER || '{}') as ReturnType<typeof browserFound>;
}

/**
 * A block of tests that needs Chromium. Without it, the block is skipped with the reason in its name, or fails with the reason if
 * IMAGE_SIZE_GATE_ENGINE=required.
 */
export function describeBrowser(name: string, fn: (browser: () => Browser) => void): void {
  const { path, missing = 'IMAGE_SIZE_GATE_BROWSER names none (scripts/test.mjs does)' } = browserFound();
  const reason = `no browser: ${missing}`;
  if (path === undefined && process.env.IMAGE_SIZE_GATE_ENGINE === 'required') {
    test(name, () => expect(reason).toBe('a browser, since IMAGE_SIZE_GATE_ENGINE=required'));
    return;
  }
  jest.setTimeout(BROWSER_TIMEOUT);
  const block = path === undefined ? describe.skip : describe;
  block(path === undefined ? `${name}: ${reason}` : name, () => {
    let browser: Browser | undefined;
    beforeAll(async () => {
      // Root in a container has no user namespace for a sandbox. The browser opens only our own files.
      browser = await chromium.launch({ executablePath: path ?? '', args: ['--no-sandbox'] });
    });
    afterAll(() => browser?.close());
    fn(() => browser!);
  });
}

/** Script for the page: it logs every violation of the policy to the console. */
const TELL_VIOLATIONS =
  "document.addEventListener('securitypolicyviolation', (e) => console.error('policy: ' + e.violatedDirective + ' ' + e.blockedURI));";

const VIEWPORT = { width: 1280, height: 900 };

interface Tab {
  readonly page: Page;
  readonly offences: string[];
  /** The only address that it may request. */
  address: string;
}

/** A browser's tabs by their options. They are reused, since a new tab takes longer than most tests. */
const tabs = new WeakMap<Browser, Map<string, Tab>>();

/**
 * Opens a file like a reader, and records everything forbidden that it does. Files with the same options share one tab, one after the other.
 * @param init script that runs before the page's own script
 */
export async function openFile(
  browser: Browser,
  path: string,
  options: BrowserContextOptions = {},
  init = '',
): Promise<OpenPage> {
  const tab = await tabFor(browser, options, init);
  const { page, offences } = tab;
  tab.address = new URL(`file://${path}`).href;
  offences.length = 0;
  await page.setViewportSize(options.viewport ?? VIEWPORT);
  await page.goto(tab.address);
  return { page, offences, [Symbol.asyncDispose]: () => page.mouse.move(0, 0) };
}

async function tabFor(browser: Browser, options: BrowserContextOptions, init: string): Promise<Tab> {
  const open = tabs.get(browser) ?? new Map<string, Tab>();
  tabs.set(browser, open);
  const key = JSON.stringify([options, init]);
  const tab = open.get(key) ?? (await openTab(browser, options, init));
  open.set(key, tab);
  return tab;
}

async function openTab(browser: Browser, options: BrowserContextOptions, init: string): Promise<Tab> {
  const context = await browser.newContext({ viewport: VIEWPORT, ...options });
  const page = await context.newPage();
  const tab: Tab = { page, offences: [], address: '' };
  const { offences } = tab;
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) offences.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', ({ message }) => offences.push(`exception: ${message}`));
  page.on('dialog', (dialog) => offences.push(`dialog: ${dialog.message()}`));
  page.on('request', (request) => {
    if (request.url() !== tab.address) offences.push(`request: ${request.url()}`);
  });
  await page.addInitScript(`${TELL_VIOLATIONS}${init}`);
  return tab;
}
