import { setTimeout } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { Interruption } from '../../src/process/interrupt.ts';
import { messageOf } from '../../src/run/error-message.ts';
import { UserError } from '../../src/text/error.ts';

test('what a user can mend is told without a stack, and a mistake of ours with it', () => {
  expect(messageOf(new UserError('api: no such file'))).toBe('api: no such file');
  expect(messageOf(new Error('boom'))).toMatch(/^Error: boom\n +at /);
});

test('an interruption is told in one line, also by what Node waited for meanwhile', async () => {
  const controller = new AbortController();
  const waiting = setTimeout(3_600_000, undefined, { signal: controller.signal }).catch(messageOf);
  controller.abort(new Interruption('ended by SIGINT'));
  expect(await waiting).toBe('ended by SIGINT');
});
