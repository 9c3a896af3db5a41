import { resolve } from 'node:path';
import { dockerCredentials } from '../../docker/credentials.ts';
import { parseReference } from '../../model/reference.ts';
import { createRemote } from '../../oci/registry/remote.ts';
import { inspectPackages } from '../../packages/inspector.ts';
import { renderTagsPage } from '../../page/tags-page.ts';
import { compareJump } from '../../past/jumps.ts';
import { defaultStateFolder } from '../../past/state.ts';
import { openTagState } from '../../past/tag-state.ts';
import { readTags } from '../../past/tags.ts';
import { renderTagsCsv, renderTagsMarkdown, renderTagsSvg, renderTagsTerminal } from '../../report/timeline/tags.ts';
import { VERSION } from '../../run/version.ts';
import { UserError } from '../../text/error.ts';
import type { Session } from '../session.ts';
import { checkHistoryPage, printAs } from './output.ts';

/** `history docker://HOST/REPOSITORY`: the sizes of its tags, from their manifests. @throws UserError for other operands beside it */
export async function showTags(session: Session): Promise<number> {
  const { args, cwd, terminal, signal, progress } = session;
  const place = placeOf(args.operands);
  await checkHistoryPage(session);
  const traffic = { requests: 0, bytes: 0 };
  const credentialsFor = dockerCredentials({ signal });
  const remote = createRemote({ credentialsFor, signal, traffic, inspect: inspectPackages });
  const name = `${place.host}/${place.repository}`;
  const folder = args.state === '' ? defaultStateFolder() : resolve(cwd, args.state);
  const history = await readTags({
    name,
    reader: remote.repository(place),
    pattern: args.tags,
    last: args.last,
    order: args.order,
    platforms: args.platforms,
    state: await openTagState(folder, name, args.platforms),
    traffic,
    onProgress: (at, of, tag) => progress.log.info(`${name}: ${at} of ${of} tags read; next ${tag}`),
    explain: args.explain,
    explainJump: (jump) => compareJump({ remote, place, version: VERSION }, jump),
  });
  await printAs(session, {
    terminal: () => renderTagsTerminal(history, terminal),
    markdown: () => renderTagsMarkdown(history),
    json: () => `${JSON.stringify(history, null, 2)}\n`,
    csv: () => renderTagsCsv(history),
    svg: () => renderTagsSvg(history) ?? noPicture(name),
    html: () => renderTagsPage(history),
  });
  return history.lost.length === 0 ? 0 : 2;
}

function placeOf(operands: readonly string[]) {
  const [operand = '', ...others] = operands;
  if (others.length > 0) throw new UserError('history takes one docker:// repository, and no image beside it');
  const text = operand.slice('docker://'.length);
  const { host, repository, target } = parseReference(text);
  const isNamed = target.kind === 'digest' || /:[^/]+$/.test(text);
  if (isNamed)
    throw new UserError(`${operand} names one image; name its repository without a tag, and choose tags with --tags`);
  return { host, repository };
}

function noPicture(name: string): never {
  throw new UserError(`${name}: no config says when its image was made, so there is no picture over time`);
}
