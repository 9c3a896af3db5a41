import { describe, expect, test } from '@jest/globals';
import {
  codeBlock,
  codeCell,
  codeHtml,
  codeSpan,
  cutMiddle,
  escapeText,
  visibleLine,
  visibleLines,
} from '../../src/text/escape.ts';

const ZWSP = '\u200b';

describe('visible text', () => {
  test.each([
    ['white space and line ends folded', ' a\r\n\tb  c ', 'a b c'],
    ['a right-to-left override shown', 'a\u202eb', 'a⟨U+202E⟩b'],
    ['zero-width characters shown', 'a\u200bb\u2060', 'a⟨U+200B⟩b⟨U+2060⟩'],
    ['control characters shown', 'a\u0000b\u0007', 'a⟨U+0000⟩b⟨U+0007⟩'],
    ['language tags shown', '\u{e0041}', '⟨U+E0041⟩'],
    ['a lone surrogate shown', '\ud800x', '⟨U+D800⟩x'],
    ['colours of a terminal dropped', '\u001b[1;31mred\u001b[0m', 'red'],
    ['the title of a terminal dropped', '\u001b]0;title\u0007x', 'x'],
    ['an unended sequence shown, not what follows it hidden', '\u001b]0;x', '⟨U+001B⟩]0;x'],
    ['other scripts and emoji kept', 'größe 大 🚀', 'größe 大 🚀'],
  ])('has %s', (_, text, expected) => {
    expect(visibleLine(text)).toBe(expected);
  });

  test('of several lines keeps its lines and its indentation', () => {
    expect(visibleLines('a\r\n  b\u0000  \n\tc')).toBe('a\n  b⟨U+0000⟩\n c');
  });

  test.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdefg', 6, 'abc…fg'],
    ['🚀🚀🚀🚀', 3, '🚀…🚀'],
    ['abc', 1, '…'],
  ])('%j cut to %i characters loses its middle', (text, max, expected) => {
    expect(cutMiddle(text, max)).toBe(expected);
  });

  test.each([
    [`ab${'🚀'.repeat(1000)}yz`, 8, 'ab🚀🚀…🚀yz'],
    ['🚀'.repeat(1000), 2, '🚀…'],
    // More characters than an array of them can have.
    ['a'.repeat(150_000_000), 5, 'aa…aa'],
  ])('that is long is cut without being taken apart', (text, max, expected) => {
    expect(cutMiddle(text, max)).toBe(expected);
  });
});

describe('code', () => {
  test.each([
    ['plain text', 'COPY . /app', '`COPY . /app`'],
    ['a backtick inside', 'a`b', '``a`b``'],
    ['a run of backticks at the end', 'a``', '``` a`` ```'],
    ['markup', '<!-- x --> **b** @octocat #1', '`<!-- x --> **b** @octocat #1`'],
    ['line ends', 'a\n\nb', '`a b`'],
    ['nothing', '', '` `'],
  ])('holds %s', (_, text, expected) => {
    expect(codeSpan(text)).toBe(expected);
  });

  test('escapes pipes in a table, those after a backslash too', () => {
    expect(codeCell('a|b\\|c')).toBe('`a\\|b\\\\|c`');
  });

  test('is escaped as HTML where Markdown is not read', () => {
    expect(codeHtml('</code><img src="x">')).toBe('<code>&#60;/code&#62;&#60;img src=&#34;x&#34;&#62;</code>');
  });

  test('of a log is fenced beyond its own fences and keeps the end', () => {
    expect(codeBlock('1\n2\n```` x\n4', 2)).toBe('`````text\n… 2 more lines above\n```` x\n4\n`````');
  });
});

describe('prose', () => {
  test.each([
    ['emphasis', '*a* _b_ ~~c~~', '\\*a\\* \\_b\\_ \\~\\~c\\~\\~'],
    ['links and images', '![a](b)', '\\!\\[a\\](b)'],
    ['HTML and entities', '<b>&lt;', '&lt;b&gt;&amp;lt;'],
    ['the end of a comment', 'x -->', 'x --&gt;'],
    ['code', '`a`', '\\`a\\`'],
    ['table cells', 'a|b', 'a\\|b'],
    ['backslashes', '\\*', '\\\\\\*'],
    ['mathematics', '$x$', '<span>$</span>x<span>$</span>'],
    ['lists', '- a', '\\- a'],
    ['numbered lists', '1. a', '1\\. a'],
    ['headings', '# a', '\\# a'],
    ['mentions', '@octocat and @acme/team', `@${ZWSP}octocat and @${ZWSP}acme/team`],
    ['references', '#12 GH-12 acme/app#3', `\\#${ZWSP}12 GH${ZWSP}-12 acme/app\\#${ZWSP}3`],
    ['addresses', 'https://a.b www.a.b c@d.e', `https${ZWSP}://a.b www${ZWSP}.a.b c@${ZWSP}d.e`],
    ['emoji by name', ':tada: a:b', `:${ZWSP}tada: a:b`],
    ['lines', 'a\n\n> b', 'a &gt; b'],
  ])('holds no %s', (_, text, expected) => {
    expect(escapeText(text)).toBe(expected);
  });

  test('is cut before it is escaped, so that no escape is cut in two', () => {
    expect(escapeText('*'.repeat(10), 5)).toBe('\\*\\*…\\*\\*');
  });
});
