import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { renderCompletion } from '../../src/command/completion.ts';
import { COMMAND_NAMES } from '../../src/command/option-row.ts';
import { OPTION_ROWS, optionsOf, SHELLS } from '../../src/command/options.ts';

/** What bash offers behind these words; the last is the one that is completed. */
function complete(...words: readonly string[]): readonly string[] {
  const script = `${renderCompletion('bash')}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _image_size_gate; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', script, 'bash', 'image-size-gate', ...words]);
  expect(String(stderr)).toBe('');
  return String(stdout)
    .split('\n')
    .filter((line) => line !== '');
}

describe('the completion for bash', () => {
  test('offers the commands, and of each its options alone', () => {
    expect(complete('')).toEqual(COMMAND_NAMES);
    expect(complete('c')).toEqual(['check', 'compare', 'completion']);
    for (const command of ['check', 'report', 'init', 'doctor'] as const)
      expect(complete(command, '--')).toEqual(optionsOf(command).map((name) => `--${name}`));
  });

  test('offers the words that an option or command takes, and paths for the rest', () => {
    expect(complete('report', 'a.json', '--format', 's')).toEqual(['svg', 'sarif', 'spdx']);
    expect(complete('check', '--network', '')).toEqual(OPTION_ROWS.network.choices);
    expect(complete('check', '--target', '')).toEqual([]);
    expect(complete('completion', '')).toEqual(expect.arrayContaining([...SHELLS]));
    expect(complete('help', 'ch')).toEqual(['check']);
    expect(complete('check', 'Dock')).toEqual([]);
  });
});

describe.each(SHELLS)('the completion for %s', (shell) => {
  const script = renderCompletion(shell);

  test('names every command and option', () => {
    for (const command of COMMAND_NAMES)
      for (const name of optionsOf(command)) expect(script).toContain(shell === 'fish' ? `-l ${name}` : `--${name}`);
    for (const command of COMMAND_NAMES) expect(script).toContain(command);
  });
});

test('the completion for bash is a script that it reads', () => {
  const { status, stderr } = spawnSync('bash', ['-n'], { input: renderCompletion('bash') });
  expect({ status, stderr: String(stderr) }).toEqual({ status: 0, stderr: '' });
});
