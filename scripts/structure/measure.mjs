import { functionLengths } from './functions.mjs';
import { circles, fileArrows, readSource, roomArrows, roomOf } from './imports.mjs';
import { exportedKinds, exportsOf, fetchesOnlyNouns } from './nouns.mjs';
import { sentencesOf } from './prose.mjs';

/** Rooms that are there to be asked for nouns. */
const NOUN_ROOMS = ['model', 'text'];

/**
 * The figures of a source folder, and what they count by name.
 * @param {string} folder
 * @returns {{ figures: Record<string, number | string>, lists: Record<string, string[]> }}
 */
export function measureStructure(folder) {
  const files = readSource(folder).map((file) => ({ ...file, lines: file.text.split('\n').length - 1 }));
  const functions = files.flatMap(({ text }) => functionLengths(text)).sort((one, other) => one - other);
  const kinds = exportedKinds(files);
  const imports = files.flatMap(({ file, imports }) => imports.map((one) => ({ ...one, file })));
  const between = imports.filter(({ file, target }) => target !== undefined && roomOf(file) !== roomOf(target));
  const nouns = between.filter((one) => fetchesOnlyNouns(one, kinds));
  const strayNouns = nouns.filter(({ target = '' }) => !NOUN_ROOMS.includes(roomOf(target)));
  const roomCircles = circles(roomArrows(files));
  const fileCircles = circles(fileArrows(files));
  const folders = [...Map.groupBy(files, ({ file }) => file.replace(/\/?[^/]*$/, ''))].sort(
    ([, one], [, other]) => other.length - one.length,
  );
  const [largest = '', listing = []] = folders[0] ?? [];
  const sentences = files.flatMap(({ file, text }) => sentencesOf(text).map((sentence) => ({ ...sentence, file })));
  const exported = files.flatMap(({ file, text }) => exportsOf(text).map((one) => ({ ...one, file })));
  const undocumented = exported.filter(({ isDocumented }) => !isDocumented);

  const shorter = (/** @type {number} */ lines) => files.filter((file) => file.lines < lines);
  const longer = (/** @type {number} */ words) => sentences.filter((sentence) => sentence.words > words);
  const long = files.filter(({ lines }) => lines > 250);
  return {
    figures: {
      'source files': files.length,
      'source lines': files.reduce((sum, { lines }) => sum + lines, 0),
      'rooms (folders of src)': new Set(files.map(({ file }) => roomOf(file)).filter((room) => !room.endsWith('.ts')))
        .size,
      functions: functions.length,
      'lines of the median function': functions[Math.floor(functions.length / 2)] ?? 0,
      'lines of the longest function': functions.at(-1) ?? 0,
      'imports between rooms': between.length,
      'imports between rooms that only fetch nouns': nouns.length,
      '… from a room other than model and text': strayNouns.length,
      'circles between rooms (rooms in them)': `${roomCircles.length} (${roomCircles.flat().length})`,
      'circles between files (files in them)': `${fileCircles.length} (${fileCircles.flat().length})`,
      'files in the largest flat folder': `${listing.length} (${largest})`,
      'files under 20 lines': shorter(20).length,
      'files under 25 lines': shorter(25).length,
      'files under 40 lines': shorter(40).length,
      'files over 250 lines': long.length,
      'sentences in comments and strings': sentences.length,
      'sentences over 25 words': longer(25).length,
      'sentences over 35 words': longer(35).length,
      'exported names': exported.length,
      'exported names without docstring': undocumented.length,
    },
    lists: {
      'imports that only fetch nouns, not from model or text': strayNouns.map(
        ({ file, target, names }) => `${file} ← ${target}: ${names.map(({ name }) => name).join(', ')}`,
      ),
      'circles between rooms': roomCircles.map((circle) => circle.join(' ')),
      'circles between files': fileCircles.map((circle) => circle.join(' ')),
      'largest folders': folders.slice(0, 10).map(([name, { length }]) => `${name}: ${length}`),
      'files under 25 lines': shorter(25).map(({ file, lines }) => `${file}: ${lines}`),
      'files over 250 lines': long.map(({ file, lines }) => `${file}: ${lines}`),
      'sentences over 25 words': longer(25).map(
        ({ file, line, words, text }) => `${file}:${line}: ${words} words: ${text}`,
      ),
      'exported names without docstring': undocumented.map(({ file, name }) => `${file}: ${name}`),
    },
  };
}
