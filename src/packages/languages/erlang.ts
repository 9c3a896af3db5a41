import { formatPackageUrl } from '../../model/package-url.ts';
import { below, type FileReader } from '../file-reader.ts';

/** Applications that Erlang/OTP and Elixir themselves consist of. All others are packages of Hex, or the release's own. */
const PLATFORM =
  /^(?:asn1|common_test|compiler|crypto|debugger|dialyzer|diameter|edoc|eldap|erl_docgen|erl_interface|erts|et|eunit|ftp|inets|jinterface|kernel|megaco|mnesia|observer|odbc|os_mon|parsetools|public_key|reltool|runtime_tools|sasl|snmp|ssh|ssl|stdlib|syntax_tools|tftp|tools|wx|xmerl|elixir|eex|ex_unit|iex|logger|mix)$/;

/**
 * Erlang and Elixir: `lib/NAME-VERSION/ebin/NAME.app` (https://www.erlang.org/doc/apps/kernel/app), in Erlang/OTP and in each release. The
 * application owns its directory.
 */
export const erlangReader: FileReader = {
  ending: '.app',
  path: /^((?:.*\/)?[^/]+)\/ebin\/([^/]+)\.app$/,
  limit: 1024 * 1024,
  read([path, directory = '', name = ''], content) {
    const text = content.toString('utf8').replace(/^\s*%.*$/gm, '');
    const [, version] = /\{\s*vsn\s*,\s*"([^"]+)"/.exec(text) ?? [];
    const purl = urlOf(name, version);
    if (purl === undefined || !/\{\s*application\s*,/.test(text)) return [];
    const [, applications = ''] = /\{\s*applications\s*,\s*\[([^\]]*)\]/.exec(text) ?? [];
    const requires = applications.split(',').flatMap((each) => urlOf(each.trim().replace(/^'|'$/g, '')) ?? []);
    return [{ purl, anchor: path, roots: [directory], files: [], depth: directory.length, requires }];
  },
};

/** The runtime system of a release: `releases/start_erl.data` holds its version and that of the release (systools). It owns `erts-VERSION`. */
export const ertsReader: FileReader = {
  ending: 'releases/start_erl.data',
  path: /^((?:.*\/)?)releases\/start_erl\.data$/,
  limit: 4096,
  read([path, home = ''], content) {
    const [version = ''] = content.toString('utf8').trim().split(/\s+/);
    const purl = version === '' ? undefined : urlOf('erts', version);
    const root = below(home.slice(0, -1), `erts-${version}`);
    return purl === undefined ? [] : [{ purl, anchor: path, roots: [root], files: [], depth: root.length }];
  },
};

function urlOf(name: string, version?: string): string | undefined {
  return formatPackageUrl({ type: PLATFORM.test(name) ? 'otp' : 'hex', name, version });
}
