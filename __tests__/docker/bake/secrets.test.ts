import { expect, test } from '@jest/globals';
import { parseBakeDefinition } from '../../../src/docker/bake/definition.ts';
import { bakeRedaction } from '../../../src/docker/bake/secrets.ts';
import { makeFolder } from '../../support/folder.ts';

test.each([
  ['a variable', { id: 'a', env: 'TOKEN' }, 'in-variable'],
  ['a variable, written as CSV', 'id=a,env=TOKEN', 'in-variable'],
  ['a file', { id: 'a', src: 'below/token' }, 'in-file'],
  ['the variable of its name', { id: 'TOKEN' }, 'in-variable'],
  ['the file of its name, where there is no such variable', { id: 'token' }, 'in-named-file'],
])('a bake target’s secret from %s is hidden', async (_name, secret, value) => {
  await using folder = await makeFolder();
  await folder.write('below/token', 'in-file');
  await folder.write('token', 'in-named-file\n');
  const text = JSON.stringify({ target: { web: { secret: [secret] } } });
  const targets = [...parseBakeDefinition(text, 'docker-bake.hcl').targets.values()];
  const redact = bakeRedaction(targets, folder.path, { TOKEN: 'in-variable' });
  expect(redact(`#5 0.1 ${value}`)).toBe('#5 0.1 ***');
});
