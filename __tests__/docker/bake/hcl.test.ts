// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the bake file's own interpolation is what is tested
import { describe, expect, test } from '@jest/globals';
import { type HclBody, parseHcl } from '../../../src/docker/bake/hcl.ts';

/** `NAME = VALUE` and `TYPE LABEL… {…}`, in one line. */
function shown(body: HclBody | undefined): string | undefined {
  if (body === undefined) return undefined;
  const attributes = [...body.attributes].map(([name, { text }]) => `${name} = ${text}`);
  const blocks = body.blocks.map(({ type, labels, body: inner }) => [type, ...labels, `{${shown(inner)}}`].join(' '));
  return [...attributes, ...blocks].join('; ');
}

describe('an HCL file is divided into attributes and blocks', () => {
  test.each<[string, string, string]>([
    ['none', '', ''],
    ['a comment of each form', '# a {\n// b "\n/* c\n} */ x = 1 # d', 'x = 1'],
    ['a block on one line', 'target "a" { output = ["b"] }', 'target a {output = ["b"]}'],
    ['an empty block', 'target "a" {}\ntarget b {\n}\n', 'target a {}; target b {}'],
    ['a block without a label, and with two', 'a {\n}\nb "c" "d" {\n}', 'a {}; b c d {}'],
    ['no space around', 'a="b"\nt"c"{d=1}', 'a = "b"; t c {d = 1}'],
    ['blocks in blocks', 'a "b" {\n  c {\n    d = 1\n  }\n  e = 2\n}', 'a b {e = 2; c {d = 1}}'],
    ['a brace in a string', 'a = "}"\nb = 1', 'a = "}"; b = 1'],
    ['escapes', 'a = "\\"}"\nb = "\\\\"\nc = 1', 'a = "\\"}"; b = "\\\\"; c = 1'],
    ['an interpolation with a string', 'a = "${f("}")}x"\nb = 1', 'a = "${f("}")}x"; b = 1'],
    ['one that is doubled', 'a = "$${"\nb = "%%{"\nc = "$"\nd = "%"', 'a = "$${"; b = "%%{"; c = "$"; d = "%"'],
    ['a list over lines', 'a = [\n  "b", # ]\n  /* ] */ "c"\n]\nd = 1', 'a = [\n  "b", # ]\n  /* ] */ "c"\n]; d = 1'],
    ['an object', 'a = {\n  b = "}"\n  "c" : 1\n}\nd = 1', 'a = {\n  b = "}"\n  "c" : 1\n}; d = 1'],
    ['a comment behind a value', 'a = b # c\nd = e // f\ng = h /* i */\n', 'a = b; d = e; g = h'],
    ['a division', 'a = b / c\n', 'a = b / c'],
    ['a here-document', 'a = <<E\n}\nE x\n E\nb = 1', 'a = <<E\n}\nE x\n E; b = 1'],
    ['one that is indented', 'a = <<-E\n  "\n  E\nb = 1', 'a = <<-E\n  "\n  E; b = 1'],
    ['one in a list', 'a = [<<E\nx\nE\n]\nb = 1', 'a = [<<E\nx\nE\n]; b = 1'],
    ['one with an interpolation over lines', 'a = <<E\n${f(\nE\n)}\nE\nb = 1', 'a = <<E\n${f(\nE\n)}\nE; b = 1'],
    ['one in an interpolation', 'a = "${<<E\nx\nE\n}"\nb = 1', 'a = "${<<E\nx\nE\n}"; b = 1'],
    ['a comparison that is none', 'a = b < c\nd = b <= c', 'a = b < c; d = b <= c'],
    ['letters of other alphabets and dashes', 'é-ü = 1\n_a = 2', 'é-ü = 1; _a = 2'],
    ['ends of lines as in Windows', 'a = <<E\r\nx\r\nE\r\nt "b" {\r\n}\r\n', 'a = <<E\r\nx\r\nE; t b {}'],
    ['a byte order mark', '\ufeffa = 1', 'a = 1'],
  ])('%s', (_what, text, expected) => {
    expect(shown(parseHcl(text))).toBe(expected);
  });

  test.each([
    ['a brace that does not close', 'a {'],
    ['one too many', 'a {}\n}'],
    ['a string that does not close', 'a = "b\n"'],
    ['a here-document that does not end', 'a = <<E\nx\n'],
    ['a bracket that closes another', 'a = [1}\n'],
    ['an attribute without a value', 'a =\n'],
    ['YAML', 'services:\n  a: b\n'],
    ['too deep', `a = ${'['.repeat(200_000)}`],
    ['blocks too deep', 'a {'.repeat(100_000)],
    ['templates too deep', `a = ${'"${'.repeat(100_000)}`],
    ['too long', ' '.repeat(5 * 1024 * 1024)],
  ])('%s is no HCL', (_what, text) => {
    expect(parseHcl(text)).toBeUndefined();
  });

  test.each([
    ['comments that do not end', '/*'.repeat(500_000)],
    ['spaces', `a = b${' '.repeat(1_000_000)}c`],
    ['lines', 'a = 1\n'.repeat(150_000)],
    ['dollars', `a = "${'$'.repeat(1_000_000)}"`],
    ['a here-document', `a = <<E\n${'$ x\n'.repeat(200_000)}E`],
    ['less-than signs', `a = ${'<<'.repeat(400_000)}`],
  ])('endless %s end', (_what, text) => {
    expect(() => parseHcl(text)).not.toThrow();
  });
});

test('values know their line and their plain strings', () => {
  const body = parseHcl('a = 1\nb = [\n  "c", # "d"\n  "${e}", "f\\n", g("h"),\n]\ni = <<E\nx\nE\n');
  expect([...(body?.attributes ?? [])].map(([name, { line, strings }]) => [name, line, strings])).toEqual([
    ['a', 1, []],
    ['b', 2, ['c', 'h']],
    ['i', 6, []],
  ]);
});
