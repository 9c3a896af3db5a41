/** Where the stand-in for Azure's blob storage is, on the same server. */
export const STORAGE = '/storage';

/** Stands for the signature of all signed URLs, so that a test finds it where it must not be. */
export const SIGNATURE = 'theSignatureOfASignedUrl';

export function signedUrl(origin: string, path: string): string {
  const url = new URL(`${STORAGE}${path}`, origin);
  url.searchParams.set('sig', SIGNATURE);
  return url.href;
}

export const isSigned = ({ searchParams }: URL): boolean => searchParams.get('sig') === SIGNATURE;
