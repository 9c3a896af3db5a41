import { escapeText } from '../text/escape.ts';
import { type BadgeName, badgePath } from './branch-files.ts';

/** The badge, and the repository that has its file. */
export interface SnippetRequest extends BadgeName {
  /** `owner/name` */
  readonly repository: string;
  /** The data branch. */
  readonly branch: string;
  readonly isPrivate: boolean;
  /** GITHUB_SERVER_URL; https://github.com where absent. */
  readonly serverUrl?: string;
  /** Whether the server is a Gitea or Forgejo, whose addresses of files have another form. Readers of a private repository see the badge there. */
  readonly isForge?: boolean;
}

const GITHUB = 'https://github.com';

/**
 * One line of Markdown for a README on any other branch: the badge, linked to the data branch's page. Show it only after the badge exists,
 * because GitHub's image proxy remembers what it did not find.
 *
 * The raw address of a private repository needs a session, which neither shields nor the proxy has. There the image has the path that GitHub
 * documents for a file of another branch (`/../BRANCH/path`, "Basic writing and formatting syntax"). Only readers of the repository see it.
 */
export function badgeSnippet(request: SnippetRequest): string {
  const { repository, branch, isPrivate, serverUrl = GITHUB } = request;
  const alt = escapeText(
    [request.image, request.platform, request.metric ?? 'download', 'size'].filter(Boolean).join(' '),
  );
  const path = encodePath(`${branch}/${badgePath(request, 'svg')}`);
  const home = `${serverUrl}/${encodePath(repository)}`;
  if (request.isForge) return `[![${alt}](${home}/raw/branch/${path})](${home}/src/branch/${encodePath(branch)})`;
  const page = `${home}/tree/${encodePath(branch)}`;
  const image = isPrivate ? `/../${path}` : `${home}/raw/${path}`;
  return `[![${alt}](${image})](${page})`;
}

/**
 * The badge as drawn by shields.io, for other styles. Only for public repositories on github.com. Shields refuses addresses on github.com
 * itself, so this address has the raw host.
 */
export function shieldsUrl({ repository, branch, ...name }: Omit<SnippetRequest, 'isPrivate' | 'serverUrl'>): string {
  const path = encodePath(`${repository}/${branch}/${badgePath(name, 'json')}`);
  return `https://img.shields.io/endpoint?url=${encodeURIComponent(`https://raw.githubusercontent.com/${path}`)}`;
}

/** A path for an address in Markdown's parentheses. It escapes parentheses, because names of branches may hold them. */
export function encodePath(path: string): string {
  const encode = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return path
    .toWellFormed()
    .split('/')
    .map((part) =>
      encodeURIComponent(part)
        .replace(/[()'*!]/g, encode)
        .replaceAll('%40', '@'),
    )
    .join('/');
}
