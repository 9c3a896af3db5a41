/** A terminal of `width` columns without colours that keeps what is printed. */
export function keepingTerminal(width: number) {
  const [out, err]: [string[], string[]] = [[], []];
  return {
    terminal: {
      out: (text: string) => out.push(text),
      err: (text: string) => err.push(text),
      colour: false,
      width,
    },
    /** What was printed so far. */
    printed: () => ({ out: out.join(''), err: err.join('') }),
  };
}
