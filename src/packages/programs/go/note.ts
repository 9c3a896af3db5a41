/** Type and name of the note with Go's build ID (readelf -n). A C linker puts it near the start: 660 bytes into a library of Go 1.26. */
const NOTE = Buffer.from('\x04\0\0\0Go\0\0', 'latin1');
/** Bytes from the start of a file in which the note is. */
export const NOTE_WITHIN = 8_192;

/** Whether Go linked a file, by its first bytes. */
export function hasGoNote(start: Buffer): boolean {
  return start.subarray(0, NOTE_WITHIN).includes(NOTE);
}
